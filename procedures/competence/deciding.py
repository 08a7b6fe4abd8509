"""Which agency decides: a rule, a question and the register of agencies give the answer and its reasons. Pure.

The place of reception plays no part but in the rule "any": any service point of the province takes any procedure
(Decree 118/2025/NĐ-CP), and hands it to the agency found here.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from . import sentences as say
from .answers import Competence, CompetenceRefused, Lawful, Question, Reason
from .finding import Finder
from .offices import Office, Offices
from .rules import AnyOf, ByCase, Rule, RuleRefused, read_rule
from .succession import NotThere, current


def decide(rule: Mapping[str, Any], question: Question, offices: Offices) -> Competence:
    """Return who decides on the day of the question, with every reason.

    Raises CompetenceRefused, with a code and a sentence that says what to do: `required` (a field is missing),
    `area_unknown`, `area_closed`, `area_not_yet`, `area_not_commune`, `no_competent_agency`, `agency_unknown`,
    `agency_closed`, `agency_not_yet`, `agency_not_competent`, `case_without_rule`, `cases_disagree`,
    `rule_not_valid`.
    """
    try:
        read = read_rule(rule)
    except RuleRefused as refused:
        raise CompetenceRefused("procedure", "rule_not_valid", _(say.RULE_NOT_VALID)) from refused
    search = _Search(question, offices)
    lawful = _once(search.find(read))
    is_choice = len(lawful) > 1 or bool(search.asks)
    alternatives = tuple(each.office for each in lawful) if is_choice else ()
    if question.agency:
        chosen, steps = search.chosen(lawful)
        return search.settled(chosen, alternatives, before=steps)
    if not is_choice:
        return search.settled(lawful[0], ())
    reasons = [reason for each in lawful for reason in each.reasons]
    code, sentence = ("more_possible", say.MORE_POSSIBLE) if search.asks else ("several_lawful", say.SEVERAL)
    several = Reason(code, say.names(sentence, alternatives))
    return Competence(None, alternatives, _unique([*reasons, several]), asks=("agency", *search.asks))


def _once(lawful: list[Lawful]) -> list[Lawful]:
    """Leave out an agency that a second rule names again."""
    found: dict[str, Lawful] = {}
    for each in lawful:
        found.setdefault(each.office.code, each)
    return list(found.values())


def _unique(reasons: list[Reason]) -> tuple[Reason, ...]:
    """The reasons in their order, each once: two answers may have been reached by the same way."""
    return tuple(dict.fromkeys(reasons))


class _Search:
    """One walk through a rule; `asks` gathers what would open more answers."""

    def __init__(self, question: Question, offices: Offices) -> None:
        self.question, self.offices = question, offices
        self.finder = Finder(question, offices)
        self.asks: list[str] = []

    def find(self, rule: Rule) -> list[Lawful]:
        if isinstance(rule, AnyOf):
            return self.any_of(rule)
        if isinstance(rule, ByCase):
            return self.by_case(rule)
        return self.finder.find(rule)

    def any_of(self, rule: AnyOf) -> list[Lawful]:
        """All lawful answers. What is entered wrongly is refused; what is missing leaves its answer open."""
        lawful: list[Lawful] = []
        refusals: list[CompetenceRefused] = []
        for each in rule.rules:
            try:
                lawful += self.find(each)
            except CompetenceRefused as refused:
                refusals.append(refused)
        wrong = [each for each in refusals if each.code != "required"]
        if not lawful or (wrong and not self.question.agency):
            raise (wrong or refusals)[0]
        self.asks += [each.field for each in refusals if each.code == "required"]
        area = next((each.area for each in lawful if each.area), "")  # it was asked: the dossier is about it
        return [replace(each, area=each.area or area) for each in lawful]

    def by_case(self, rule: ByCase) -> list[Lawful]:
        own = {name: branch for name, branch in rule.cases.items() if name in self.question.cases}
        answers = {name: self.find(branch) for name, branch in own.items()}
        if len({tuple(each.office.code for each in found) for found in answers.values()}) > 1:
            raise CompetenceRefused("cases", "cases_disagree", _(say.CASES_DISAGREE))
        for name, found in answers.items():
            reason = Reason("by_case", _(say.BY_CASE) % {"case": name})
            return [each.after(reason) for each in found]
        if rule.default is None:
            cases = ", ".join(rule.cases)
            raise CompetenceRefused("cases", "case_without_rule", _(say.CASE_WITHOUT_RULE) % {"cases": cases})
        reason = Reason("case_default", _(say.CASE_DEFAULT))
        return [each.after(reason) for each in self.find(rule.default)]

    def chosen(self, lawful: list[Lawful]) -> tuple[Lawful, list[Reason]]:
        """Return the lawful answer that the applicant chose; an old code means its successor."""
        office = self.offices.agency(self.question.agency)
        steps: list[tuple[Office, Office]] = []
        if office is not None:
            try:
                office, steps = current(office, self.question.on, self.offices.agency)
            except NotThere:
                office = None
        found = next((each for each in lawful if office and each.office.code == office.code), None)
        if found is None:
            sentence = say.names(say.NOT_COMPETENT, tuple(each.office for each in lawful))
            raise CompetenceRefused("agency", "agency_not_competent", sentence)
        return found, [say.agency_merged(old, new) for old, new in steps]

    def settled(
        self, found: Lawful, alternatives: tuple[Office, ...], *, before: list[Reason] | None = None
    ) -> Competence:
        """The answer, once one agency is left."""
        reasons = [*(before or []), *found.reasons]
        if alternatives:
            reasons.append(Reason("chosen", _(say.CHOSEN) % {"agency": found.office.name}))
        centre = self.offices.centre_of(self.question.point) if self.question.point else None
        if centre is not None and centre.area != found.office.area:
            words = {"centre": centre.name, "agency": found.office.name}
            reasons.append(Reason("received_for_another", _(say.RECEIVED_FOR_ANOTHER) % words))
        return Competence(found.office, alternatives, _unique(reasons), area=found.area)
