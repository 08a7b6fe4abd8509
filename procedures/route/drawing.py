"""The route as a drawing: boxes, arrows and their words, ready for an SVG; and the same as rows of a table."""

import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.roles import Role
from procedures.content import RouteLink, RouteStep, StepKind
from procedures.formats import number
from procedures.problems import Problem

from .arrows import BOX_HEIGHT, BOX_WIDTH, PITCH_X, PITCH_Y, arrow_path, corner, label_spot, sizes
from .flow import place_of
from .graph import Route, normalised
from .layout import placed

KINDS: Final = {
    StepKind.TASK: gettext_lazy("Task"),
    StepKind.OPINION: gettext_lazy("Opinion"),
    StepKind.DECISION: gettext_lazy("Branching"),
    StepKind.END: gettext_lazy("End"),
}
OUTCOMES: Final = {"granted": gettext_lazy("granted"), "refused": gettext_lazy("refused")}
PLACES: Final = {
    "RECEIVING": gettext_lazy("where received"),
    "COMPETENT": gettext_lazy("deciding agency"),
}
ROLES: Final = dict(Role.choices)
NAME_WIDTH, NAME_LINES = 20, 3
LABEL_WIDTH, LABEL_LINES = 14, 3
FACT_WIDTH = 25
# How far the words stand inside the outline, which is pointed or round for some kinds.
INSETS: Final = {StepKind.TASK: 16, StepKind.OPINION: 16, StepKind.DECISION: 24, StepKind.END: 28}


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text at a point of the drawing."""

    words: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Box:
    """A step as it is drawn; `left` and `top` in pixels. `problems` are those of this step."""

    step: RouteStep
    left: int
    top: int
    kind_words: str
    hours_words: str
    name_lines: tuple[Text, ...]
    facts: tuple[Text, ...]
    label: str
    role_words: str
    place_words: str
    outcome_words: str
    problems: tuple[Problem, ...]

    @property
    def width(self) -> int:
        return BOX_WIDTH

    @property
    def height(self) -> int:
        return BOX_HEIGHT

    @property
    def right(self) -> int:
        return self.left + BOX_WIDTH

    @property
    def text_left(self) -> int:
        return self.left + INSETS[self.step.kind]

    @property
    def text_right(self) -> int:
        return self.right - 16

    @property
    def kind_top(self) -> int:
        return self.top + 21

    @property
    def mark_line(self) -> int:
        """The base line of the sign in the mark of a problem."""
        return self.top + 5

    @property
    def outline(self) -> str:
        """The points of a branching: a box with pointed sides."""
        right, middle, low, cut = self.right, self.top + BOX_HEIGHT // 2, self.top + BOX_HEIGHT, 14
        points = [(self.left + cut, self.top), (right - cut, self.top), (right, middle)]
        points += [(right - cut, low), (self.left + cut, low), (self.left, middle)]
        return " ".join(f"{x},{y}" for x, y in points)

    @property
    def is_worked(self) -> bool:
        """Whether somebody works on it: then it has a role, a place and hours."""
        return self.step.kind in (StepKind.TASK, StepKind.OPINION)

    @property
    def is_wrong(self) -> bool:
        return any(problem.is_error for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Arrow:
    """A link as it is drawn, with the words of its condition; `number` counts the links of the route from 0."""

    link: RouteLink
    number: int
    place: str
    path: str
    words: str
    label: tuple[Text, ...]
    source_name: str
    target_name: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole drawing. `problems` are all of the route, wherever they are."""

    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    width: int
    height: int
    problems: tuple[Problem, ...] = ()
    pitch_x: int = PITCH_X
    pitch_y: int = PITCH_Y

    @property
    def summary(self) -> str:
        """What a person hears of the drawing as a whole."""
        steps = ngettext("%(count)d step", "%(count)d steps", len(self.boxes)) % {"count": len(self.boxes)}
        links = ngettext("%(count)d link", "%(count)d links", len(self.arrows)) % {"count": len(self.arrows)}
        return f"{steps}, {links}"

    @property
    def rows(self) -> list[tuple[Box, list[Arrow]]]:
        """Each step with the links out of it: the drawing as a table."""
        return [(box, self.arrows_from(box.step.key)) for box in self.boxes]

    def arrows_from(self, key: str) -> list[Arrow]:
        return [arrow for arrow in self.arrows if arrow.link.source == key]

    def box(self, key: str) -> Box | None:
        """The box of a step, if it is there."""
        return next((box for box in self.boxes if box.step.key == key), None)


def drawing(
    steps: Iterable[RouteStep],
    links: Iterable[RouteLink],
    *,
    office_name: Callable[[str], str] = str,
    problems: Iterable[Problem] = (),
) -> Drawing:
    """Draw a route; `office_name` gives an agency's short name by its code."""
    route, problems = placed(normalised(steps, links)), tuple(problems)
    boxes = tuple(_box(step, route, office_name, problems) for step in route.steps)
    cells = {(step.x, step.y) for step in route.steps}
    arrows = tuple(
        _arrow(link, position, route, cells)
        for position, link in enumerate(route.links)
        if link.source in route.by_key and link.target in route.by_key
    )
    width, height = sizes(cells)
    return Drawing(boxes, arrows, width, height, problems)


def condition_words(link: RouteLink, route: Route) -> str:
    """Word the condition of a link: "otherwise" for the one of a decision that has none."""
    when = link.when
    if "case" in when:
        return str(when["case"])
    if "outcome" in when:
        return str(OUTCOMES.get(when["outcome"], when["outcome"]))
    if "answer" in when:
        return f"{when['answer']} = {_answer_words(when.get('is'))}"
    return _("otherwise") if route.by_key[link.source].kind is StepKind.DECISION else ""


def _answer_words(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def place_words(place: str, office_name: Callable[[str], str]) -> str:
    """Word where a step is done."""
    return str(PLACES[place]) if place in PLACES else office_name(place) if place else ""


def _box(
    step: RouteStep, route: Route, office_name: Callable[[str], str], problems: tuple[Problem, ...]
) -> Box:
    left, top = corner(step.x, step.y)
    worked = step.kind in (StepKind.TASK, StepKind.OPINION)
    role = str(ROLES.get(step.role, step.role) or _("no role")) if worked else ""
    where = place_words(step.place, office_name) if worked else ""
    hours = _("%(hours)s h") % {"hours": number(float(step.hours), decimals=2)} if worked else ""
    outcome = str(OUTCOMES.get(step.outcome, step.outcome)) if step.kind is StepKind.END else ""
    own = tuple(problem for problem in problems if problem.field == "steps" and problem.row == step.key)
    kind = (
        _("Opinion, optional")
        if step.kind is StepKind.OPINION and not step.is_mandatory
        else KINDS[step.kind]
    )
    facts = [_clipped(words) for words in (role, where, outcome) if words]
    inset = INSETS[step.kind]
    return Box(
        step=step,
        left=left,
        top=top,
        kind_words=str(kind),
        hours_words=hours,
        name_lines=_lines(step.name, NAME_WIDTH - (inset - 16) // 4, left + inset, top + 40),
        facts=tuple(
            Text(words, left + inset, top + BOX_HEIGHT - 12 - 16 * (len(facts) - 1 - row))
            for row, words in enumerate(facts)
        ),
        label=_label(step, route, [str(kind), role, where, _spoken(hours, step), outcome], own),
        role_words=role,
        place_words=where,
        outcome_words=outcome,
        problems=own,
    )


def _spoken(hours: str, step: RouteStep) -> str:
    if not hours:
        return ""
    return _("%(hours)s working hours") % {"hours": number(float(step.hours), decimals=2)}


def _label(step: RouteStep, route: Route, facts: list[str], problems: tuple[Problem, ...]) -> str:
    """Say all of a box in one sentence: what it is, what follows, what is wrong."""
    targets = (
        [route.name(link.target) for link in route.after(step.key)] if step is route.by_key[step.key] else []
    )
    said = f"{step.name or step.key}: " + ", ".join(fact for fact in facts if fact) + "."
    if targets:
        said += " " + _("Next: %(steps)s.") % {"steps": ", ".join(targets)}
    return " ".join([said, *(problem.sentence for problem in problems)])


def _arrow(link: RouteLink, position: int, route: Route, cells: set[tuple[int, int]]) -> Arrow:
    source, target = route.by_key[link.source], route.by_key[link.target]
    ends = (source.x, source.y), (target.x, target.y)
    words = condition_words(link, route)
    x, y = label_spot(*ends)
    most = LABEL_LINES if source.y != target.y or source.x < target.x else 1
    lines = textwrap.wrap(words, LABEL_WIDTH, max_lines=most, placeholder="…")
    return Arrow(
        link=link,
        number=position,
        place=place_of(link),
        path=arrow_path(*ends, cells=cells, lane=position),
        words=words,
        label=tuple(Text(line, x, y - 14 * (len(lines) - 1 - row)) for row, line in enumerate(lines)),
        source_name=route.name(link.source),
        target_name=route.name(link.target),
    )


def _lines(words: str, width: int, x: int, y: int) -> tuple[Text, ...]:
    wrapped = textwrap.wrap(words, width, max_lines=NAME_LINES, placeholder="…")
    return tuple(Text(line, x, y + 17 * row) for row, line in enumerate(wrapped))


def _clipped(words: str) -> str:
    return words if len(words) <= FACT_WIDTH else words[: FACT_WIDTH - 1].rstrip() + "…"
