"""Which time limit applies: of the rules of a version, the most particular for a channel and the chosen cases."""

from collections.abc import Collection, Iterable, Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from procedures.content import TimeRule

from .calendar import TimeLimit, TimeUnit


def time_limit(rules: Iterable[TimeRule], *, channel: str, cases: Collection[str] = ()) -> TimeLimit | None:
    """Return the limit of the rule that applies; None: the law sets no time, or no rule applies."""
    rule = rule_for(rules, channel=channel, cases=cases)
    return rule.limit if rule else None


def rule_for(rules: Iterable[TimeRule], *, channel: str, cases: Collection[str] = ()) -> TimeRule | None:
    """Return the most particular rule: a chosen case before none, the channel before all channels.

    Of rules that are equally particular the first; None when no rule of the version applies.
    """
    fitting = [
        rule
        for rule in rules
        if (not rule.channels or channel in rule.channels) and (not rule.case or rule.case in cases)
    ]
    return max(fitting, key=lambda rule: (bool(rule.case), bool(rule.channels)), default=None)


def is_case_needed(rules: Iterable[TimeRule], *, channel: str, cases: Collection[str] = ()) -> bool:
    """Say whether the limit is known only by case, and none of those chosen has one.

    Without a case such a dossier would look like one for which the law sets no time.
    """
    known = tuple(rules)
    every_case = {rule.case for rule in known if rule.case}
    return (
        rule_for(known, channel=channel, cases=cases) is None
        and rule_for(known, channel=channel, cases=every_case) is not None
    )


def time_rule_of(row: Mapping[str, Any]) -> TimeRule:
    """Read a stored rule: {case, channels, quantity (text), unit, cutoff ("15:00"), note, source}."""
    cutoff = time.fromisoformat(row["cutoff"]) if row.get("cutoff") else None
    limit = (
        TimeLimit(Decimal(row["quantity"]), TimeUnit(row["unit"]), cutoff)
        if row.get("quantity") is not None
        else None
    )
    return TimeRule(
        limit, row.get("case", ""), tuple(row.get("channels", ())), row.get("note", ""), row.get("source", "")
    )


def row_of(rule: TimeRule) -> dict[str, Any]:
    """Return the rule as it is stored: JSON, the quantity as text so that 2.5 stays 2.5."""
    limit = rule.limit
    return {
        "case": rule.case,
        "channels": list(rule.channels),
        "quantity": None if limit is None else f"{limit.quantity.normalize():f}",
        "unit": None if limit is None else str(limit.unit),
        "cutoff": f"{limit.cutoff:%H:%M}" if limit and limit.cutoff else None,
        "note": rule.note,
        "source": rule.source,
    }
