"""The internal route of a version as a graph: what follows a step, which steps a case travels, how long they take.

Pure. A route is at most some dozens of steps, so that plain searches are quick enough.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from procedures.content import RouteLink, RouteStep, StepKind

# Names of steps are the catalogue's own words, which are Vietnamese in every interface.
END_NAME: Final = "Kết thúc"
END_KEY: Final = "end"
MOST_TRIES: Final = 5_000

Way = tuple[Decimal, tuple[str, ...]]
NO_WAY: Final[Way] = (Decimal(0), ())


@dataclass(frozen=True)
class Route:
    """Steps and links; asks by key. Of two steps with one key the first is meant; a link to nowhere is left out."""

    steps: tuple[RouteStep, ...]
    links: tuple[RouteLink, ...]

    @cached_property
    def by_key(self) -> dict[str, RouteStep]:
        known: dict[str, RouteStep] = {}
        for step in self.steps:
            known.setdefault(step.key, step)
        return known

    @cached_property
    def _after(self) -> dict[str, tuple[RouteLink, ...]]:
        known = [link for link in self.links if link.source in self.by_key and link.target in self.by_key]
        return {key: tuple(link for link in known if link.source == key) for key in self.by_key}

    def after(self, key: str) -> tuple[RouteLink, ...]:
        """Return the links out of a step."""
        return self._after[key]

    def before(self, key: str) -> tuple[RouteLink, ...]:
        """Return the links into a step."""
        return tuple(link for links in self._after.values() for link in links if link.target == key)

    def name(self, key: str) -> str:
        """Return what a step is called in a sentence."""
        return self.by_key[key].name.strip() or key

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Return where the route begins: steps that nothing leads to, of a loop that nothing leads to its first."""
        groups = dict.fromkeys(self._loop_of.get(key, frozenset({key})) for key in self.by_key)
        led_to = {
            link.target
            for key in self.by_key
            for link in self.after(key)
            if link.target not in self._loop_of.get(key, ())
        }
        return tuple(
            next(key for key in self.by_key if key in group) for group in groups if not group & led_to
        )

    @cached_property
    def _loop_of(self) -> dict[str, frozenset[str]]:
        return {key: loop for loop in self.loops for key in loop}

    def restricted(self, case: str) -> "Route":
        """Return the route that a dossier of a case ("": the normal one) can travel; answers stay open."""
        taken = [link for key in self.by_key for link in _taken(self._after[key], case)]
        return Route(self.steps, tuple(taken))

    def reached(self, origins: Iterable[str]) -> set[str]:
        """Return the keys of all steps that can be reached, the origins among them."""
        return _search(origins, lambda key: (link.target for link in self.after(key)))

    @cached_property
    def finishing(self) -> set[str]:
        """Return the keys of all steps from which an end can be reached."""
        sources: dict[str, list[str]] = {key: [] for key in self.by_key}
        for key in self.by_key:
            for link in self.after(key):
                sources[link.target].append(key)
        ends = [key for key, step in self.by_key.items() if step.kind is StepKind.END]
        return _search(ends, lambda key: sources[key])

    @cached_property
    def loops(self) -> tuple[frozenset[str], ...]:
        """Return the sets of steps that can come back to each other (or to itself), in the order of the steps."""
        ahead = {key: self.reached(link.target for link in self.after(key)) for key in self.by_key}
        found = {
            frozenset(other for other in self.by_key if other in ahead[key] and key in ahead[other]): None
            for key in self.by_key
            if key in ahead[key]
        }
        return tuple(found)


def normalised(steps: Iterable[RouteStep], links: Iterable[RouteLink]) -> Route:
    """Return the route. Steps without any link follow one another in their order; the last of them leads to an end.

    That is how decisions publish internal steps: a list with hours. An end is added where the list has none.
    """
    steps, links = tuple(steps), tuple(links)
    if links or not steps:
        return Route(steps, links)
    work = [step for step in steps if step.kind is not StepKind.END]
    ends = [step for step in steps if step.kind is StepKind.END]
    if not ends:
        last = work[-1]
        placed = any(step.x or step.y for step in work)
        end = RouteStep(free_key(steps, END_KEY), END_NAME, StepKind.END, place="")
        ends = [replace(end, x=last.x + 1, y=last.y) if placed else end]
        steps = (*steps, *ends)
    chain = [*work, ends[0]]
    return Route(
        steps,
        tuple(RouteLink(one.key, following.key) for one, following in zip(chain, chain[1:], strict=False)),
    )


def free_key(steps: Iterable[RouteStep], wished: str) -> str:
    """Return `wished`, or `wished-2` and so on where a step has it already."""
    taken = {step.key for step in steps}
    numbered = (f"{wished}-{number}" for number in range(2, len(taken) + 3))
    return wished if wished not in taken else next(key for key in numbered if key not in taken)


def following(
    route: Route,
    key: str,
    *,
    cases: Collection[str] = (),
    outcome: str = "",
    answers: Mapping[str, Any] | None = None,
) -> tuple[RouteStep, ...]:
    """Return the steps that begin when a step is done: several of a fork, one of a decision, none of an end.

    `cases`: those of the dossier; where a decision asks for several of them, its first link counts.
    """
    links = route.after(key)
    if route.by_key[key].kind is not StepKind.DECISION:
        return tuple(route.by_key[link.target] for link in links)
    met = [link for link in links if link.when and _is_met(link.when, cases, outcome, answers or {})]
    chosen = met or [link for link in links if not link.when]
    return tuple(route.by_key[link.target] for link in chosen[:1])


def walk(route: Route, case: str = "") -> Iterator[RouteStep]:
    """Yield each step that a dossier of a case can come to, nearest first, none twice."""
    ours = route.restricted(case)
    ahead, seen = list(route.starts[:1]), set(route.starts[:1])
    while ahead:
        key = ahead.pop(0)
        yield ours.by_key[key]
        for link in ours.after(key):
            if link.target not in seen:
                seen.add(link.target)
                ahead.append(link.target)


def critical_path(route: Route, case: str = "") -> tuple[Decimal, tuple[str, ...]]:
    """Return the working hours of the longest way of a case from the start to its last step, and that way's keys.

    No way passes a step twice: what comes back is a correction, and it moves the due instant or is made up for.
    Branches that run side by side take as long as the longest of them. Where loops are so entangled that the
    ways cannot be tried out, every step that can be reached counts.
    """
    ours = route.restricted(case)
    tangled = frozenset[str]().union(*ours.loops)
    best: dict[str, Way] = {}
    tries = 0

    def longest_from(key: str, on_the_way: tuple[str, ...]) -> Way:
        nonlocal tries
        if key in best:
            return best[key]
        if (tries := tries + 1) > MOST_TRIES:
            raise OverflowError
        ahead = [link.target for link in ours.after(key) if link.target not in (*on_the_way, key)]
        ways = [longest_from(target, (*on_the_way, key)) for target in ahead]
        hours, way = max(ways, key=lambda found: found[0], default=NO_WAY)
        found = hours + ours.by_key[key].hours, (key, *way)
        if key not in tangled:  # in a loop the answer depends on where one comes from
            best[key] = found
        return found

    try:
        return max(
            (longest_from(key, ()) for key in route.starts), key=lambda found: found[0], default=NO_WAY
        )
    except OverflowError:
        reached = ours.reached(route.starts)
        every = tuple(key for key in ours.by_key if key in reached)
        return sum((ours.by_key[key].hours for key in every), Decimal(0)), every


def condition_kind(link: RouteLink) -> str:
    """Return what a condition asks: "case", "outcome", "answer:FIELD", or "" for none."""
    if "answer" in link.when:
        return f"answer:{link.when['answer']}"
    return next((kind for kind in ("case", "outcome") if kind in link.when), "")


def _taken(links: tuple[RouteLink, ...], case: str) -> tuple[RouteLink, ...]:
    """Return the links that a case may take: of a decision by case only one, of every other all."""
    if not any(condition_kind(link) == "case" for link in links):
        return links
    met = [link for link in links if case and link.when.get("case") == case]
    open_ones = [link for link in links if condition_kind(link) != "case"]
    return tuple(met or open_ones)


def _is_met(
    when: Mapping[str, Any], cases: Collection[str], outcome: str, answers: Mapping[str, Any]
) -> bool:
    if "case" in when:
        return when["case"] in cases
    if "outcome" in when:
        return bool(outcome) and when["outcome"] == outcome
    return when.get("answer") in answers and answers[when["answer"]] == when.get("is")


def _search(origins: Iterable[str], neighbours: Callable[[str], Iterable[str]]) -> set[str]:
    found: set[str] = set()
    ahead = list(origins)
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead.extend(neighbours(key))
    return found
