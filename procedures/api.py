"""API of the catalogue: find a procedure, read all of it, ask when a dossier would be due and what it would cost."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import queries as accounts

from . import queries
from .asking import cases_asked, channel_asked, check_limit_known, version_asked
from .content import CHANNELS, LEVELS, SERVICE_LEVELS
from .due.dates import due_of
from .due.sentences import explain, sentences
from .fees import quote
from .models import ProcedureVersion
from .search.catalogue import index
from .search.index import Kept
from .standing import Standing
from .storing import content_of

MOST: Final = 100
STANDINGS: Final = [str(one) for one in Standing if one != Standing.DRAFT] + ["open", "all"]


class Searching(serializers.Serializer[Any]):
    """What the list is asked for. `standing`: in force, unless another is named; `open` also takes listed ones."""

    q = serializers.CharField(max_length=200, default="", allow_blank=True, trim_whitespace=False)
    on = serializers.DateField(default=localdate)
    field = serializers.CharField(max_length=200, default="", allow_blank=True)
    level = serializers.ChoiceField(LEVELS, default="", allow_blank=True)
    service_level = serializers.ChoiceField(SERVICE_LEVELS, default="", allow_blank=True)
    channel = serializers.ChoiceField(CHANNELS, default="", allow_blank=True)
    standing = serializers.ChoiceField(STANDINGS, default=Standing.IN_FORCE.value)
    most = serializers.IntegerField(default=20, min_value=1, max_value=MOST)
    after = serializers.IntegerField(default=0, min_value=0, max_value=100_000)


class Choosing(serializers.Serializer[Any]):
    """Which version of a procedure: that of a day (today), or one by its number."""

    on = serializers.DateField(default=localdate)
    version = serializers.IntegerField(default=0, min_value=1)


class Filing(Choosing):
    """How a dossier is filed; `case`, a name or a code, may be given several times."""

    channel = serializers.ChoiceField(CHANNELS, default="")
    case = serializers.ListField(child=serializers.CharField(max_length=200), default=list)


class Instant(serializers.DateTimeField):
    """An instant that has a name in every zone: the first and the last hours of the calendar have none here."""

    def to_internal_value(self, value: Any) -> datetime:
        try:
            return super().to_internal_value(value)
        except OverflowError:
            sentence = _("“%(text)s” is not a day and time. Write it like 2026-11-20T09:00.")
            raise serializers.ValidationError(
                sentence % {"text": str(value)[:40]}, "instant_malformed"
            ) from None


class AskingDue(Filing):
    """The version is that of the day of reception, unless another day or a number is given."""

    on = serializers.DateField(default=None)
    received_at = Instant(default=now)
    office = serializers.CharField(max_length=35, default="", help_text="Code of the competent office.")

    def validate_office(self, code: str) -> str:
        if code and accounts.agency(code) is None:
            raise serializers.ValidationError(_("There is no agency with this code."), "agency_unknown")
        return code


class AskingQuote(Filing):
    category = serializers.ListField(child=serializers.CharField(max_length=100), default=list)
    copies = serializers.IntegerField(default=1)
    pages = serializers.IntegerField(default=None)
    quantity = serializers.IntegerField(default=1)


class HitSerializer(serializers.Serializer[Any]):
    """A procedure in the list."""

    code = serializers.CharField(source="entry.code")
    version = serializers.IntegerField(source="entry.number")
    name = serializers.CharField(source="entry.name")
    field = serializers.CharField(source="entry.field_name")
    levels = serializers.ListField(child=serializers.CharField(), source="entry.levels")
    channels = serializers.ListField(child=serializers.CharField(), source="entry.channels")
    service_level = serializers.CharField(source="entry.service_level")
    standing = serializers.CharField()
    valid_from_on = serializers.DateField(source="entry.valid_from_on")
    valid_until_on = serializers.DateField(source="entry.valid_until_on", allow_null=True)


class Procedures(APIView):
    """Procedures that fit the words `q`, the best first: accents optional, one slip allowed, codes and short forms."""

    @extend_schema(operation_id="find_procedures", parameters=[Searching], responses=HitSerializer(many=True))
    def get(self, request: Request) -> Response:
        asked = _given(Searching, request)
        q, on, most, after = (asked.pop(name) for name in ("q", "on", "most", "after"))
        found = index().find(q, on=on, kept=Kept(**asked), most=most, after=after)
        return Response(
            HitSerializer(found.hits, many=True).data, headers={"X-Total-Count": str(found.total)}
        )


class OneProcedure(APIView):
    """All that one version says; the version of today unless a day or a number is given."""

    @extend_schema(
        operation_id="read_procedure",
        parameters=[Choosing],
        responses=inline_serializer(
            "Procedure",
            {
                "code": serializers.CharField(),
                "number": serializers.IntegerField(),
                "name": serializers.CharField(),
                "standing": serializers.CharField(),
                "papers": serializers.ListField(child=serializers.DictField()),
                "time_rules": serializers.ListField(child=serializers.DictField()),
                "rates": serializers.ListField(child=serializers.DictField()),
            },
        ),
    )
    def get(self, request: Request, code: str) -> Response:
        version, standing = _version(code, _given(Choosing, request))
        return Response({**asdict(content_of(version)), "standing": str(standing)})


class DueOfProcedure(APIView):
    """When a dossier received at an instant would be due, with each step of the count."""

    @extend_schema(
        operation_id="due_of_procedure",
        parameters=[AskingDue],
        responses=inline_serializer(
            "DueInstant",
            {
                "version": serializers.IntegerField(),
                "due": serializers.DateTimeField(allow_null=True),
                "steps": serializers.ListField(child=serializers.DictField()),
                "sentences": serializers.ListField(child=serializers.CharField()),
            },
        ),
    )
    def get(self, request: Request, code: str) -> Response:
        asked = _given(AskingDue, request)
        received_at: datetime = asked["received_at"]
        asked["on"] = asked["on"] or localdate(received_at)
        version, channel, cases = _filed(code, asked)
        check_limit_known(version, channel, cases)
        office = accounts.agency(asked["office"]) if asked["office"] else None
        found = due_of(
            version, received_at, channel=channel, cases=cases, agency_id=office.pk if office else None
        )
        answer = {"version": version.number, "due": found.at}
        return Response(answer | {"steps": explain(found), "sentences": sentences(found)})


class QuoteOfProcedure(APIView):
    """What a dossier would cost, fee by fee; `total` null is an amount that is not known."""

    @extend_schema(
        operation_id="quote_of_procedure",
        parameters=[AskingQuote],
        responses=inline_serializer(
            "Quote",
            {
                "version": serializers.IntegerField(),
                "total": serializers.IntegerField(allow_null=True),
                "currency": serializers.CharField(),
                "lines": serializers.ListField(child=serializers.DictField()),
                "sentences": serializers.ListField(child=serializers.CharField()),
            },
        ),
    )
    def get(self, request: Request, code: str) -> Response:
        asked = _given(AskingQuote, request)
        version, channel, cases = _filed(code, asked)
        found = quote(
            version.rates,
            channel=channel,
            on=asked["on"],
            copies=asked["copies"],
            pages=asked["pages"],
            quantity=asked["quantity"],
            cases=cases,
            categories=asked["category"],
        )
        answer = {"version": version.number, "total": found.total, "currency": found.currency}
        return Response(answer | {"lines": found.lines, "sentences": found.explanation})


def _given(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    reader = shape(data=request.query_params)
    reader.is_valid(raise_exception=True)
    return dict(reader.validated_data)


def _version(code: str, asked: dict[str, Any]) -> tuple[ProcedureVersion, Standing]:
    """Return the version that is asked for, with its standing on the day; NotFound for none."""
    on: date = asked["on"]
    number = asked["version"]
    hits = index().versions(code, on)
    hit = (
        next((hit for hit in hits if hit.entry.number == number), None)
        if number
        else index().standing(code, on)
    )
    version = queries.version_with_all(hit.entry.version_id) if hit else None
    if hit is None or version is None:
        raise NotFound
    return version, hit.standing


def _filed(code: str, asked: dict[str, Any]) -> tuple[ProcedureVersion, str, tuple[str, ...]]:
    """Return the version somebody would file under, the channel and the cases; what cannot be filed is refused.

    A number chooses the version whatever the day. Raises NotFound and the refusals of procedures.asking.
    """
    found, _standing = _version(code, asked)
    chosen = bool(asked["version"]) and found.is_fileable
    version = found if chosen else version_asked(code, asked["on"])
    if asked["version"] and version.number != asked["version"]:
        raise NotFound
    return version, channel_asked(asked["channel"], version), cases_asked(asked["case"], version)
