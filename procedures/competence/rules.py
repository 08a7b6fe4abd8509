"""The rules of competence, read from the JSON of a version: seven kinds, each a frozen dataclass.

| JSON | Who decides |
|---|---|
| {"by": "area", "level": "COMMUNE"} | the People's Committee where the person lives or the act takes place |
| {"by": "register", "level": "COMMUNE"} | the holder of the register: entered as a commune, or chosen as an agency |
| {"by": "parcel", "level": "COMMUNE"} | likewise, where the land parcel lies |
| {"by": "agency", "code": "H12.03"} | one agency for the whole province |
| {"by": "any"} | the People's Committee of the receiving commune |
| {"by": "vertical", "branch": "POLICE", "level": "COMMUNE"} | the branch's agency at that level |
| {"by": "case", "cases": {NAME: RULE}, "default": RULE} | as the rule of the case says; the default may be left out |
| {"any_of": [RULE, RULE]} | any of several: the applicant chooses |
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.faults import Fault

from .offices import BRANCHES, CENTRAL, COMMUNE, PROVINCE

MOST_DEPTH: Final = 5
LEVELS: Final = (COMMUNE, PROVINCE)


@dataclass(frozen=True, slots=True)
class ByArea:
    level: str


@dataclass(frozen=True, slots=True)
class ByHolder:
    """`of`: register or parcel. No level: an agency of any level may hold it."""

    of: str
    level: str = ""


@dataclass(frozen=True, slots=True)
class ByAgency:
    code: str


@dataclass(frozen=True, slots=True)
class Anywhere:
    """Each commune may decide; the one that receives does."""


@dataclass(frozen=True, slots=True)
class ByBranch:
    branch: str
    level: str


@dataclass(frozen=True, slots=True)
class ByCase:
    """`cases` by name or code; `default` None: the other cases have no answer."""

    cases: dict[str, "Rule"]
    default: "Rule | None"


@dataclass(frozen=True, slots=True)
class AnyOf:
    rules: tuple["Rule", ...]


Rule = ByArea | ByHolder | ByAgency | Anywhere | ByBranch | ByCase | AnyOf


class RuleRefused(ValueError):
    """The JSON is no rule; `faults` says why, each with its place in the rule."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


class _Node:
    """One object of the JSON, with its place in the whole; what is wrong is collected, not raised."""

    def __init__(self, data: Mapping[str, Any], where: str, faults: list[Fault]) -> None:
        self.data, self.where, self.faults = data, where, faults

    def wrong(self, code: str, sentence: str) -> None:
        self.faults.append(Fault(code, at(self.where, sentence)))

    def word(self, name: str, choices: tuple[str, ...], *, needed: bool = True) -> str:
        """Return a word of the choices; with no choices, any text."""
        value = self.data.get(name)
        if value is None and not needed:
            return ""
        if not isinstance(value, str) or not value or (choices and value not in choices):
            sentence = (
                _("“%(name)s” must be one of: %(choices)s.")
                % {
                    "name": name,
                    "choices": ", ".join(choices),
                }
                if choices
                else _("“%(name)s” must be filled in.") % {"name": name}
            )
            self.wrong("rule_key_not_valid", sentence)
            return ""
        return value

    def only(self, *names: str) -> None:
        """Refuse keys that the kind does not know: they are misspellings."""
        for name in self.data:
            if name not in names:
                self.wrong(
                    "rule_key_unknown", _("This kind of rule has no “%(name)s”. Remove it.") % {"name": name}
                )


def at(where: str, sentence: str) -> str:
    """Put the place in the rule before a sentence; the outermost rule has none."""
    return f"{where}: {sentence}" if where else sentence


def inside(where: str, *keys: str) -> str:
    """Return the place of a rule within another, e.g. "any_of › 2"."""
    return " › ".join([where, *keys] if where else keys)


def read_rule(data: object) -> Rule:
    """Return the rule that the JSON says. Raises RuleRefused with every fault."""
    faults: list[Fault] = []
    rule = _rule(data, "", faults, depth=1)
    if rule is None or faults:
        raise RuleRefused(faults)
    return rule


def _rule(data: object, where: str, faults: list[Fault], *, depth: int) -> Rule | None:
    if not isinstance(data, Mapping) or not data:
        sentence = _("There is no rule here. Say by what the competent agency is found.")
        faults.append(Fault("rule_missing", at(where, sentence)))
        return None
    if depth > MOST_DEPTH:
        sentence = _("Rules stand in one another more than %(most)s deep. Write it simpler.") % {
            "most": MOST_DEPTH
        }
        faults.append(Fault("rule_too_deep", at(where, sentence)))
        return None
    node = _Node(data, where, faults)
    if "any_of" in data:
        return _any_of(node, depth)
    kind = data.get("by")
    if kind == "case":
        return _by_case(node, depth)
    read = _KINDS.get(kind) if isinstance(kind, str) else None
    if read is None:
        known = ", ".join([*_KINDS, "case", "any_of"])
        sentence = _("There is no rule by “%(kind)s”. Choose one of: %(known)s.") % {
            "kind": kind,
            "known": known,
        }
        node.wrong("rule_kind_unknown", sentence)
        return None
    return read(node)


def _any_of(node: _Node, depth: int) -> Rule | None:
    node.only("any_of")
    rows = node.data["any_of"]
    if not isinstance(rows, list | tuple) or not rows:
        node.wrong(
            "rule_any_of_empty", _("“any_of” names no rule. Add the agencies between which one chooses.")
        )
        return None
    where = inside(node.where, "any_of")
    found = [
        _rule(row, inside(where, str(n)), node.faults, depth=depth + 1) for n, row in enumerate(rows, start=1)
    ]
    return AnyOf(tuple(rule for rule in found if rule is not None))


def _by_case(node: _Node, depth: int) -> Rule | None:
    node.only("by", "cases", "default")
    rows = node.data.get("cases")
    if not isinstance(rows, Mapping) or not rows:
        node.wrong("rule_cases_empty", _("“cases” names no case. Give each case its rule."))
        return None
    where = inside(node.where, "cases")
    found = {
        str(name): _rule(row, inside(where, str(name)), node.faults, depth=depth + 1)
        for name, row in rows.items()
    }
    default = node.data.get("default")
    otherwise = (
        None
        if default is None
        else _rule(default, inside(node.where, "default"), node.faults, depth=depth + 1)
    )
    return ByCase({name: rule for name, rule in found.items() if rule is not None}, otherwise)


def _by_area(node: _Node) -> Rule:
    node.only("by", "level")
    return ByArea(node.word("level", LEVELS))


def _by_holder(node: _Node) -> Rule:
    node.only("by", "level")
    return ByHolder(node.data["by"], node.word("level", LEVELS, needed=False))


def _by_agency(node: _Node) -> Rule:
    node.only("by", "code")
    return ByAgency(node.word("code", ()))


def _anywhere(node: _Node) -> Rule:
    node.only("by")
    return Anywhere()


def _by_branch(node: _Node) -> Rule:
    node.only("by", "branch", "level")
    return ByBranch(node.word("branch", tuple(BRANCHES)), node.word("level", (*LEVELS, CENTRAL)))


_KINDS: Final[dict[str, Callable[[_Node], Rule]]] = {
    "area": _by_area,
    "register": _by_holder,
    "parcel": _by_holder,
    "agency": _by_agency,
    "any": _anywhere,
    "vertical": _by_branch,
}
