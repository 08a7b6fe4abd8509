"""The internal route in a seed file: steps with their links, or the usual route with a budget of hours."""

from decimal import Decimal
from typing import Any, Final

from accounts.roles import Role
from procedures.content import RouteLink, RouteStep, StepKind

from .fields import Row

OUTCOMES: Final = ("granted", "refused")
# The usual route: key, name, role, where, hours of a short and of a longer budget; the examination takes the rest.
USUAL: Final = (
    ("receive", "Tiếp nhận", Role.RECEPTION_CLERK, "RECEIVING", 2, 2),
    ("examine", "Thẩm định", Role.PROCESSING_OFFICER, "COMPETENT", None, None),
    ("sign", "Ký duyệt", Role.APPROVER, "COMPETENT", 2, 4),
    ("issue", "Phát hành, trả kết quả", Role.RECORDS_CLERK, "COMPETENT", 1, 2),
)
SHORT: Final = 16  # hours up to which a budget is a short one

Drawn = tuple[tuple[RouteStep, ...], tuple[RouteLink, ...]]


def read_route(row: Row) -> Drawn:
    """Read `usual_route: {hours: 24}`, or `steps`, whose `next` makes the links; neither gives an empty route."""
    if "usual_route" in row.values:
        usual = row.row("usual_route")
        hours = usual.decimal("hours")
        usual.done()
        return usual.read("hours", lambda: _usual(hours)), ()
    read = [_step(number, step) for number, step in enumerate(row.rows("steps"), start=1)]
    steps = tuple(step for step, _links in read)
    links = tuple(link for _step, links in read for link in links)
    keys = {step.key for step in steps}
    for link in links:
        if link.target not in keys:
            raise row.refusal(
                "steps", f"{link.source} leads to {link.target!r}, which is no step of this route."
            )
    return steps, links


def _usual(hours: Decimal) -> tuple[RouteStep, ...]:
    """Return the four steps of the usual route, an illustration; without links they follow one another."""
    fixed = [short if hours <= SHORT else longer for *_names, short, longer in USUAL]
    left = hours - sum(one for one in fixed if one is not None)
    if left <= 0:
        raise ValueError("The usual route needs at least 6 hours.")
    return tuple(
        RouteStep(key, name, role=role.value, place=place, hours=left if one is None else Decimal(one), x=x)
        for x, ((key, name, role, place, _short, _longer), one) in enumerate(zip(USUAL, fixed, strict=True))
    )


def _step(number: int, row: Row) -> tuple[RouteStep, tuple[RouteLink, ...]]:
    kind = StepKind(row.text("kind", most=10, default="task", choices=[kind.value for kind in StepKind]))
    step = RouteStep(
        key=row.text("key", most=40, default=f"step-{number}"),
        name=row.text("name", most=200),
        kind=kind,
        role=row.text("role", most=30, default="", choices=["", *Role.values]),
        place=row.text("place", most=35, default="COMPETENT"),
        hours=row.decimal("hours") if "hours" in row.values else Decimal(0),
        outcome=row.text("outcome", most=10, default="", choices=["", *OUTCOMES]),
        is_mandatory=row.flag("mandatory", default=True),
        x=row.whole("x", default=0),
        y=row.whole("y", default=0),
    )
    following = row.values.pop("next", [])
    targets = following if isinstance(following, list) else [following]
    links = tuple(_link(row, step.key, target) for target in targets)
    row.done()
    return step, links


def _link(row: Row, source: str, target: Any) -> RouteLink:
    """Read `next: sign`, `next: [one, other]`, or `next: [{to: sign, when: {outcome: granted}}, refuse]`."""
    if isinstance(target, str):
        return RouteLink(source, target)
    link = Row(row.file, f"{row.key}.next", target)
    found = RouteLink(source, link.text("to", most=40), link.plain("when"))
    link.done()
    return found
