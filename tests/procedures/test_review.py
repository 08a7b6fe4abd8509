"""Every check before publishing: what is sound passes, and each fault is named at its place."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from procedures.competence import Office, Place
from procedures.content import Content, LegalBasis, Named, Paper, ResultKind, TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.fees import Exemption, FeeUnit, Rate
from procedures.review import review

from .routes import task

TODAY = date(2026, 11, 20)
COMMITTEE = Office("H12.1", "UBND phường An Xuyên", "COMMUNE", "31825", date(2025, 7, 1), governs=True)
ONE_DAY = TimeLimit(Decimal(1), TimeUnit.WORKING_DAY)
COPY = Rate("PHI", "Phí sao", 8000, FeeUnit.COPY)
CONTENT = Content(
    code="2.000635",
    number=2,
    name="Cấp bản sao Trích lục hộ tịch",
    field_code="G15-TP03",
    field_name="Hộ tịch",
    valid_from_on=date(2026, 1, 1),
    service_level="FULL",
    channels=("DIRECT", "ONLINE"),
    levels=("COMMUNE",),
    time_rules=(TimeRule(ONE_DAY),),
    papers=(Paper(1, "Tờ khai"),),
    rates=(COPY,),
    results=(ResultKind("KQ.1", "Trích lục"),),
    legal_bases=(LegalBasis("23/2015/NĐ-CP", "Chứng thực"),),
    competence={"by": "area", "level": "COMMUNE"},
    steps=(
        task("receive", 1, role="reception_clerk", place="RECEIVING"),
        task("sign", 4, role="approver", place="H12.1"),
    ),
    decision="2597/QĐ-UBND",
    decision_on=date(2025, 12, 20),
)


class Register:
    """Knows one committee."""

    def agency(self, code: str) -> Office | None:
        return COMMITTEE if code == COMMITTEE.code else None

    def place(self, code: str) -> Place | None:
        return None

    def centre_of(self, point: str) -> Office | None:
        return None

    def committees(self, area: str) -> tuple[Office, ...]:
        return (COMMITTEE,)

    def of_branch(self, branch: str) -> tuple[Office, ...]:
        return ()

    def at_level(self, level: str) -> tuple[Office, ...]:
        return (COMMITTEE,) if level == COMMITTEE.level else ()


def found(content: Content = CONTENT, *others: Content, **changes: Any) -> set[tuple[str, str, str]]:
    problems = review(
        replace(content, **changes),
        others=others,
        offices=Register(),
        known_results={"KQ.1", "KQ.2"},
        today=TODAY,
    )
    assert all(problem.sentence for problem in problems)
    return {(problem.code, problem.place, str(problem.severity)) for problem in problems}


def test_a_sound_version_has_no_problem() -> None:
    assert found() == set()


SAME_DAY = TimeLimit(Decimal(1), TimeUnit.SAME_DAY)


@pytest.mark.parametrize(
    ("changes", "code", "place", "severity"),
    [
        ({"name": " "}, "name_missing", "name", "error"),
        ({"field_code": ""}, "field_missing", "field_code", "error"),
        ({"results": ()}, "results_missing", "results", "error"),
        ({"legal_bases": ()}, "legal_bases_missing", "legal_bases", "warning"),
        ({"channels": ()}, "no_channel", "channels", "error"),
        ({"channels": ("FAX", "ONLINE")}, "channel_unknown", "channels", "error"),
        ({"service_level": ""}, "service_level_missing", "service_level", "error"),
        ({"service_level": "OFFLINE"}, "service_level_contradicts", "service_level", "error"),
        ({"channels": ("DIRECT",)}, "service_level_contradicts", "service_level", "error"),
        ({"presence_required": True}, "presence_contradicts", "presence_required", "warning"),
        ({"accepts_e_copies": True, "e_copies_basis": " "}, "e_copies_without_decision", "e_copies_basis", "error"),
        ({"papers": ()}, "no_papers", "papers", "warning"),
        ({"papers": (Paper(1, "A"), Paper(1, "B"))}, "paper_twice", "papers/1", "error"),
        ({"papers": (Paper(1, ""),)}, "paper_without_name", "papers/1", "error"),
        ({"papers": (Paper(4, "A", result_code="KQ.9"),)}, "result_unknown", "papers/4", "error"),
        ({"papers": (Paper(1, "A", has_e_form=True),)}, "e_form_missing", "papers/1", "error"),
        ({"papers": (Paper(1, "A", originals=0),)}, "paper_without_pieces", "papers/1", "warning"),
        ({"papers": (Paper(1, "A", channels=("POSTAL",)),)}, "channel_not_offered", "papers/1", "warning"),
        ({"papers": (Paper(1, "A", case="gone"),)}, "case_unknown", "papers/1", "error"),
        ({"rates": (replace(COPY, case="gone"),)}, "case_unknown", "rates/1", "error"),
        ({"time_rules": (TimeRule(ONE_DAY), TimeRule(ONE_DAY, "gone"))}, "case_unknown", "time_rules/2", "error"),
        ({"cases": (Named("", "x"), Named("", "x"))}, "case_twice", "cases/2", "error"),
        ({"time_rules": ()}, "time_missing", "time_rules", "error"),
        ({"time_rules": (TimeRule(ONE_DAY, channels=("DIRECT",)),)}, "time_missing", "time_rules", "error"),
        ({"time_rules": (TimeRule(ONE_DAY), TimeRule(ONE_DAY))}, "time_twice", "time_rules/2", "error"),
        ({"time_rules": (TimeRule(SAME_DAY),)}, "cutoff_missing", "time_rules/1", "warning"),
        ({"time_rules": (TimeRule(None),), "silent_approval": True}, "silence_without_time", "time_rules/1", "error"),
        ({"rates": (COPY, COPY)}, "fee_conflict", "rates/2", "error"),
        ({"rates": (replace(COPY, exemptions=(Exemption("POOR"),)),)}, "exemption_without_basis", "rates/1", "warning"),
        ({"competence": {}}, "rule_missing", "competence", "error"),
        ({"form": {"type": "array"}}, "form_not_object", "form", "error"),
        ({"steps": (task("a", 9),)}, "hours_beyond_limit", "steps", "error"),
        ({"steps": (task("a", 1, place="H12.9"),)}, "place_unknown", "steps/a", "error"),
        ({"steps": ()}, "no_steps", "steps", "warning"),
        ({"decision": ""}, "decision_missing", "decision", "warning"),
        ({"decision": "", "valid_from_on": date(2027, 1, 1)}, "decision_missing", "decision", "error"),
        ({"decision_on": None}, "decision_undated", "decision_on", "warning"),
        ({"decision_on": date(2027, 1, 1)}, "decision_in_future", "decision_on", "error"),
        ({"valid_until_on": date(2025, 1, 1)}, "days_reversed", "valid_until_on", "error"),
    ],
)  # fmt: skip
def test_a_fault_is_named_at_its_place(changes: dict[str, Any], code: str, place: str, severity: str) -> None:
    assert (code, place, severity) in found(**changes)


def test_cases_that_all_have_their_time_need_no_normal_one() -> None:
    cases = (Named("", "mới"), Named("", "lại"))
    rules = (TimeRule(ONE_DAY, "mới"), TimeRule(ONE_DAY, "lại"))
    assert found(cases=cases, time_rules=rules) == set()
    assert ("time_missing", "time_rules", "error") in found(cases=cases, time_rules=rules[:1])


def test_a_rule_of_one_channel_is_more_particular_and_no_double() -> None:
    assert found(time_rules=(TimeRule(ONE_DAY), TimeRule(ONE_DAY, channels=("ONLINE",)))) == set()


def test_the_cutoff_of_a_same_day_limit_satisfies() -> None:
    limit = TimeLimit(Decimal(1), TimeUnit.SAME_DAY, time(15))
    assert found(time_rules=(TimeRule(limit),), steps=(task("a", 2),)) == set()


FIRST = replace(CONTENT, number=1, valid_from_on=date(2025, 7, 1))


def test_an_open_version_before_is_ended_by_publishing() -> None:
    assert found(CONTENT, FIRST) == set()


def test_versions_that_touch_are_sound() -> None:
    assert found(CONTENT, replace(FIRST, valid_until_on=date(2025, 12, 31))) == set()


@pytest.mark.parametrize(
    "other",
    [
        replace(FIRST, valid_until_on=date(2026, 1, 1)),
        replace(FIRST, number=3, valid_from_on=date(2026, 6, 1)),
        replace(FIRST, number=3, valid_from_on=date(2026, 1, 1)),
    ],
)
def test_an_overlap_names_both_versions_and_their_days(other: Content) -> None:
    [problem] = review(CONTENT, others=[other], offices=Register(), known_results=set(), today=TODAY)
    assert problem.code == "versions_overlap"
    for word in ("2", "01/01/2026", str(other.number), f"{other.valid_from_on:%d/%m/%Y}"):
        assert word in problem.sentence


def test_a_later_version_does_not_overlap_one_that_ends() -> None:
    later = replace(FIRST, number=3, valid_from_on=date(2027, 1, 1))
    assert found(CONTENT, later, valid_until_on=date(2026, 12, 31)) == set()


def test_a_gap_is_a_warning_with_its_days() -> None:
    ended = replace(FIRST, valid_until_on=date(2025, 11, 30))
    [problem] = review(CONTENT, others=[ended], offices=Register(), known_results=set(), today=TODAY)
    assert problem.code == "versions_gap" and not problem.is_error
    assert "01/12/2025" in problem.sentence and "31/12/2025" in problem.sentence


def test_errors_come_before_warnings() -> None:
    problems = review(
        replace(CONTENT, papers=(), name=""), others=[], offices=Register(), known_results=set(), today=TODAY
    )
    assert [problem.is_error for problem in problems] == [True, False]
