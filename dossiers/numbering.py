"""Numbers without gaps: one row per series, locked by the statement that raises it until the commit."""

from datetime import date

from django.db import connection

from accounts.models import Agency

# One statement on both engines; the row lock makes the numbers of a series follow one another.
_NEXT = """
INSERT INTO dossiers_counter (province, series, last) VALUES (%s, %s, 1)
ON CONFLICT (province, series) DO UPDATE SET last = dossiers_counter.last + 1
RETURNING last
"""


def next_in(series: str, *, province: str) -> int:
    """Return the next number of `series`, from 1; call it in a transaction, as late as possible."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [province, series])
        return int(cursor.fetchone()[0])


def dossier_code(agency: Agency, on: date) -> str:
    """Return e.g. 'H12.22-261121-0001': agency identifier, date, sequence of the day (Circular 03/2025/TT-VPCP).

    The sequence has at least four digits and grows beyond.
    """
    number = next_in(f"dossier:{agency.code}:{on:%y%m%d}", province=agency.province)
    return f"{agency.code}-{on:%y%m%d}-{number:04d}"


def result_number(agency: Agency, year: int) -> int:
    """Reserve the next number in the agency's register of results of the year (Decree 30/2020/NĐ-CP, art. 15)."""
    return next_in(f"result:{agency.code}:{year}", province=agency.province)
