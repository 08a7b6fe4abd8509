"""How papers word times, money and names: in Vietnamese, whatever the language of the interface.

Times are aware datetimes and are printed in Vietnam's time zone; money is integer VND.
"""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UNIT = re.compile(r"\b(xã|phường|thị trấn|đặc khu|huyện|thị xã|quận|thành phố|tỉnh) ", re.IGNORECASE)
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def weekday_and_time(at: datetime) -> str:
    """Word an instant for people: 'Thứ Sáu, 13/03/2026, 17:00'."""
    local = _local(at)
    return f"{WEEKDAYS[local.weekday()]}, {local:%d/%m/%Y, %H:%M}"


def day_of(at: datetime) -> str:
    """Word a date inside a sentence: '13/03/2026'."""
    return f"{_local(at):%d/%m/%Y}"


def clock_and_day(at: datetime) -> str:
    """Word an instant in a table: '15:41 ngày 12/03/2026'."""
    return f"{_local(at):%H:%M ngày %d/%m/%Y}"


def plain_day(on: date) -> str:
    """Word a day that has no time: '13/03/2026'."""
    return f"{on:%d/%m/%Y}"


def day_month_year(at: datetime) -> str:
    """Word the date of a letterhead (Decree 30/2020): days below 10 and months 1 and 2 get a leading zero."""
    local = _local(at)
    month = f"{local.month:02d}" if local.month < 3 else str(local.month)
    return f"ngày {local.day:02d} tháng {month} năm {local.year}"


def dong(amount: int | None) -> str:
    """Word an amount of VND: '8.000 đồng'; nothing to pay is 'Không thu', and None 'Chưa công bố'."""
    if amount is None:
        return "Chưa công bố"
    return f"{amount:,}".replace(",", ".") + " đồng" if amount else "Không thu"


def heading_lines(name: str) -> tuple[str, ...]:
    """Break an agency's name as letterheads do: 'Ủy ban nhân dân' / 'phường An Xuyên'."""
    first, unit, rest = UNIT.split(name, maxsplit=1) if UNIT.search(name) else (name, "", "")
    return (first.strip(), f"{unit} {rest}") if first.strip() and unit else (name,)


def without_scheme(url: str) -> str:
    """Shorten an address to what a person types: 'https://dvc.example/v/K7/' -> 'dvc.example/v/K7'."""
    return url.partition("://")[2].rstrip("/") or url


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a paper needs an aware datetime")
    return at.astimezone(ZONE)
