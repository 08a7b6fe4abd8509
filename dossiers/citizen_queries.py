"""What citizens may ask without signing in: the way of a dossier by its QR, and the result that a QR names."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import localdate

from accounts.models import former_name

from .chain import issued_hashes
from .models import Event, Result

TRACKED = (
    "type",
    "at",
    "facts__results",  # the event dossier.issued names the results that are out
    "facts__result",
    "facts__tracking_number",
    "dossier__code",
    "dossier__status",
    "dossier__version",
    "dossier__held_from",
    "dossier__replacing",
    "dossier__received_at",
    "dossier__promised_at",
    "dossier__finished_at",
    "dossier__procedure_version__name",
    "dossier__agency__name",
    "dossier__agency_id",
    "dossier__point__name",
)


@dataclass(frozen=True)
class ResultInForce:
    """What opens a result on the citizen's page."""

    kind: int
    key: str
    name: str


@dataclass(frozen=True)
class Tracked:
    """What the holder of the QR may know: the way of the dossier, and no personal data.

    `results` are in force, of each kind one. `item` is the number of the postal item that is on its way.
    """

    code: str
    status: str
    version: int
    held_from: str
    replacing: bool
    received_at: datetime | None
    promised_at: datetime | None
    finished_at: datetime | None
    procedure: str
    agency: str
    agency_id: int
    point: str
    results: tuple[ResultInForce, ...]
    item: str
    events: tuple[tuple[str, datetime], ...]

    @property
    def etag(self) -> str:
        return f'"{self.code}-{self.version}"'


def tracked(token: str) -> Tracked | None:
    """Return the dossier of this token with its events, in one statement."""
    rows = _tracked_rows().answer(token=token, province=settings.ONESTOP_PROVINCE)
    if not rows:
        return None
    known: list[Any] = [*rows[-1][5:], *_results_in_force(rows), tuple((row[0], row[1]) for row in rows)]
    found = Tracked(*known)
    named_on = localdate(found.received_at) if found.received_at else localdate()
    former = former_name(found.agency_id, named_on)
    return replace(found, agency=former.name) if former else found


def _results_in_force(rows: list[tuple[Any, ...]]) -> tuple[tuple[ResultInForce, ...], str]:
    """Read from the events which results are in force, and the number of the item that carries them now."""
    newest: dict[int, ResultInForce] = {}
    item = ""
    for type_, _at, results, only_one, tracking_number, *_dossier in rows:
        if type_ == "dossier.issued":
            named = results or [
                {"kind": 1, "key": only_one}
            ]  # before dossiers had several, the event named one key
            newest |= {
                one["kind"]: ResultInForce(one["kind"], one["key"], one.get("name", "")) for one in named
            }
        if type_ in ("dossier.issued", "dossier.returned", "dossier.result_sent"):
            item = tracking_number or ""
    return tuple(newest[kind] for kind in sorted(newest)), item


@cache
def _tracked_rows() -> "_Compiled":
    of_token = Event.objects.filter(dossier__token="token", dossier__province="province")
    return _Compiled(of_token.order_by("seq").values_list(*TRACKED), "token", "province")


class _Compiled:
    """A statement that the ORM writes once per process; later only its parameters change.

    For the busiest page alone: writing a statement of four joins takes the ORM four times as long as it takes the
    database to answer. `names` are the texts that stand for the parameters in the rows' conditions.
    """

    def __init__(self, rows: QuerySet[Any, Any], *names: str) -> None:
        self.names = names
        self.compiler = rows.query.get_compiler(connection=connection)
        self.sql, self.parameters = self.compiler.as_sql()

    def answer(self, **values: str) -> list[tuple[Any, ...]]:
        """Run the statement with these values in the place of their names."""
        given = [values[one] if one in self.names else one for one in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, given)
            return list(self.compiler.results_iter([cursor.fetchall()], tuple_expected=True))


def issued_result(key: str) -> Result | None:
    """The result that a QR names, once its number is out; with what its page says."""
    return (
        Result.objects.filter(province=settings.ONESTOP_PROVINCE, key=key)
        .select_related("dossier__procedure_version", "agency", "approver")
        .first()
    )


def issued_as(result: Result) -> str:
    """Return the SHA-256 under which the chain says that a result was issued; "" where it names none."""
    events = Event.objects.filter(dossier=result.dossier_id, type="dossier.issued").order_by("seq")
    return issued_hashes(events).get(result.key, "")


def result_in_force_for(result: Result) -> Result | None:
    """What is in force of the same kind: the issued result itself, or the newest that was issued in its place."""
    issued = Result.objects.filter(dossier=result.dossier_id, kind=result.kind).exclude(issued_at=None)
    return issued.order_by("-seq").first()
