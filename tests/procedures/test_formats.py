"""Dates, working time, numbers and money as people read them in both languages."""

from datetime import UTC, date, datetime

import pytest

from procedures import formats

FRIDAY = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)


def test_an_instant_reads_in_local_time() -> None:
    assert formats.instant(FRIDAY, "vi") == "Thứ Sáu, 13/03/2026, 17:00"
    assert formats.instant(FRIDAY, "en") == "Friday, 13/03/2026, 17:00"


def test_a_day_reads_day_first() -> None:
    assert formats.day(date(2026, 11, 22), "vi") == "Chủ Nhật, 22/11/2026"
    assert formats.short_instant(FRIDAY) == "13/03/2026, 17:00"


@pytest.mark.parametrize(
    ("minutes", "vietnamese", "english"),
    [
        (960, "còn 2 ngày làm việc", "2 working days left"),
        (480, "còn 1 ngày làm việc", "1 working day left"),
        (720, "còn 1,5 ngày làm việc", "1.5 working days left"),
        (150, "còn 2,5 giờ làm việc", "2.5 working hours left"),
        (45, "còn 45 phút", "45 minutes left"),
        (0, "đến hạn ngay bây giờ", "due right now"),
        (-1, "quá hạn 1 phút", "1 minute overdue"),
        (-960, "quá hạn 2 ngày làm việc", "2 working days overdue"),
    ],
)
def test_what_is_left_reads_in_the_unit_a_person_would_use(
    minutes: int, vietnamese: str, english: str
) -> None:
    assert formats.remaining(minutes, "vi") == vietnamese
    assert formats.remaining(minutes, "en") == english


@pytest.mark.parametrize(
    ("dong", "vietnamese", "english"),
    [
        (8000, "8.000\u00a0₫", "8,000\u00a0₫"),
        (0, "0\u00a0₫", "0\u00a0₫"),
        (1_250_000, "1.250.000\u00a0₫", "1,250,000\u00a0₫"),
        (None, "chưa công bố", "not published"),
    ],
)
def test_money_is_whole_dong_and_unpublished_is_not_zero(
    dong: int | None, vietnamese: str, english: str
) -> None:
    assert formats.money(dong, "vi") == vietnamese
    assert formats.money(dong, "en") == english
