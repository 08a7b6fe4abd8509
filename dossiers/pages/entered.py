"""From what was sent to a page to what a verb takes: days, sums and numbers are read; other checks are the verb's."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid

from .paper_forms import OTHER

Entries = dict[str, Any]
MOST_DIGITS = 18


def texts(*names: str) -> Callable[[QueryDict], Entries]:
    """Return the reader of a form whose fields are all texts."""
    return lambda data: {name: data.get(name, "") for name in names}


def day(data: QueryDict, name: str, *, needed: bool = True) -> date | None:
    """Return the day that was picked. Raises Invalid."""
    given = data.get(name, "").strip()
    if not given and not needed:
        return None
    try:
        found = parse_date(given)
    except ValueError:
        found = None
    if found is None:
        raise Invalid({name: Fault("day_not_valid", _("Choose a day."))})
    return found


def whole(data: QueryDict, name: str) -> int:
    """Return a whole number; the dots between its thousands are left out. Raises Invalid."""
    given = "".join(data.get(name, "").split()).replace(".", "").replace(",", "")
    if not (given.isascii() and given.isdigit() and len(given) <= MOST_DIGITS):
        raise Invalid({name: Fault("number_not_valid", _("Enter a whole number."))})
    return int(given)


def decimal(data: QueryDict, name: str) -> Decimal:
    """Return a number that may have a comma, or a point. Raises Invalid."""
    try:
        found = Decimal(data.get(name, "").strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise Invalid({name: Fault("number_not_valid", _("Enter a number."))})
    return found


def extension(data: QueryDict) -> Entries:
    return {"until": day(data, "until"), "reason": data.get("reason", "")}


def amendment(data: QueryDict) -> Entries:
    return {"until": day(data, "until"), "basis": data.get("basis", "")}


def payment(data: QueryDict) -> Entries:
    return {"amount": whole(data, "amount"), "reason": data.get("reason", "")}


def question(data: QueryDict) -> Entries:
    return {
        "of": data.get("of", ""),
        "question": data.get("question", ""),
        "hours": decimal(data, "hours"),
        "mandatory": "mandatory" in data,
    }


def opinion(data: QueryDict) -> Entries:
    number = whole(data, "number") if data.get("number") else None
    return {"verdict": data.get("verdict", ""), "answer": data.get("answer", ""), "number": number}


def proposal(data: QueryDict) -> Entries:
    entries = texts("outcome", "content", "approver")(data)
    kind = whole(data, "kind") if data.get("kind") else 1
    return entries | {"kind": kind, "alone": "alone" in data}


def approval(data: QueryDict) -> Entries:
    """Several drafts are signed together; each has its hash in the form."""
    read = data.getlist("sha256") or [""]
    return {
        "sha256": read if len(read) > 1 else read[0],
        "without_opinions": data.get("without_opinions", ""),
    }


def replacement(data: QueryDict) -> Entries:
    return {"reason": data.get("reason", ""), "kind": whole(data, "kind") if data.get("kind") else 1}


def sending(data: QueryDict) -> Entries:
    return {"tracking_number": data.get("tracking_number", ""), "came_back": "came_back" in data}


def missing(data: QueryDict) -> Entries:
    """What is missing, paper by paper: what was ticked, or said something of."""
    ticked = data.getlist("missing")
    spoken = [
        name.removeprefix("what_") for name in data if name.startswith("what_") and data.get(name, "").strip()
    ]
    numbers = [one for one in dict.fromkeys([*ticked, *spoken]) if one.isascii() and one.isdigit()]
    items: list[Entries] = [
        {"requirement": int(number), "what": data.get(f"what_{number}", "")}
        for number in sorted(numbers, key=int)
        if len(number) <= MOST_DIGITS
    ]
    if other := data.get(f"what_{OTHER}", "").strip():
        items.append({"requirement": None, "what": other})
    return {
        "items": items,
        "reason": data.get("reason", ""),
        "contact": data.get("contact", ""),
        "until": day(data, "until", needed=False),
        "anyway": "anyway" in data,
    }


def correction(data: QueryDict) -> Entries:
    """Only what differs from what stood there when the page was made."""
    changes = {
        name.removeprefix("was_"): data.get(name.removeprefix("was_"), "")
        for name in data
        if name.startswith("was_") and data[name] != data.get(name.removeprefix("was_"), "")
    }
    return {"changes": changes, "reason": data.get("reason", "")}


def right_procedure(data: QueryDict) -> Entries:
    entries = texts("procedure", "area", "agency", "reason")(data)
    pages = whole(data, "pages") if data.get("pages", "").strip() else None
    return entries | {
        "cases": listed(data, "cases"),
        "categories": listed(data, "categories"),
        "pages": pages,
    }


def listed(data: QueryDict, name: str) -> list[str]:
    """Return the lines that were typed, without the empty ones."""
    return [line.strip() for line in data.get(name, "").splitlines() if line.strip()]
