"""The doors of the stuck detector: what waits longer than its budget, and its repair."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from dossiers import actions
from dossiers.stuck.causes import CAUSES, MENDED
from dossiers.stuck.listing import Group, group, groups

from .doors import StaffView


class StuckRowSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    since_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(
        allow_null=True, help_text="the budget; null: set by the procedure, or none"
    )
    is_working_time = serializers.BooleanField(help_text="the budget counts in working minutes of the office")
    mover = serializers.CharField(help_text="a role, applicant or machine")
    agency = serializers.CharField()
    detail = serializers.CharField()


class StuckCauseSerializer(serializers.Serializer[Any]):
    cause = serializers.ChoiceField(list(CAUSES))
    sentence = serializers.CharField()
    verb = serializers.CharField(help_text="the verb by which a person ends it; empty when there is none")
    is_repairable = serializers.BooleanField(help_text="POST /api/v1/stuck/repair/ can end it")
    rows = StuckRowSerializer(many=True)
    next = serializers.CharField(
        help_text="pass with `cause` as `after` for the next page; empty on the last"
    )


class StuckSerializer(serializers.Serializer[Any]):
    causes = StuckCauseSerializer(many=True)


class RepairSerializer(serializers.Serializer[Any]):
    cause = serializers.ChoiceField(list(MENDED), required=False, help_text="none: all of them")
    code = serializers.CharField(required=False, help_text="one dossier; none: all that you may see")


class RepairedSerializer(serializers.Serializer[Any]):
    repaired = serializers.DictField(child=serializers.IntegerField(), help_text="by cause")
    refused = serializers.DictField(child=serializers.IntegerField(), help_text="by the code of the reason")
    more = serializers.BooleanField(help_text="there is more: ask again")


class StuckList(StaffView):
    """What waits longer than its budget, of the dossiers that you may see, the longest wait first."""

    @extend_schema(
        operation_id="list_stuck",
        parameters=[
            OpenApiParameter("cause", str, enum=list(CAUSES)),
            OpenApiParameter("after", str),
        ],
        responses=StuckSerializer,
    )
    def get(self, request: Request) -> Response:
        name = request.query_params.get("cause", "")
        if name and name not in CAUSES:
            raise ValidationError({"cause": [_("There is no such cause. Choose one from the list.")]})
        if name:
            found = [group(CAUSES[name], self.who, after=request.query_params.get("after", ""))]
        else:
            found = groups(self.who)
        return Response({"causes": [answer(one) for one in found]})


class RepairStuck(StaffView):
    """Repair what a machine can; done twice it is done once."""

    @extend_schema(operation_id="repair_stuck", request=RepairSerializer, responses=RepairedSerializer)
    def post(self, request: Request) -> Response:
        said = self.given(RepairSerializer)
        cause, code = said.get("cause", ""), said.get("code", "")
        if code and not cause:
            raise ValidationError({"cause": [_("Say which cause is to be repaired with this dossier.")]})
        if code:
            done = actions.repair(cause, code, by=self.who)
            return Response({"repaired": {cause: 1} if done else {}, "refused": {}, "more": False})
        told = actions.repair_all(cause, by=self.who)
        return Response({"repaired": dict(told.done), "refused": dict(told.refused), "more": told.more})


def answer(found: Group) -> dict[str, Any]:
    cause = found.cause
    rows = [
        {
            "code": row.code,
            "since_at": row.since_at,
            "minutes": row.minutes,
            "is_working_time": row.is_working_time,
            "mover": row.mover,
            "agency": row.agency,
            "detail": row.detail,
        }
        for row in found.rows
    ]
    return {
        "cause": cause.code,
        "sentence": str(cause.sentence),
        "verb": cause.verb,
        "is_repairable": cause.is_mended,
        "rows": rows,
        "next": found.next,
    }
