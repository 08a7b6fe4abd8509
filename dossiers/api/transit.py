"""The doors of hand-over lists (to read; the verbs are among the dossiers' own) and of leased numbers."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.permissions import require_may
from dossiers import actions
from dossiers.hand_over_queries import DIRECTIONS, OpenList, lists, number_in, open_list
from dossiers.leasing import Leased, leases_seen_by, with_codes
from dossiers.models import HandOver, HandOverList

from .doors import StaffView

MOST_LEASES = 100


class ListRowSerializer(serializers.Serializer[Any]):
    """A hand-over list, with the number of its dossiers and of those that are still on their way."""

    number = serializers.CharField(help_text="e.g. 12/BG-H12.264.01-2026")
    giver = serializers.CharField()
    receiver = serializers.CharField()
    carrier = serializers.ChoiceField(HandOverList.Carrier.choices)
    tracking_number = serializers.CharField()
    given_by = serializers.CharField()
    given_at = serializers.DateTimeField()
    papers = serializers.IntegerField()
    awaited = serializers.IntegerField(help_text="still on their way")


class ListPageSerializer(serializers.Serializer[Any]):
    rows = ListRowSerializer(many=True)
    next = serializers.CharField(help_text="pass as `after` for the next page; empty on the last")


class HandedOverSerializer(serializers.Serializer[Any]):
    """One dossier on a list; `ending` is empty while its papers are on their way."""

    code = serializers.CharField()
    procedure = serializers.CharField()
    applicant_name = serializers.CharField()
    ending = serializers.CharField()
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_by = serializers.CharField(allow_null=True)
    note = serializers.CharField()


class WholeListSerializer(ListRowSerializer):
    rows = HandedOverSerializer(many=True)


class HandOverLists(StaffView):
    """The lists that are awaited here, or that were sent from here."""

    @extend_schema(
        operation_id="list_hand_overs",
        parameters=[
            OpenApiParameter("direction", str, enum=list(DIRECTIONS)),
            OpenApiParameter("after", str),
        ],
        responses=ListPageSerializer,
    )
    def get(self, request: Request) -> Response:
        direction = request.query_params.get("direction", DIRECTIONS[0])
        if direction not in DIRECTIONS:
            raise ValidationError({"direction": [_("There is no such list. Choose one from the page.")]})
        found = lists(self.who, direction, after=request.query_params.get("after", ""))
        return Response(
            {"rows": [_head(row.list, row.papers, row.awaited) for row in found.rows], "next": found.next}
        )


class OneHandOverList(StaffView):
    """A list with its dossiers; its number in the address has a hyphen in the place of the slash."""

    @extend_schema(operation_id="read_hand_over", responses=WholeListSerializer)
    def get(self, request: Request, list_number: str) -> Response:
        return Response(_whole(open_list(self.who, number_in(list_number))))


def _head(one: HandOverList, papers: int, awaited: int) -> dict[str, Any]:
    return {
        "number": one.number_text,
        "giver": one.giver.code,
        "receiver": one.receiver.code,
        "carrier": one.carrier,
        "tracking_number": one.tracking_number,
        "given_by": one.given_by.username,
        "given_at": one.given_at,
        "papers": papers,
        "awaited": awaited,
    }


def _whole(found: OpenList) -> dict[str, Any]:
    return _head(found.list, len(found.rows), len(found.awaited)) | {
        "rows": [_row(row) for row in found.rows]
    }


def _row(row: HandOver) -> dict[str, Any]:
    return {
        "code": row.dossier.code,
        "procedure": row.dossier.procedure_version.name,
        "applicant_name": row.dossier.applicant_name,
        "ending": row.ending,
        "ended_at": row.ended_at,
        "ended_by": row.ended_by.username if row.ended_by else None,
        "note": row.note,
    }


# --- leased numbers ----------------------------------------------------------------------------------------
class LeaseSerializer(serializers.Serializer[Any]):
    """A lease; `code` is its first code, by which it is named."""

    code = serializers.CharField()
    codes = serializers.ListField(child=serializers.CharField())
    unused = serializers.ListField(child=serializers.CharField())
    point = serializers.CharField()
    on = serializers.DateField()
    leased_by = serializers.CharField()
    leased_at = serializers.DateTimeField()
    returned_at = serializers.DateTimeField(allow_null=True)
    reason = serializers.CharField()


class LeasesSerializer(serializers.Serializer[Any]):
    rows = LeaseSerializer(many=True)


class LeaseNumbersSerializer(serializers.Serializer[Any]):
    point = serializers.CharField(help_text="code of the service point")
    count = serializers.IntegerField(help_text="1 to 200")
    on = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="today, or a later day"
    )


class ReturnNumbersSerializer(serializers.Serializer[Any]):
    reason = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="why numbers are left; at most 300 characters"
    )


class NumberLeases(StaffView):
    """Blocks of dossier codes for service points that must write receipts by hand."""

    @extend_schema(operation_id="list_number_leases", responses=LeasesSerializer)
    def get(self, request: Request) -> Response:
        require_may("lease_numbers", by=self.who)
        found = with_codes(list(leases_seen_by(self.who)[:MOST_LEASES]))
        return Response({"rows": [_lease(one) for one in found]})

    @extend_schema(
        operation_id="lease_numbers", request=LeaseNumbersSerializer, responses={201: LeaseSerializer}
    )
    def post(self, request: Request) -> Response:
        lease = actions.lease_numbers(by=self.who, **self.given(LeaseNumbersSerializer))
        (found,) = with_codes([lease])
        return Response(_lease(found), 201)


class ReturnNumbers(StaffView):
    """End a lease, named by its first code; what is left stays a gap with its reason."""

    @extend_schema(
        operation_id="return_numbers",
        request=ReturnNumbersSerializer,
        responses=LeaseSerializer,
        parameters=[OpenApiParameter("code", OpenApiTypes.STR, OpenApiParameter.PATH)],
    )
    def post(self, request: Request, code: str) -> Response:
        lease = actions.return_numbers(code, by=self.who, **self.given(ReturnNumbersSerializer))
        (found,) = with_codes([lease])
        return Response(_lease(found))


def _lease(found: Leased) -> dict[str, Any]:
    one = found.lease
    return {
        "code": found.key,
        "codes": found.codes,
        "unused": found.unused,
        "point": one.point.code,
        "on": one.on,
        "leased_by": one.leased_by.username,
        "leased_at": one.leased_at,
        "returned_at": one.returned_at,
        "reason": one.reason,
    }
