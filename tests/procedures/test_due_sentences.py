"""The explanation of a due instant: plain data that stays, and sentences people can check."""

from datetime import date
from types import SimpleNamespace

from django.utils.translation import override

from procedures.due.calendar import Basis, due
from procedures.due.sentences import explain, sentences

from .offices import OFFICE, TODAY_BY_15, USUAL_DAY, at, limit, office


def test_each_day_around_tet_is_explained_with_name_and_source() -> None:
    steps = explain(due(at("2026-02-13 10:00"), limit("3", "WORKING_DAY"), OFFICE))

    assert [step["kind"] for step in steps] == ["start"] + ["skipped"] * 9 + ["counted"] * 3 + ["end"]
    assert steps[3] == {
        "on": "2026-02-16",
        "kind": "skipped",
        "code": "holiday",
        "name": "Tết Nguyên đán",
        "source": "Thông báo 9441/TB-BNV",
        "rule": "calendar@2026",
        "is_provisional": False,
        "sentence": "Thứ Hai, 16/02/2026: không tính – Tết Nguyên đán (Thông báo 9441/TB-BNV).",
    }


def test_neighbouring_days_of_one_reason_share_a_sentence() -> None:
    with override("en"):
        lines = sentences(due(at("2026-02-13 10:00"), limit("3", "WORKING_DAY"), OFFICE))

    assert len(lines) == 6
    assert lines[0].startswith("Friday, 13/02/2026: received at 10:00. The day of reception is not counted")
    assert lines[1] == "Saturday, 14/02/2026 – Sunday, 15/02/2026: not counted – weekly rest."
    assert "Tết Nguyên đán" in lines[2]
    assert lines[-1] == "Due: Wednesday, 25/02/2026, 17:00, when office hours end."


def test_a_swapped_saturday_is_named_as_worked() -> None:
    with override("en"):
        lines = sentences(due(at("2026-08-21 15:30"), TODAY_BY_15, OFFICE))

    assert "after 15:00" in lines[0]
    assert lines[1].startswith("Saturday, 22/08/2026: worked and counted – Làm bù (thứ Bảy)")


def test_an_end_on_a_day_of_rest_says_where_it_moved_and_why() -> None:
    found = due(at("2026-02-03 10:00"), limit("15", "DAY"), OFFICE)

    assert found.steps[-1].code == "due_moved"
    with override("en"):
        assert "day of rest (Tết Nguyên đán; Bộ luật Dân sự 2015, Điều 148)" in sentences(found)[-1]


def test_every_code_of_every_unit_has_its_sentence() -> None:
    asked = [
        TODAY_BY_15,
        limit("1", "SAME_DAY"),
        limit("4", "HOUR"),
        limit("2.5", "WORKING_DAY"),
        limit("1", "MONTH"),
        None,
    ]
    with override("en"):
        for received in ("2026-11-03 10:00", "2026-11-03 12:00", "2026-11-03 20:00", "2026-11-07 09:00"):
            for one in asked:
                lines = sentences(due(at(received), one, OFFICE))
                assert all(line and "%(" not in line for line in lines)


def test_the_version_of_the_rule_comes_first() -> None:
    version = SimpleNamespace(number=2, procedure=SimpleNamespace(code="1.013978"))
    found = due(
        at("2026-11-02 10:00"),
        limit("2.5", "WORKING_DAY"),
        OFFICE,
        basis=Basis(version, "Nghị định 151/2025/NĐ-CP"),
    )

    first = explain(found)[0]
    assert (first["kind"], first["code"], first["rule"]) == ("rule", "time_limit", "procedure:1.013978@2")
    with override("en"):
        assert sentences(found)[0] == (
            "Time limit: 2.5 working days (procedure 1.013978, version 2; Nghị định 151/2025/NĐ-CP)."
        )


def test_own_hours_are_named_with_their_decision_from_the_day_they_apply() -> None:
    summer = office(
        [["07:00", "11:00"], ["13:30", "17:30"]], from_on=date(2026, 6, 1), until_on=date(2026, 6, 2)
    )
    found = due(at("2026-05-29 10:00"), limit("3", "WORKING_DAY"), summer)

    rules = [(step.on.isoformat(), step.code, step.rule) for step in found.steps if step.kind == "rule"]
    assert rules == [
        ("2026-06-01", "own_hours", "office_hours:RIENG@2026-06-01"),
        ("2026-06-03", "usual_hours", "office_hours:HANH_CHINH"),
    ]
    with override("en"):
        lines = sentences(found)
    assert lines[2] == (
        "Monday, 01/06/2026: the office keeps office hours of its own: Giờ riêng; Thông báo 12/TB-UBND."
    )
    assert "the usual office hours apply again: Giờ hành chính" in lines[4]


def test_a_desk_with_own_hours_says_so_after_reception() -> None:
    found = due(at("2026-11-06 10:00"), limit("1", "WORKING_DAY"), office(USUAL_DAY, USUAL_DAY[:1]))

    assert [step.code for step in found.steps] == ["reception_day", "own_hours", "working_day", "due"]


def test_a_closed_saturday_desk_is_not_said_to_be_late() -> None:
    desk = office(USUAL_DAY, USUAL_DAY[:1])

    assert due(at("2026-11-07 12:00"), TODAY_BY_15, desk).steps[0].code == "received_after_closing"
    assert due(at("2026-11-07 15:30"), TODAY_BY_15, desk).steps[0].code == "received_after_cutoff"


def test_calendar_days_do_not_promise_a_start_on_a_working_day() -> None:
    assert due(at("2026-11-07 10:00"), limit("5", "DAY"), OFFICE).steps[0].code == "reception_day"


def test_a_limit_that_no_rule_states_is_told_from_one_that_the_law_leaves_open() -> None:
    version = SimpleNamespace(number=1, procedure=SimpleNamespace(code="1.012812"))
    codes = [
        due(at("2026-11-02 10:00"), None, OFFICE, basis=Basis(version, is_stated=stated)).steps[0].code
        for stated in (True, False)
    ]

    assert codes == ["received_without_limit", "received_without_rule"]
