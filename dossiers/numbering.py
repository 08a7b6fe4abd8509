"""Numbers without gaps: one row per series, locked by the statement that raises it until the commit.

A dossier code is written by the pattern ONESTOP_CODE_PATTERN (docs/codes.md): agency, date, number.
"""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import connection

from accounts.models import Agency

from .code_pattern import code_pattern
from .models import Counter

# One statement on both engines; the row lock makes the numbers of a series follow one another.
_RAISE = """
INSERT INTO dossiers_counter (province, series, last) VALUES (%s, %s, %s)
ON CONFLICT (province, series) DO UPDATE SET last = dossiers_counter.last + EXCLUDED.last
RETURNING last
"""


def next_in(series: str, *, province: str) -> int:
    """Return the next number of `series`, from 1; call it in a transaction, as late as possible."""
    return _raised(series, 1, province)


def block_in(series: str, count: int, *, province: str) -> range:
    """Return the next `count` numbers of `series`, taken together; like next_in."""
    last = _raised(series, count, province)
    return range(last - count + 1, last + 1)


def _raised(series: str, count: int, province: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [province, series, count])
        return int(cursor.fetchone()[0])


def last_in(series: str, *, province: str) -> int:
    """Return the last number given in `series`, without locking it: somebody may take the next one meanwhile."""
    return (
        Counter.objects.filter(province=province, series=series).values_list("last", flat=True).first() or 0
    )


def dossier_code(agency: Agency, on: date) -> str:
    """Return e.g. 'H12.22-261121-0001': agency identifier, date, sequence of the day (Circular 03/2025/TT-VPCP).

    The sequence has at least the digits that the pattern names, and grows beyond.
    """
    series, head, width = _of_day(settings.ONESTOP_CODE_PATTERN, agency.code, on)
    return f"{head}{next_in(series, province=agency.province):0{width}d}"


def dossier_series(agency: Agency, on: date) -> str:
    """Return the series from which an agency's codes of a day are numbered."""
    return _of_day(settings.ONESTOP_CODE_PATTERN, agency.code, on)[0]


def code_of(agency_code: str, on: date, number: int) -> str:
    """Return the code with this number of an agency's series of a day."""
    _series, head, width = _of_day(settings.ONESTOP_CODE_PATTERN, agency_code, on)
    return f"{head}{number:0{width}d}"


@lru_cache(maxsize=512)
def _of_day(pattern: str, agency_code: str, on: date) -> tuple[str, str, int]:
    """Return series, head and width of the codes of an agency on a day."""
    read = code_pattern(pattern)
    return read.series(agency_code, on), read.head(agency_code, on), read.width


def result_number(agency: Agency, year: int) -> int:
    """Reserve the next number in the agency's register of results of the year (Decree 30/2020/NĐ-CP, art. 15)."""
    return next_in(f"result:{agency.code}:{year}", province=agency.province)


def form_number(form: str, agency: Agency, year: int) -> int:
    """Reserve the next number of a statutory form ("03", "05") in the agency's register of the year."""
    return next_in(form_series(form, agency, year), province=agency.province)


def form_series(form: str, agency: Agency, year: int) -> str:
    return f"form{form}:{agency.code}:{year}"


def hand_over_number(agency: Agency, year: int) -> str:
    """Return e.g. '12/BG-H12.264.01-2026': the next hand-over list (bàn giao) of the year at the giver."""
    number = next_in(f"hand_over:{agency.code}:{year}", province=agency.province)
    return f"{number}/BG-{agency.code}-{year}"
