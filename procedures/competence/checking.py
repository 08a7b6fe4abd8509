"""What is wrong with a rule of competence before its version is published: a rule that can never answer is refused."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.faults import Fault
from procedures.content import Named
from procedures.formats import short_day

from .offices import BRANCHES, COMMUNE, PROVINCE, Office, Offices
from .rules import (
    AnyOf,
    Anywhere,
    ByAgency,
    ByArea,
    ByBranch,
    ByCase,
    ByHolder,
    Rule,
    RuleRefused,
    at,
    inside,
    read_rule,
)
from .succession import NotThere, current


def problems_of(
    rule: object, offices: Offices, *, cases: Iterable[Named] = (), on: date | None = None
) -> list[Fault]:
    """Return every fault of a version's rule; none: it answers on that day (None: today) for each case.

    `rule` is the JSON as written, whatever it is; `cases` the cases of the version. Codes: those of reading
    (`rule_missing`, `rule_kind_unknown`, `rule_key_not_valid`, `rule_key_unknown`, `rule_any_of_empty`,
    `rule_cases_empty`, `rule_too_deep`), and `rule_agency_unknown`, `rule_agency_closed`, `rule_agency_not_yet`,
    `rule_agency_receives_only`, `rule_level_empty`, `rule_branch_empty`, `rule_case_uncovered`, `rule_case_unknown`.
    """
    try:
        read = read_rule(rule)
    except RuleRefused as refused:
        return refused.faults
    check = _Check(offices, tuple(cases), on or localdate())
    return list(check.faults(read, ""))


class _Check:
    """Walks a rule that can be read, and asks whether each part can answer."""

    def __init__(self, offices: Offices, cases: tuple[Named, ...], on: date) -> None:
        self.offices, self.cases, self.on = offices, cases, on

    def faults(self, rule: Rule, where: str) -> Iterator[Fault]:
        match rule:
            case AnyOf():
                for number, each in enumerate(rule.rules, start=1):
                    yield from self.faults(each, inside(where, "any_of", str(number)))
            case ByCase():
                yield from self.of_cases(rule, where)
            case ByAgency():
                yield from self.of_agency(rule, where)
            case ByBranch():
                yield from self.of_branch(rule, where)
            case ByArea() | ByHolder():
                yield from self.of_level(rule.level, where)
            case Anywhere():
                yield from self.of_level(COMMUNE, where)

    def of_cases(self, rule: ByCase, where: str) -> Iterator[Fault]:
        for name, each in rule.cases.items():
            yield from self.faults(each, inside(where, "cases", name))
        if rule.default is not None:
            yield from self.faults(rule.default, inside(where, "default"))
        known = {word for case in self.cases for word in (case.name, case.code) if word}
        for name in rule.cases:
            if name not in known:
                sentence = _("The version has no case “%(case)s”. Write it as the version does.")
                yield _fault("rule_case_unknown", where, sentence % {"case": name})
        for case in self.cases if rule.default is None else ():
            if not {case.name, case.code} & set(rule.cases):
                sentence = _("No agency decides the case “%(case)s”. Give it a rule, or a default to all.")
                yield _fault("rule_case_uncovered", where, sentence % {"case": case.name or case.code})

    def of_agency(self, rule: ByAgency, where: str) -> Iterator[Fault]:
        office = self.offices.agency(rule.code)
        if office is None:
            sentence = _("There is no agency with the code %(code)s. Correct the code.") % {"code": rule.code}
            yield _fault("rule_agency_unknown", where, sentence)
            return
        try:
            office, _steps = current(office, self.on, self.offices.agency)
        except NotThere as gone:
            yield _gone(gone, where)
            return
        if office.receives_only:
            sentence = _("%(agency)s receives and returns; it decides nothing. Name the agency that decides.")
            yield _fault("rule_agency_receives_only", where, sentence % {"agency": office.name})

    def of_branch(self, rule: ByBranch, where: str) -> Iterator[Fault]:
        levels = (COMMUNE, PROVINCE) if rule.level == COMMUNE else (rule.level,)
        units = [unit for unit in self.offices.of_branch(rule.branch) if unit.level in levels]
        if not self.answers(units):
            sentence = _("No agency of %(branch)s at the level %(level)s is in the register of agencies.")
            words = {"branch": BRANCHES[rule.branch], "level": rule.level}
            yield _fault("rule_branch_empty", where, sentence % words)

    def of_level(self, level: str, where: str) -> Iterator[Fault]:
        if level and not self.answers(self.offices.at_level(level)):
            sentence = _("No People's Committee at the level %(level)s is in the register of agencies.")
            yield _fault("rule_level_empty", where, sentence % {"level": level})

    def answers(self, offices: Iterable[Office]) -> bool:
        """Say whether one of them, or its successor, works on the day."""
        for office in offices:
            try:
                current(office, self.on, self.offices.agency)
            except NotThere:
                continue
            return True
        return False


def _fault(code: str, where: str, sentence: str) -> Fault:
    return Fault(code, at(where, sentence))


def _gone(gone: NotThere, where: str) -> Fault:
    """The fault of a code that no agency bears on the day."""
    last = gone.last
    if gone.is_future and last.valid_from_on is not None:
        sentence = _("%(agency)s begins its work on %(day)s only. Name the agency that decides before.")
        words = {"agency": last.name, "day": short_day(last.valid_from_on)}
        return _fault("rule_agency_not_yet", where, sentence % words)
    sentence = _("%(agency)s is closed and has no successor. Name the agency that decides today.")
    return _fault("rule_agency_closed", where, sentence % {"agency": last.name})
