"""What is wrong with the flow of a route: starts, loops, dead ends, ends, forks; in sentences."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from procedures.content import RouteLink, StepKind
from procedures.problems import Problem, Severity

from .graph import Route

OUTCOMES = ("granted", "refused")
WARNING = Severity.WARNING


def flow_problems(route: Route, by_case: Mapping[str, Route]) -> Iterator[Problem]:
    """Yield the problems of a route that has steps; `by_case` is what each case travels, the normal one at ""."""
    yield from _starts(route)
    yield from _loops(route, by_case)
    yield from _dead_ends(route)
    yield from _ends(route)
    unavoidable = _unavoidable(route)
    for key in route.by_key:
        yield from _opinions(route, key, unavoidable)


def of_step(code: str, key: str, sentence: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return a problem of one step; of the whole route when the key is empty."""
    return Problem(code, "steps", key, sentence, severity)


def place_of(link: RouteLink) -> str:
    """Return how Problem.row names a link: "a→b"."""
    return f"{link.source}→{link.target}"


def _starts(route: Route) -> Iterator[Problem]:
    """Yield every start but the one that leads to the most steps."""
    main = max(route.starts, key=lambda key: len(route.reached([key])))
    for key in route.starts:
        words = {"step": route.name(key)}
        if key == main:
            continue
        if route.after(key):
            sentence = _("%(step)s: a second start. A route begins once; lead a link to this step.") % words
            yield of_step("second_start", key, sentence)
        else:
            sentence = _("%(step)s: no link leads here. Connect the step or remove it.") % words
            yield of_step("step_unreachable", key, sentence)


def _loops(route: Route, by_case: Mapping[str, Route]) -> Iterator[Problem]:
    """Yield loops that no decision leads out of, at all or in a case: a case never changes on the way."""
    general = _without_exit(route)
    for loop in general:
        sentence = _("%(steps)s: a loop without an exit. Let a decision lead out of it.")
        yield of_step("loop_without_exit", _first(route, loop), sentence % {"steps": _way(route, loop)})
    for case, travelled in by_case.items():
        reached = travelled.reached(route.starts)
        for loop in _without_exit(travelled):
            if not loop & reached or any(loop <= other for other in general):
                continue
            words = {"steps": _way(route, loop), "case": case_words(case)}
            sentence = (
                _("%(steps)s: a loop that %(case)s never leaves. Let a decision lead out of it.") % words
            )
            yield of_step("loop_without_exit", _first(route, loop), sentence)


def case_words(case: str) -> str:
    """Return how a case is named within a sentence."""
    return _("case “%(case)s”") % {"case": case} if case else _("the normal case")


def _without_exit(route: Route) -> list[frozenset[str]]:
    decisions = {key for key, step in route.by_key.items() if step.kind is StepKind.DECISION}
    return [
        loop
        for loop in route.loops
        if not any(link.target not in loop for key in loop & decisions for link in route.after(key))
    ]


def _first(route: Route, loop: frozenset[str]) -> str:
    return next(key for key in route.by_key if key in loop)


def _way(route: Route, loop: frozenset[str]) -> str:
    return " → ".join(route.name(key) for key in route.by_key if key in loop)


def _dead_ends(route: Route) -> Iterator[Problem]:
    reached = route.reached(route.starts)
    for key, step in route.by_key.items():
        alone = key in route.starts and len(route.by_key) > 1
        if key in reached and step.kind is not StepKind.END and not route.after(key) and not alone:
            sentence = _("%(step)s: the branch ends here without a result. Lead it on to an end.")
            yield of_step("branch_without_result", key, sentence % {"step": route.name(key)})


def _ends(route: Route) -> Iterator[Problem]:
    """Yield ends that do not say how they end. A single end may leave it open: the approver decides."""
    ends = [step for step in route.steps if step.kind is StepKind.END]
    if not ends:
        sentence = _("The route has no end. Add one and lead the last step to it.")
        yield of_step("no_end", route.steps[-1].key, sentence)
    outcomes = {step.outcome for step in ends}
    for step in ends:
        words = {"step": step.name or step.key}
        if step.outcome and step.outcome not in OUTCOMES:
            yield of_step("outcome_unknown", step.key, _("%(step)s: choose granted or refused.") % words)
        elif not step.outcome and len(ends) > 1:
            sentence = _("%(step)s: of several ends each says whether the result is granted or refused.")
            yield of_step("end_without_outcome", step.key, sentence % words)
    if "granted" in outcomes and "refused" not in outcomes and "" not in outcomes:
        sentence = _("No end refuses. A request can be refused in every procedure; add that end.")
        yield of_step("no_refusing_end", ends[-1].key, sentence, WARNING)


def _opinions(route: Route, key: str, unavoidable: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Yield what is wrong behind one step: an opinion that nobody takes up, branches that never meet."""
    step, targets = route.by_key[key], [link.target for link in route.after(key)]
    words = {"step": route.name(key)}
    if step.kind is StepKind.OPINION and any(route.by_key[one].kind is StepKind.END for one in targets):
        sentence = _("%(step)s: nobody takes the opinion up. Lead it to a task before the end.") % words
        yield of_step("opinion_without_join", key, sentence)
    if step.kind is StepKind.DECISION or len(set(targets)) < 2:
        return
    for target in targets:
        if route.by_key[target].kind is not StepKind.OPINION:
            sentence = _("%(step)s: only opinions run side by side, and “%(other)s” is none. Decide first.")
            yield of_step("fork_to_task", key, sentence % (words | {"other": route.name(target)}))
    if not all(target in unavoidable for target in targets):
        return
    shared = frozenset.intersection(*(unavoidable[target] for target in targets))
    if all(route.by_key[one].kind is StepKind.END for one in shared):
        sentence = _("%(step)s: the opinions asked here never come together. Lead all of them to one step.")
        yield of_step("opinion_without_join", key, sentence % words)


def _unavoidable(route: Route) -> dict[str, frozenset[str]]:
    """Return for each step from which an end can be reached the steps that every way to an end passes."""
    passed = dict.fromkeys(route.finishing, frozenset(route.finishing))
    changed = True
    while changed:
        changed = False
        for key in route.finishing:
            ahead = [passed[link.target] for link in route.after(key) if link.target in passed]
            is_end = route.by_key[key].kind is StepKind.END
            found = frozenset({key}) if is_end or not ahead else frozenset.intersection(*ahead) | {key}
            changed, passed[key] = changed or found != passed[key], found
    return passed
