"""Changes of a route, one at a time: add, edit, remove, move, connect, condition, disconnect, arrange, replace.

Pure: a Changing takes what a page or a program sent and gives the new route. What is refused changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.refusals import InputRefused
from procedures.content import RouteLink, RouteStep, StepKind

from .graph import Route, free_key
from .layout import arranged, placed
from .rows import link_of, number_of, step_of, when_of

NEW_NAME: Final = "Bước mới"  # the catalogue's own words are Vietnamese
MOST_STEPS: Final = 60
MOST_LINKS: Final = 240
MOST_CELLS: Final = 60


class RouteRefused(InputRefused):
    """A change that cannot be made; nothing was changed."""

    SENTENCES: Final[dict[str, Promise]] = {
        "act_unknown": gettext_lazy("This change is not known. Load the page again."),
        "step_unknown": gettext_lazy("This step is not there any more. Load the page again."),
        "link_unknown": gettext_lazy("This link is not there any more. Load the page again."),
        "step_twice": gettext_lazy("Two steps have the same key. Load the page again."),
        "link_exists": gettext_lazy("These steps are connected already."),
        "too_many_steps": gettext_lazy("A route has at most 60 steps and 240 links. Join some of them."),
        "edge_of_drawing": gettext_lazy("The drawing ends here. Move the step another way."),
    }

    def __init__(self, code: str) -> None:
        super().__init__(code, self.SENTENCES[code])


@dataclass(frozen=True, slots=True)
class Changed:
    """The new route, the step that is selected now, and what was done, for people."""

    route: Route
    selected: str
    said: str


@dataclass
class Changing:
    """One change of a route that is normalised and placed; `sent` are the values that came with it."""

    route: Route
    sent: Mapping[str, Any]
    acts: dict[str, Callable[[], Changed]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.acts = {
            "add": self.add,
            "edit": self.edit,
            "remove": self.remove,
            "move": self.move,
            "connect": self.connect,
            "condition": self.condition,
            "disconnect": self.disconnect,
            "arrange": self.arrange,
            "replace": self.replace,
        }

    def apply(self) -> Changed:
        """Do what `sent["do"]` names. Raises RouteRefused, or Invalid with the faults of the fields."""
        act = self.acts.get(str(self.sent.get("do", "")))
        if act is None:
            raise RouteRefused("act_unknown")
        changed = act()
        if len(changed.route.steps) > MOST_STEPS or len(changed.route.links) > MOST_LINKS:
            raise RouteRefused("too_many_steps")
        return changed

    def add(self) -> Changed:
        """Add a step, after another one if `after` names it: into its only way on, or as one more way on."""
        key = free_key(self.route.steps, f"step-{len(self.route.steps) + 1}")
        name = str(self.sent.get("name") or NEW_NAME)
        said = _("Step added: %(step)s.") % {"step": name}
        if not self.sent.get("after"):
            row = max((step.y for step in self.route.steps), default=-1) + 1
            new = step_of({"key": key, "name": name, "x": 0, "y": row})
            return Changed(Route((*self.route.steps, new), self.route.links), key, said)
        before = self.step("after")
        ways = self.route.after(before.key)
        spliced = ways[0] if len(ways) == 1 and before.kind is not StepKind.DECISION else None
        steps = self.shifted(before) if spliced else self.route.steps
        new = step_of({"key": key, "name": name, "x": min(before.x + 1, MOST_CELLS - 1), "y": before.y})
        links = [link for link in self.route.links if link is not spliced]
        if before.kind is not StepKind.END:
            links.append(RouteLink(before.key, key))
        if spliced:
            links.append(RouteLink(key, spliced.target))
        where = next(number for number, step in enumerate(steps, start=1) if step.key == before.key)
        route = placed(Route((*steps[:where], new, *steps[where:]), tuple(links)))
        return Changed(route, key, said)

    def shifted(self, before: RouteStep) -> tuple[RouteStep, ...]:
        """Return the steps, those to the right of one moved on if the cell beside it is taken."""
        if not any((step.x, step.y) == (before.x + 1, before.y) for step in self.route.steps):
            return self.route.steps
        return tuple(
            replace(step, x=min(step.x + 1, MOST_CELLS - 1)) if step.x > before.x else step
            for step in self.route.steps
        )

    def edit(self) -> Changed:
        """Give a step new facts; its key, place in the drawing and links stay."""
        old = self.step("key")
        new = step_of({**self.sent, "key": old.key, "x": old.x, "y": old.y})
        return Changed(self.with_step(new), old.key, _("Step saved: %(step)s.") % {"step": new.name})

    def remove(self) -> Changed:
        """Remove a step. Where it stood between two others, those are connected."""
        old = self.step("key")
        into, out = self.route.before(old.key), self.route.after(old.key)
        links = [link for link in self.route.links if old.key not in (link.source, link.target)]
        if len(into) == len(out) == 1 and into[0].source != out[0].target:
            links.append(replace(into[0], target=out[0].target))
        steps = tuple(step for step in self.route.steps if step.key != old.key)
        selected = into[0].source if into else steps[0].key if steps else ""
        said = _("Step removed: %(step)s.") % {"step": old.name}
        return Changed(Route(steps, tuple(links)), selected, said)

    def move(self) -> Changed:
        """Move a step by `dx`, `dy` cells or to `x`, `y`; whoever stands there changes places with it."""
        old = self.step("key")
        x = number_of(self.sent, "x", old.x + number_of(self.sent, "dx", 0))
        y = number_of(self.sent, "y", old.y + number_of(self.sent, "dy", 0))
        if not (0 <= x < MOST_CELLS and 0 <= y < MOST_CELLS):
            raise RouteRefused("edge_of_drawing")
        steps = tuple(
            replace(step, x=x, y=y)
            if step.key == old.key
            else replace(step, x=old.x, y=old.y)
            if (step.x, step.y) == (x, y)
            else step
            for step in self.route.steps
        )
        words = {"step": old.name, "column": x + 1, "row": y + 1}
        said = _("%(step)s: column %(column)s, row %(row)s.") % words
        return Changed(Route(steps, self.route.links), old.key, said)

    def connect(self) -> Changed:
        """Lead a link from `source` to `target`, with a condition if `when` holds one."""
        source, target = self.step("source"), self.step("target")
        link = RouteLink(source.key, target.key, when_of(self.sent))
        if link in self.route.links:
            raise RouteRefused("link_exists")
        said = _("Connected: %(source)s to %(target)s.") % {"source": source.name, "target": target.name}
        return Changed(Route(self.route.steps, (*self.route.links, link)), source.key, said)

    def condition(self) -> Changed:
        """Give the link with the number `link` another condition."""
        old = self.link()
        new = replace(old, when=when_of(self.sent))
        links = tuple(new if link is old else link for link in self.route.links)
        return Changed(Route(self.route.steps, links), old.source, _("Condition saved."))

    def disconnect(self) -> Changed:
        """Remove the link with the number `link`."""
        old = self.link()
        links = tuple(link for link in self.route.links if link is not old)
        return Changed(Route(self.route.steps, links), old.source, _("Link removed."))

    def arrange(self) -> Changed:
        """Lay the drawing out anew."""
        return Changed(arranged(self.route), str(self.sent.get("key") or ""), _("The drawing is in order."))

    def replace(self) -> Changed:
        """Put a whole route in the place of this one; undo sends one that was there before."""
        steps, links = self.sent.get("steps"), self.sent.get("links")
        if not isinstance(steps, list) or not isinstance(links, list) or len(steps) > MOST_STEPS:
            raise RouteRefused("act_unknown")
        route = Route(tuple(step_of(row) for row in steps), tuple(link_of(row) for row in links))
        if len(route.by_key) < len(route.steps):
            raise RouteRefused("step_twice")
        return Changed(route, str(self.sent.get("key") or ""), _("Taken back."))

    def step(self, name: str) -> RouteStep:
        found = self.route.by_key.get(str(self.sent.get(name, "")))
        if found is None:
            raise RouteRefused("step_unknown")
        return found

    def link(self) -> RouteLink:
        number = number_of(self.sent, "link", -1)
        if not 0 <= number < len(self.route.links):
            raise RouteRefused("link_unknown")
        return self.route.links[number]

    def with_step(self, new: RouteStep) -> Route:
        steps = tuple(new if step.key == new.key else step for step in self.route.steps)
        return Route(steps, self.route.links)
