"""Routes for tests, written as they read: links as "a > b > c"."""

from decimal import Decimal
from typing import Any

from procedures.content import RouteLink, RouteStep, StepKind


def task(key: str, hours: float = 2, **more: Any) -> RouteStep:
    given = {"role": "processing_officer", **more}
    return RouteStep(key, key.title(), StepKind.TASK, hours=Decimal(str(hours)), **given)


def opinion(key: str, hours: float = 2, **more: Any) -> RouteStep:
    given = {"role": "unit_head", **more}
    return RouteStep(key, key.title(), StepKind.OPINION, hours=Decimal(str(hours)), **given)


def decision(key: str) -> RouteStep:
    return RouteStep(key, key.title(), StepKind.DECISION, place="")


def end(key: str, outcome: str = "") -> RouteStep:
    return RouteStep(key, key.title(), StepKind.END, place="", outcome=outcome)


def links(*written: str, **when: dict[str, Any]) -> tuple[RouteLink, ...]:
    """Read "a > b > c"; `when` maps "a_b" to the condition of that link."""
    pairs = [pair for line in written for pair in _pairs(line.split(" > "))]
    return tuple(RouteLink(source, target, when.get(f"{source}_{target}", {})) for source, target in pairs)


def _pairs(keys: list[str]) -> list[tuple[str, str]]:
    return list(zip(keys, keys[1:], strict=False))


CHECKED = (
    task("receive", 1, role="reception_clerk", place="RECEIVING"),
    task("examine", 3),
    decision("complete"),
    task("sign", 2, role="approver"),
    task("explain", 1),
    end("granted", "granted"),
    end("refused", "refused"),
)
CHECKED_LINKS = links(
    "receive > examine > complete > sign > granted",
    "complete > explain > refused",
    complete_explain={"outcome": "refused"},
)
