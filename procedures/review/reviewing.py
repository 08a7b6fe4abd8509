"""Every check of a version before it is published, in one list; pure but for the register of agencies it is given.

What belongs to one subject is checked there (fees, competence, e-forms, the route) and gathered here.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import combinations

from django.utils.translation import gettext as _

from procedures import competence, eforms, fees
from procedures.content import CHANNELS, SERVICE_LEVELS, Content, StepKind, TimeRule
from procedures.due.calendar import TimeUnit
from procedures.due.time_limits import rule_for
from procedures.problems import Problem, Severity
from procedures.route.checks import PLACES, checks
from procedures.wording import CHANNELS as CHANNEL_WORDS

from .dates import Period, date_problems

ERROR, WARNING = Severity.ERROR, Severity.WARNING


def review(
    content: Content,
    *,
    others: Iterable[Period],
    offices: competence.Offices,
    known_results: Collection[str],
    today: date,
) -> tuple[Problem, ...]:
    """Return what is wrong with a version, errors first; no error: it may be published.

    `others` are the published versions of the same procedure, `known_results` the codes of all results that the
    catalogue knows. Sentences are in the current language.
    """
    found = (
        *_identity(content),
        *_ways_in(content),
        *_papers(content, known_results),
        *_e_copies(content),
        *_cases(content),
        *_time_rules(content),
        *_fees(content),
        *_faults(content, offices),
        *_route(content, offices),
        *date_problems(content, others, today),
    )
    return tuple(sorted(dict.fromkeys(found), key=lambda problem: not problem.is_error))


def _identity(content: Content) -> Iterator[Problem]:
    if not content.name.strip():
        yield Problem("name_missing", "name", "", _("Enter the name as the decision has it."))
    if not content.field_code:
        yield Problem("field_missing", "field_code", "", _("Choose the field of the procedure."))
    if not content.results:
        sentence = _("Name at least one result: what does the applicant get in the end?")
        yield Problem("results_missing", "results", "", sentence)
    if not content.legal_bases:
        yield Problem("legal_bases_missing", "legal_bases", "", _("No legal basis is named."), WARNING)


def _ways_in(content: Content) -> Iterator[Problem]:
    """Yield what contradicts itself between channels, service level and presence."""
    level, channels = content.service_level, set(content.channels)
    if not channels:
        yield Problem("no_channel", "channels", "", _("Choose at least one channel: how can it be filed?"))
    if unknown := sorted(channels.difference(CHANNELS)):
        sentence = _("There is no channel %(channel)s.") % {"channel": unknown[0]}
        yield Problem("channel_unknown", "channels", "", sentence)
    if level not in SERVICE_LEVELS:
        yield Problem("service_level_missing", "service_level", "", _("Choose the service level."))
    elif level == "OFFLINE" and "ONLINE" in channels:
        sentence = _(
            "It is filed at the counter only, and yet online. Change the service level or the channels."
        )
        yield Problem("service_level_contradicts", "service_level", "", sentence)
    elif level != "OFFLINE" and channels and "ONLINE" not in channels:
        sentence = _("An online service needs the channel online. Change the service level or the channels.")
        yield Problem("service_level_contradicts", "service_level", "", sentence)
    if level == "FULL" and content.presence_required:
        sentence = _("A full online service does not ask anybody to come. Is it a partial one?")
        yield Problem("presence_contradicts", "presence_required", "", sentence, WARNING)


def _papers(content: Content, known_results: Collection[str]) -> Iterator[Problem]:
    if not content.papers:
        sentence = _("No paper is asked for. Is that so? Usually at least an application form is.")
        yield Problem("no_papers", "papers", "", sentence, WARNING)
    numbers = [paper.number for paper in content.papers]
    for paper in content.papers:
        row, words = str(paper.number), {"number": paper.number, "code": paper.result_code}
        if numbers.count(paper.number) > 1:
            sentence = _("Two papers have the number %(number)s. Number them anew.") % words
            yield Problem("paper_twice", "papers", row, sentence)
        if not paper.name.strip():
            yield Problem("paper_without_name", "papers", row, _("Paper %(number)s has no name.") % words)
        if paper.result_code and paper.result_code not in known_results:
            sentence = _("Paper %(number)s: no procedure has the result %(code)s. Correct the code.") % words
            yield Problem("result_unknown", "papers", row, sentence)
        if paper.has_e_form and not content.form:
            sentence = _("Paper %(number)s is filled in as an e-form, but the version has none.") % words
            yield Problem("e_form_missing", "papers", row, sentence)
        if paper.is_required and not (paper.originals or paper.copies or paper.has_e_form):
            sentence = (
                _("Paper %(number)s is required, but neither an original nor a copy is asked for.") % words
            )
            yield Problem("paper_without_pieces", "papers", row, sentence, WARNING)
        yield from _channels_offered(content, "papers", row, paper.channels)


def _e_copies(content: Content) -> Iterator[Problem]:
    if content.accepts_e_copies and not content.e_copies_basis.strip():
        sentence = _("E-copies are accepted, but no decision says so. Enter its number and date.")
        yield Problem("e_copies_without_decision", "e_copies_basis", "", sentence)


def _channels_offered(content: Content, field: str, row: str, channels: Iterable[str]) -> Iterator[Problem]:
    for channel in channels:
        if content.channels and channel not in content.channels:
            sentence = _("Row %(row)s is about the channel %(channel)s, which is not offered.")
            words = {"row": row, "channel": _channel(channel)}
            yield Problem("channel_not_offered", field, row, sentence % words, WARNING)


def _channel(code: str) -> str:
    return str(CHANNEL_WORDS.get(code, code))


def _cases(content: Content) -> Iterator[Problem]:
    """Yield rows about a case that the version does not have."""
    known = {word for case in content.cases for word in (case.name, case.code) if word}
    asked = [("papers", str(paper.number), paper.case) for paper in content.papers]
    asked += [("time_rules", str(row), rule.case) for row, rule in enumerate(content.time_rules, start=1)]
    asked += [("rates", str(row), rate.case) for row, rate in enumerate(content.rates, start=1)]
    for field, row, case in asked:
        if case and case not in known:
            sentence = _("Row %(row)s is about the case “%(case)s”, which this version does not have.")
            yield Problem("case_unknown", field, row, sentence % {"row": row, "case": case})
    names = [case.name for case in content.cases]
    for position, name in enumerate(names, start=1):
        if name in names[: position - 1]:
            sentence = _("Two cases are called “%(case)s”. Nobody could choose between them.") % {
                "case": name
            }
            yield Problem("case_twice", "cases", str(position), sentence)


def _time_rules(content: Content) -> Iterator[Problem]:
    rules = content.time_rules
    for channel in content.channels:
        # With cases one of them may be chosen for certain; then each needs a rule, and the normal case none.
        chosen = [(case.name or case.code,) for case in content.cases]
        covered = chosen and all(rule_for(rules, channel=channel, cases=case) for case in chosen)
        if not covered and rule_for(rules, channel=channel) is None:
            sentence = _("No time limit for the channel %(channel)s. Add one, or say that the law sets none.")
            yield Problem("time_missing", "time_rules", "", sentence % {"channel": _channel(channel)})
    for row, rule in enumerate(rules, start=1):
        if rule.limit is None and content.silent_approval:
            sentence = _("Silence is approval only when a time has passed: row %(row)s needs a time limit.")
            yield Problem("silence_without_time", "time_rules", str(row), sentence % {"row": row})
        if rule.limit and rule.limit.unit is TimeUnit.SAME_DAY and rule.limit.cutoff is None:
            sentence = _("Row %(row)s: due the same day until closing time. Is there no cut-off at 15:00?")
            yield Problem("cutoff_missing", "time_rules", str(row), sentence % {"row": row}, WARNING)
        yield from _channels_offered(content, "time_rules", str(row), rule.channels)
    for (first, one), (second, other) in combinations(enumerate(rules, start=1), 2):
        if _both_apply(one, other):
            sentence = _(
                "Rows %(first)s and %(second)s both give a time limit for the same case and channel."
            )
            words = {"first": first, "second": second}
            yield Problem("time_twice", "time_rules", str(second), sentence % words)


def _both_apply(one: TimeRule, other: TimeRule) -> bool:
    """Say whether neither of two rules is the more particular where both fit."""
    if one.case != other.case or bool(one.channels) != bool(other.channels):
        return False
    return not one.channels or bool(set(one.channels) & set(other.channels))


def _fees(content: Content) -> Iterator[Problem]:
    for conflict in fees.conflicts(content.rates):
        yield Problem("fee_conflict", "rates", str(conflict.second), str(conflict.sentence))
    for row, rate in enumerate(content.rates, start=1):
        if any(not one.basis.strip() for one in rate.exemptions):
            sentence = _("Fee %(row)s: an exemption names no legal basis.") % {"row": row}
            yield Problem("exemption_without_basis", "rates", str(row), sentence, WARNING)
        yield from _channels_offered(content, "rates", str(row), rate.channels)


def _faults(content: Content, offices: competence.Offices) -> Iterator[Problem]:
    """Yield the faults of competence and e-form, as their own checks word them."""
    on = content.valid_from_on
    for fault in competence.problems_of(content.competence, offices, cases=content.cases, on=on):
        yield Problem(fault.code, "competence", "", str(fault.sentence))
    for fault in eforms.form_problems(content.form):
        yield Problem(fault.code, "form", "", str(fault.sentence))


def _route(content: Content, offices: competence.Offices) -> tuple[Problem, ...]:
    return route_problems(content, known_offices(content, offices))


def route_problems(content: Content, offices: Collection[str] | None) -> tuple[Problem, ...]:
    """Return what is wrong with the route of a version; `offices` are codes of agencies (None: not examined)."""
    return checks(
        content.steps,
        content.links,
        time_rules=content.time_rules,
        cases=[case.name or case.code for case in content.cases],
        channels=content.channels or CHANNELS,
        offices=offices,
        fields=_questions(content),
    )


def _questions(content: Content) -> tuple[str, ...]:
    """Return the names of what the e-form asks; a draft's may be no e-form yet."""
    asked = content.form.get("properties")
    return tuple(asked) if isinstance(asked, dict) else ()


def known_offices(content: Content, offices: competence.Offices) -> set[str]:
    """Return the codes of agencies that the steps name and the register has."""
    named = {step.place for step in content.steps if step.kind in (StepKind.TASK, StepKind.OPINION)}
    return {code for code in named.difference(PLACES) if code and offices.agency(code) is not None}
