"""The parts of a version in a seed file: limits, papers, fees, results, legal bases."""

from typing import Final

from procedures.content import CHANNELS, LegalBasis, Named, Paper, ResultKind, TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.fees import Exemption, FeeStage, FeeUnit, Rate, tiers_of

from .fields import Row, whole_row

KINDS: Final = ("PHI", "LE_PHI")
CURRENCIES: Final = ("VND", "USD")


def texts(row: Row, name: str) -> tuple[str, ...]:
    """Read a list of texts; () for an absent one."""
    value = row.values.pop(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        raise row.refusal(name, f"{value!r} is not a list of texts.")
    return tuple(value)


def named_row(row: Row) -> Named:
    """Read {code, name}; the code may be absent."""
    return Named(row.text("code", most=40, default=""), row.text("name", most=200))


def read_time_rules(row: Row) -> tuple[TimeRule, ...]:
    """Read `time_limit` (one for all), or `time_limits`: one for each case and channel; quantity null: no limit."""
    if "time_limit" in row.values:
        return (_time_rule(row.row("time_limit")),)
    return tuple(_time_rule(rule) for rule in row.rows("time_limits"))


def _time_rule(row: Row) -> TimeRule:
    limit = None
    if row.values.get("quantity", 0) is None:
        row.leave("quantity")
    else:
        unit = TimeUnit(row.text("unit", most=12, choices=list(TimeUnit)))
        quantity, cutoff = row.decimal("quantity"), row.clock("cutoff")
        limit = row.read("quantity", lambda: TimeLimit(quantity, unit, cutoff))
    rule = TimeRule(
        limit,
        case=row.text("case", most=200, default=""),
        channels=row.words("channels", choices=CHANNELS),
        note=row.text("note", most=400, default=""),
        source=row.text("source", most=200, default=""),
    )
    row.done()
    return rule


def read_results(row: Row) -> tuple[ResultKind, ...]:
    """Read `result`, or the list `results`."""
    if "result" in row.values:
        return (whole_row(row.row("result"), _result),)
    return tuple(whole_row(one, _result) for one in row.rows("results"))


def _result(row: Row) -> ResultKind:
    return ResultKind(
        row.text("code", most=40, default=""),
        row.text("name", most=200),
        row.text("symbol", most=30, default=""),
    )


def read_legal_basis(row: Row) -> LegalBasis:
    """Read {number, title}."""
    return LegalBasis(row.text("number", most=40), row.text("title", most=300))


def read_paper(number: int, row: Row) -> Paper:
    """Read a paper; what is not said is the usual: one original, required, digitised, numbered in order."""
    paper = Paper(
        number=row.whole("number", least=1, default=number),
        code=row.text("code", most=40, default=""),
        name=row.text("name", most=1000),
        originals=row.whole("originals", default=1),
        copies=row.whole("copies", default=0),
        is_required=row.flag("required", default=True),
        is_digitised=row.flag("digitise", default=True),
        channels=row.words("channels", choices=CHANNELS),
        case=row.text("case", most=200, default=""),
        condition=row.text("condition", most=1000, default=""),
        is_result=row.flag("is_result", default=False),
        result_code=row.text("result_code", most=40, default=""),
        replaced_by=row.text("replaced_by", most=200, default=""),
        has_e_form=row.flag("has_e_form", default=False),
    )
    row.done()
    return paper


def read_fee(row: Row) -> Rate:
    """Read a fee rule; `exempt` names the categories that pay nothing."""
    tiers, cap = row.values.pop("tiers", []), row.values.pop("cap", None)
    rate = Rate(
        kind=row.text("kind", most=10, choices=KINDS),
        name=row.text("name", most=200),
        amount=row.optional_whole("amount"),
        per=FeeUnit(row.text("per", most=60, choices=list(FeeUnit))),
        channels=row.words("channels", choices=CHANNELS),
        tiers=row.read("tiers", lambda: tiers_of(tiers)),
        cap=row.read("cap", lambda: int(cap["amount"]) if cap else None),
        case=row.text("case", most=200, default=""),
        category=row.text("category", most=100, default=""),
        currency=row.text("currency", most=3, default="VND", choices=CURRENCIES),
        exemptions=tuple(Exemption(category) for category in texts(row, "exempt")),
        collected_at=row.text("collected_at", most=12, default="RECEPTION", choices=list(FeeStage)),
        scope=row.text("scope", most=100, default=""),
        note=row.text("note", most=400, default=""),
        source=row.text("source", most=200, default=""),
        valid_from_on=row.optional_day("valid_from_on"),
        valid_until_on=row.optional_day("valid_until_on"),
    )
    row.leave("confidence")
    row.done()
    return rate
