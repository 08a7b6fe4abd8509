"""Gaps in the dossier codes, each with its reason: leased, returned unused, or unexplained (which none is)."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from .code_pattern import code_pattern
from .models import Counter, Dossier, NumberLease

LEASED, RETURNED, UNEXPLAINED = "leased", "returned", "unexplained"
_CODE = re.compile(r"(.*[-_])([0-9]+)")


@dataclass(frozen=True)
class Gap:
    """A number that was given and that no dossier has; `why` is leased, returned or unexplained."""

    code: str
    why: str
    point: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Series:
    """The numbers of one agency and day: how many were given, how many dossiers have one, and the gaps."""

    name: str
    last: int
    used: int
    gaps: tuple[Gap, ...]


def series_read(*, agency: str = "", on: date | None = None) -> list[Series]:
    """Return the series of dossier codes, of one agency or of one day where asked, with their gaps.

    One pass over the codes, and one flag for each number. Series that a former pattern wrote are left out.
    """
    pattern = code_pattern(settings.ONESTOP_CODE_PATTERN)
    counters = Counter.objects.filter(
        province=settings.ONESTOP_PROVINCE, series__startswith=f"dossier:{agency}:" if agency else "dossier:"
    )
    if on is not None:
        counters = counters.filter(series__endswith=f":{pattern.day(on)}")
    heads = {counter: pattern.head_of(counter.series) for counter in counters.order_by("series")}
    flags = {head: bytearray(counter.last + 1) for counter, head in heads.items() if head is not None}
    _mark(flags, agency)
    leases = _leases([counter.series for counter, head in heads.items() if head is not None])
    return [
        _series(counter, head, pattern.width, flags[head], leases.get(counter.series, []))
        for counter, head in heads.items()
        if head is not None
    ]


def _mark(flags: dict[str, bytearray], agency: str) -> None:
    """Mark in `flags` the number of each dossier."""
    codes = Dossier.objects.filter(province=settings.ONESTOP_PROVINCE).order_by()
    if len(flags) == 1:
        codes = codes.filter(code__startswith=next(iter(flags)))
    elif agency:
        codes = codes.filter(receiving_agency__code=agency)
    for code in codes.values_list("code", flat=True).iterator(chunk_size=10_000):
        found = _CODE.fullmatch(code)
        marks = flags.get(found[1]) if found else None
        if found and marks is not None and int(found[2]) < len(marks):
            marks[int(found[2])] = 1


def _leases(names: list[str]) -> dict[str, list[NumberLease]]:
    found: dict[str, list[NumberLease]] = {}
    rows = NumberLease.objects.filter(province=settings.ONESTOP_PROVINCE, series__in=names)
    for lease in rows.select_related("point"):
        found.setdefault(lease.series, []).append(lease)
    return found


def _series(counter: Counter, head: str, width: int, marks: bytearray, leases: list[NumberLease]) -> Series:
    empty = [number for number in range(1, len(marks)) if not marks[number]]
    gaps = tuple(_gap(f"{head}{number:0{width}d}", number, leases) for number in empty)
    return Series(counter.series, counter.last, counter.last - len(empty), gaps)


def _gap(code: str, number: int, leases: list[NumberLease]) -> Gap:
    lease = next((one for one in leases if one.first <= number <= one.last), None)
    if lease is None:
        return Gap(code, UNEXPLAINED)
    return Gap(code, RETURNED if lease.returned_at else LEASED, lease.point.code, lease.reason)
