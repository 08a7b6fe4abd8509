"""What is wrong with a route: every check that runs as it is drawn and before it is published, in sentences."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext as _

from accounts.roles import Role
from procedures.content import CHANNELS, RouteLink, RouteStep, StepKind, TimeRule
from procedures.formats import number
from procedures.problems import Problem

from .flow import OUTCOMES, WARNING, case_words, flow_problems, of_step, place_of
from .graph import Route, condition_kind, critical_path, normalised
from .hours import Allowance, allowance

PLACES = ("RECEIVING", "COMPETENT")
WORKED = (StepKind.TASK, StepKind.OPINION)


@dataclass(frozen=True)
class Drawn:
    """A route under examination, with what the version says around it."""

    route: Route
    cases: Sequence[str]
    time_rules: Sequence[TimeRule]
    channels: Sequence[str]
    roles: Collection[str]
    offices: Collection[str] | None
    fields: Collection[str] | None

    @cached_property
    def by_case(self) -> dict[str, Route]:
        """The route of the normal case and of each other one."""
        return {case: self.route.restricted(case) for case in ("", *self.cases)}


def checks(
    steps: Iterable[RouteStep],
    links: Iterable[RouteLink],
    *,
    time_rules: Iterable[TimeRule] = (),
    cases: Iterable[str] = (),
    channels: Iterable[str] = CHANNELS,
    roles: Collection[str] = tuple(Role.values),
    offices: Collection[str] | None = None,
    fields: Collection[str] | None = None,
) -> tuple[Problem, ...]:
    """Return what is wrong, errors first; steps without links are the chain that `normalised` makes of them.

    `offices` are the codes of agencies, `fields` the names of the e-form's fields; None: not examined.
    """
    route = normalised(steps, links)
    if not route.steps:
        return (of_step("no_steps", "", _("No step is drawn yet. Add the first one."), WARNING),)
    drawn = Drawn(route, tuple(cases), tuple(time_rules), tuple(channels), roles, offices, fields)
    found = dict.fromkeys(
        (
            *_step_problems(drawn),
            *_link_problems(drawn),
            *flow_problems(route, drawn.by_case),
            *_hour_problems(drawn),
        )
    )
    return tuple(sorted(found, key=lambda problem: not problem.is_error))


def _step_problems(drawn: Drawn) -> Iterator[Problem]:
    for key, count in Counter(step.key for step in drawn.route.steps).items():
        if count > 1:
            yield of_step(
                "step_twice", key, _("Two steps have the key %(key)s. Give one another.") % {"key": key}
            )
    for step in drawn.route.steps:
        yield from _naming(step)
        if step.kind in WORKED:
            yield from _staffing(step, drawn)
            yield from _budget(step)


def _naming(step: RouteStep) -> Iterator[Problem]:
    if not step.name.strip():
        yield of_step("step_without_name", step.key, _("Step %(key)s has no name.") % {"key": step.key})


def _staffing(step: RouteStep, drawn: Drawn) -> Iterator[Problem]:
    words = {"step": step.name or step.key, "role": step.role, "place": step.place}
    if not step.role:
        yield of_step("step_without_role", step.key, _("%(step)s: nobody does it. Choose a role.") % words)
    elif step.role not in drawn.roles:
        sentence = _("%(step)s: there is no role %(role)s. Choose one of the list.") % words
        yield of_step("role_unknown", step.key, sentence)
    known = step.place in PLACES or drawn.offices is None or step.place in drawn.offices
    if not step.place or not known:
        sentence = _("%(step)s: there is no agency %(place)s. Choose where the step is done.") % words
        yield of_step("place_unknown", step.key, sentence)


def _budget(step: RouteStep) -> Iterator[Problem]:
    if step.hours > 0:
        return
    words = {"step": step.name or step.key}
    if step.kind is StepKind.TASK:
        yield of_step(
            "step_without_hours", step.key, _("%(step)s: enter the working hours it may take.") % words
        )
    elif step.is_mandatory:
        sentence = _("%(step)s: an opinion that must be given needs working hours.") % words
        yield of_step("opinion_without_hours", step.key, sentence)
    else:
        sentence = _("%(step)s: without hours nobody knows how long to wait for it.") % words
        yield of_step("opinion_without_hours", step.key, sentence, WARNING)


def _link_problems(drawn: Drawn) -> Iterator[Problem]:
    known = drawn.route.by_key
    for link in drawn.route.links:
        lost = next((key for key in (link.source, link.target) if key not in known), None)
        if lost is not None:
            sentence = _("A link leads to a step %(key)s, which is not there. Remove it.") % {"key": lost}
            yield Problem("link_to_nowhere", "links", place_of(link), sentence)
        elif link.when and known[link.source].kind is not StepKind.DECISION:
            sentence = _("%(step)s: only a decision chooses a way. Put a decision behind the step.")
            words = {"step": drawn.route.name(link.source)}
            yield Problem("condition_outside_decision", "links", place_of(link), sentence % words)
        elif link.when:
            yield from _condition_problems(link, drawn)
    yield from (problem for key in known for problem in _decision_problems(key, drawn))


def _condition_problems(link: RouteLink, drawn: Drawn) -> Iterator[Problem]:
    kind, _colon, asked = condition_kind(link).partition(":")
    words = {"step": drawn.route.name(link.source), "what": link.when.get(kind, "")}
    if kind == "case" and link.when["case"] not in drawn.cases:
        sentence = _("%(step)s: the procedure has no case “%(what)s”.") % words
    elif kind == "outcome" and link.when["outcome"] not in OUTCOMES:
        sentence = _("%(step)s: a result is granted or refused, not “%(what)s”.") % words
    elif kind == "answer" and drawn.fields is not None and asked not in drawn.fields:
        sentence = _("%(step)s: the e-form has no field “%(what)s”.") % words
    elif not kind:
        sentence = _("%(step)s: the condition of a link cannot be read. Choose it again.") % words
    else:
        return
    yield Problem("condition_unknown", "links", place_of(link), sentence)


def _decision_problems(key: str, drawn: Drawn) -> Iterator[Problem]:
    links, words = drawn.route.after(key), {"step": drawn.route.name(key)}
    if links and drawn.route.by_key[key].kind is StepKind.END:
        sentence = _("%(step)s: nothing follows an end. Remove the link that leaves it.") % words
        yield of_step("link_out_of_end", key, sentence)
    targets = Counter(link.target for link in links)
    if drawn.route.by_key[key].kind is not StepKind.DECISION:
        if any(count > 1 for count in targets.values()):
            yield of_step("link_twice", key, _("%(step)s: two links lead to the same step.") % words)
        return
    if any(count > 1 for count in Counter(repr(sorted(link.when.items())) for link in links).values()):
        sentence = _("%(step)s: two links have the same condition. Nobody could tell which to take.")
        yield of_step("condition_twice", key, sentence % words)
    if links and all(link.when for link in links):
        sentence = _("%(step)s: say where the route goes otherwise: one link needs no condition.")
        yield of_step("decision_without_otherwise", key, sentence % words)
    if len({condition_kind(link) for link in links if link.when}) > 1:
        sentence = _("%(step)s: a decision asks one question. Put a second decision behind it.")
        yield of_step("decision_asks_twice", key, sentence % words)
    if len(links) == 1:
        sentence = _("%(step)s: a decision with one way decides nothing. Add a way or make it a task.")
        yield of_step("decision_with_one_way", key, sentence % words, WARNING)


def _hour_problems(drawn: Drawn) -> Iterator[Problem]:
    """Compare the longest way of each case with the shortest limit; one sentence for cases that are alike."""
    for case in drawn.by_case:
        allowed = allowance(drawn.time_rules, drawn.channels, case)
        hours, way = critical_path(drawn.route, case)
        if allowed and way:
            yield from _against(allowed, hours, way[-1], case)


def _against(allowed: Allowance, hours: Decimal, key: str, case: str) -> Iterator[Problem]:
    words = {
        "case": case_words(case),
        "hours": _hours(hours),
        "limit": _hours(allowed.hours),
    }
    if hours > allowed.hours:
        sentence = _("In %(case)s the steps take %(hours)s working hours; the time limit leaves %(limit)s.")
        yield Problem("hours_beyond_limit", "steps", "", sentence % words)
    elif hours * 10 > allowed.hours * 9:
        sentence = _(
            "In %(case)s the steps take %(hours)s of the %(limit)s working hours: hardly any are left."
        )
        yield Problem("hours_near_limit", "steps", "", sentence % words, WARNING)
    if allowed.late is not None and allowed.late < hours <= allowed.hours:
        sentence = _(
            "In %(case)s a dossier that comes at the cut-off has %(left)s working hours; the steps take %(hours)s."
        )
        yield Problem(
            "hours_beyond_cutoff", "steps", "", sentence % (words | {"left": _hours(allowed.late)}), WARNING
        )


def _hours(hours: Decimal) -> str:
    return number(float(hours), decimals=2)
