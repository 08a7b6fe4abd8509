"""How papers word times, money and names."""

from datetime import UTC, datetime

import pytest

from dossiers.papers.contexts import (
    day_month_year,
    dong,
    heading_lines,
    weekday_and_time,
    without_scheme,
)


def test_an_instant_is_worded_in_vietnam_time_with_its_weekday() -> None:
    assert weekday_and_time(datetime(2026, 3, 13, 10, 0, tzinfo=UTC)) == "Thứ Sáu, 13/03/2026, 17:00"
    assert weekday_and_time(datetime(2026, 3, 14, 17, 30, tzinfo=UTC)) == "Chủ Nhật, 15/03/2026, 00:30"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError):
        weekday_and_time(datetime(2026, 3, 13, 10, 0))


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (datetime(2026, 2, 5, tzinfo=UTC), "ngày 05 tháng 02 năm 2026"),
        (datetime(2026, 3, 13, tzinfo=UTC), "ngày 13 tháng 3 năm 2026"),
        (datetime(2026, 12, 31, 20, 0, tzinfo=UTC), "ngày 01 tháng 01 năm 2027"),
    ],
)
def test_letterhead_dates_follow_decree_30(day: datetime, words: str) -> None:
    assert day_month_year(day) == words


def test_money_is_grouped_by_dots_and_nothing_is_said_in_words() -> None:
    assert [dong(8000), dong(1_234_567_890)] == ["8.000 đồng", "1.234.567.890 đồng"]
    assert [dong(0), dong(None)] == ["Không thu", "Chưa công bố"]


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ủy ban nhân dân phường An Xuyên", ("Ủy ban nhân dân", "phường An Xuyên")),
        (
            "Trung tâm Phục vụ hành chính công xã Nguyễn Việt Khái",
            ("Trung tâm Phục vụ hành chính công", "xã Nguyễn Việt Khái"),
        ),
        ("Sở Tư pháp", ("Sở Tư pháp",)),
        ("Xã Tân Thuận", ("Xã Tân Thuận",)),
    ],
)
def test_agency_names_break_before_the_unit(name: str, lines: tuple[str, ...]) -> None:
    assert heading_lines(name) == lines


def test_addresses_are_printed_without_scheme() -> None:
    assert without_scheme("https://dvc.example/v/K7/") == "dvc.example/v/K7"
