"""Steps and links as plain rows, as pages send and receive them; what cannot be read is refused by its field."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.names import printable
from procedures.content import RouteLink, RouteStep, StepKind
from procedures.json_text import is_storable, read_json

from .graph import Route

KEY: Final = re.compile(r"[\w-]{1,40}")
MOST_HOURS: Final = Decimal("9999.99")
LENGTHS: Final = {"name": 200, "role": 30, "place": 35, "outcome": 10}
NOT_VALID: Final[dict[str, Promise]] = {
    "key": _("A key has letters, digits, - and _, at most 40."),
    "name": _("A name has at most 200 characters."),
    "kind": _("Choose a kind from the list."),
    "role": _("Choose a role from the list."),
    "place": _("Choose a place from the list."),
    "outcome": _("Choose a result from the list."),
    "hours": _("Enter working hours as a number, e.g. 2.5."),
    "number": _("A number is missing. Load the page again."),
    "when": _("Choose a condition from the list."),
}


def rows_of(route: Route) -> dict[str, list[dict[str, Any]]]:
    """Return a route as plain data: {"steps": [...], "links": [...]}, hours as text."""
    steps = [
        asdict(step) | {"kind": str(step.kind), "hours": plain_hours(step.hours)} for step in route.steps
    ]
    return {"steps": steps, "links": [asdict(link) for link in route.links]}


def plain_hours(hours: Decimal) -> str:
    """Return e.g. "2.5", never "2.50" or "1E+1"."""
    return f"{hours.normalize():f}"


def step_of(row: Any) -> RouteStep:
    """Read a step. Raises Invalid with a fault for each field that cannot be read; what is missing is the default."""
    if not isinstance(row, Mapping):
        raise _invalid("key")
    texts = {name: printable(str(row.get(name) or "")).strip() for name in (*LENGTHS, "kind", "key")}
    kind, hours = texts.pop("kind") or StepKind.TASK, hours_of(row.get("hours"))
    wrong = [
        name for name, most in LENGTHS.items() if len(texts[name]) > most or not is_storable(texts[name])
    ]
    wrong += [] if KEY.fullmatch(texts["key"]) else ["key"]
    wrong += [] if kind in set(StepKind) else ["kind"]
    if wrong or hours is None:
        names = wrong if hours is not None else [*wrong, "hours"]
        raise Invalid({name: fault for each in names for name, fault in _invalid(each).faults.items()})
    if not texts["place"] and kind in (StepKind.TASK, StepKind.OPINION):
        texts["place"] = "COMPETENT"
    return RouteStep(
        kind=StepKind(kind),
        hours=hours,
        is_mandatory=row.get("is_mandatory", True) not in (False, "", "0", "false", None),
        x=_cell(row, "x"),
        y=_cell(row, "y"),
        **texts,
    )


def hours_of(sent: Any) -> Decimal | None:
    """Read working hours, "2,5" as well as "2.5"; nothing is 0. None: no number of hours."""
    words = str(sent if sent is not None else "").strip().replace(",", ".") or "0"
    try:
        hours = Decimal(words)
    except InvalidOperation:
        return None
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS:
        return None
    return hours.quantize(Decimal("0.01")).normalize() + 0


def link_of(row: Any) -> RouteLink:
    """Read a link {source, target, when}."""
    if not isinstance(row, Mapping):
        raise _invalid("when")
    keys = [str(row.get(name, "")) for name in ("source", "target")]
    if not all(KEY.fullmatch(key) for key in keys):
        raise _invalid("key")
    return RouteLink(keys[0], keys[1], when_of(row))


def when_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Read a condition: a mapping or its JSON text, {"answer": FIELD} with the value in `is`; empty for none."""
    when = row.get("when") or {}
    if isinstance(when, str):
        try:
            when = read_json(when)
        except ValueError:
            raise _invalid("when") from None
    if not isinstance(when, Mapping):
        raise _invalid("when")
    if set(when) == {"answer"}:
        when = {**when, "is": printable(str(row.get("is", ""))).strip()}
    if not when:
        return {}
    if set(when) not in ({"case"}, {"outcome"}, {"answer", "is"}) or not all(
        _is_plain(v) for v in when.values()
    ):
        raise _invalid("when")
    return dict(when)


def number_of(row: Mapping[str, Any], name: str, default: int) -> int:
    """Read a whole number; `default` where nothing was sent."""
    sent = row.get(name)
    if sent is None or sent == "":
        return default
    if isinstance(sent, bool) or not re.fullmatch(r"-?\d{1,4}", str(sent)):
        raise _invalid("number")
    return int(str(sent))


def _cell(row: Mapping[str, Any], name: str) -> int:
    return min(max(number_of(row, name, 0), 0), 59)


def _is_plain(value: Any) -> bool:
    return isinstance(value, bool | int | float) or (isinstance(value, str) and 0 < len(value) <= 200)


def _invalid(name: str) -> Invalid:
    return Invalid({name: Fault(f"{name}_not_valid", NOT_VALID[name])})
