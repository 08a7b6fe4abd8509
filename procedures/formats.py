"""How dates, working time, numbers and money read, in Vietnamese and English, in plain Python.

Plain because pages show dozens of them: the `|date` filter was four tenths of the tracking page before this.
Every function takes the language ("vi", "en"); None means the language of the request.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
MINUTES_OF_WORKING_DAY = 480

WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# singular and plural of each unit; Vietnamese has one form
UNITS = {
    "vi": {"day": ("ngày làm việc",) * 2, "hour": ("giờ làm việc",) * 2, "minute": ("phút",) * 2},
    "en": {
        "day": ("working day", "working days"),
        "hour": ("working hour", "working hours"),
        "minute": ("minute", "minutes"),
    },
}
REMAINING = {
    "vi": ("còn {}", "quá hạn {}", "đến hạn ngay bây giờ"),
    "en": ("{} left", "{} overdue", "due right now"),
}
MARKS = {"vi": (".", ","), "en": (",", ".")}  # thousands, decimals
NOT_PUBLISHED = {"vi": "chưa công bố", "en": "not published"}


def spoken(language: str | None = None) -> str:
    """Return "vi" or "en", whichever a reader of `language` is given."""
    return "en" if (language or get_language() or "vi").startswith("en") else "vi"


def day(on: date, language: str | None = None) -> str:
    """Return e.g. "Thứ Sáu, 13/03/2026"."""
    return f"{WEEKDAYS[spoken(language)][on.weekday()]}, {on.day:02}/{on.month:02}/{on.year}"


def short_day(on: date) -> str:
    """Return e.g. "13/03/2026"; the same in both languages, day first."""
    return f"{on.day:02}/{on.month:02}/{on.year}"


def instant(at: datetime, language: str | None = None) -> str:
    """Return an aware instant as local time, e.g. "Thứ Sáu, 13/03/2026, 17:00"."""
    here = at.astimezone(HERE)
    return f"{day(here, language)}, {here.hour:02}:{here.minute:02}"


def short_instant(at: datetime) -> str:
    """Return an aware instant as local time without its weekday, e.g. "13/03/2026, 17:00"."""
    here = at.astimezone(HERE)
    return f"{short_day(here)}, {here.hour:02}:{here.minute:02}"


def number(value: float, language: str | None = None, decimals: int = 0) -> str:
    """Return e.g. "1.234" or, with one decimal, "1,5"; a zero after the decimal mark is left out."""
    thousands, mark = MARKS[spoken(language)]
    whole, _, fraction = f"{value:,.{decimals}f}".partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", thousands) + (mark + fraction if fraction else "")


def money(dong: int | None, language: str | None = None) -> str:
    """Return whole dong, e.g. "8.000 ₫"; None is an amount nobody published, which is not zero."""
    if dong is None:
        return NOT_PUBLISHED[spoken(language)]
    return f"{number(dong, language)}\u00a0₫"


def working_time(minutes: int, language: str | None = None) -> str:
    """Return working minutes in the unit a person would use: "2 ngày làm việc", "3 giờ làm việc", "45 phút"."""
    tongue = spoken(language)
    if minutes >= MINUTES_OF_WORKING_DAY:
        amount, unit = round(minutes / MINUTES_OF_WORKING_DAY, 1), "day"
    elif minutes >= 60:
        amount, unit = round(minutes / 60, 1), "hour"
    else:
        amount, unit = minutes, "minute"
    return f"{number(amount, tongue, 1)} {UNITS[tongue][unit][amount != 1]}"


def remaining(minutes: int, language: str | None = None) -> str:
    """Return what is left of working minutes: "còn 2 ngày làm việc", or for a negative "quá hạn 3 giờ làm việc"."""
    left, late, now = REMAINING[spoken(language)]
    if minutes == 0:
        return now
    return (left if minutes > 0 else late).format(working_time(abs(minutes), language))
