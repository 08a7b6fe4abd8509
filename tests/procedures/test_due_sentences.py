"""The explanation of a due instant: plain data that stays, and sentences people can check."""

from django.utils.translation import override

from procedures.calendar import due
from procedures.due_sentences import explain, sentences

from .offices import OFFICE, TODAY_BY_15, at, limit


def test_each_day_around_tet_is_explained_with_name_and_source() -> None:
    steps = explain(due(at("2026-02-13 10:00"), limit("3", "WORKING_DAY"), OFFICE))

    assert [step["kind"] for step in steps] == ["start"] + ["skipped"] * 9 + ["counted"] * 3 + ["end"]
    assert steps[3] == {
        "on": "2026-02-16",
        "kind": "skipped",
        "code": "HOLIDAY",
        "name": "Tết Nguyên đán",
        "source": "Thông báo 9441/TB-BNV",
        "is_provisional": False,
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

    assert found.steps[-1].code == "DUE_MOVED"
    with override("en"):
        assert "day of rest (Tết Nguyên đán; Bộ luật Dân sự 2015, Điều 148)" in sentences(found)[-1]


def test_every_code_of_every_unit_has_its_sentence() -> None:
    asked = [
        TODAY_BY_15,
        limit("1", "SAME_DAY"),
        limit("4", "HOUR"),
        limit("2.5", "WORKING_DAY"),
        limit("1", "MONTH"),
    ]
    with override("en"):
        for received in ("2026-11-03 10:00", "2026-11-03 16:00", "2026-11-03 20:00", "2026-11-07 09:00"):
            for one in asked:
                lines = sentences(due(at(received), one, OFFICE))
                assert all(line and "%(" not in line for line in lines)
