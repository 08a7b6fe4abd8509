"""What the administrator's pages ask about agencies: the list, one agency with its names, and what is open there."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate

from .memory import remember
from .models import Agency, AgencyName, Membership, ServicePoint
from .names import fold
from .rehoming import open_work

PAGE = 50


@dataclass(frozen=True)
class Agencies:
    """A page of agencies by code; `next` is the code behind which the next page begins."""

    rows: list[Agency]
    next: str


def agencies(words: str, kind: str, *, is_valid: bool | None = None, after: str = "") -> Agencies:
    """Return agencies whose code, names or former names hold all the words, accents or not.

    `is_valid`: in force today; False: closed, or not yet begun; None: both.
    """
    wanted, today = fold(words).split(), localdate()
    found = [
        one.code
        for one in _directory()
        if one.code > after
        and kind in ("", one.kind)
        and is_valid in (None, one.from_on <= today <= one.until_on)
        and all(word in one.text for word in wanted)
    ]
    codes = found[:PAGE]
    rows = Agency.objects.filter(province=settings.ONESTOP_PROVINCE, code__in=codes)
    listed = sorted(rows.select_related("parent", "successor"), key=lambda agency: agency.code)
    return Agencies(listed, codes[-1] if len(found) > PAGE else "")


@dataclass(frozen=True)
class Entry:
    code: str
    kind: str
    from_on: date
    until_on: date
    text: str


@remember(seconds=30)
def _directory() -> tuple[Entry, ...]:
    """Every agency with the folded text in which words are looked for, by code."""
    rows = Agency.objects.filter(province=settings.ONESTOP_PROVINCE).prefetch_related("former_names")
    return tuple(sorted((_entry(agency) for agency in rows), key=lambda entry: entry.code))


def _entry(agency: Agency) -> Entry:
    former = " ".join(f"{one.name} {one.short_name}" for one in agency.former_names.all())
    text = fold(f"{agency.code} {agency.name} {agency.short_name} {former}")
    last = agency.valid_until_on or date.max
    return Entry(agency.code, agency.kind, agency.valid_from_on, last, text)


@dataclass(frozen=True)
class Named:
    """A name and the days on which the agency bore it; `until_on` None: the present one."""

    name: str
    short_name: str
    from_on: date
    until_on: date | None
    basis: str


@dataclass(frozen=True)
class OneAgency:
    """An agency with its names, the last first, and what would have to end before it can be closed."""

    agency: Agency
    names: list[Named]
    points: list[ServicePoint]
    children: list[Agency]
    staff: list[Membership]
    open_work: int


def agency_with_all(code: str) -> OneAgency | None:
    rows = Agency.objects.select_related("parent", "area", "successor")
    agency = rows.filter(province=settings.ONESTOP_PROVINCE, code=code).first()
    if agency is None:
        return None
    today = localdate()
    goes_on = Q(valid_until_on=None) | Q(valid_until_on__gte=today)
    posts = Membership.objects.filter(Q(until_on=None) | Q(until_on__gte=today), agency=agency, ended_at=None)
    return OneAgency(
        agency,
        _names(agency),
        list(agency.service_points.filter(goes_on).order_by("code")),
        list(agency.children.filter(goes_on).order_by("code")),
        list(posts.select_related("user").order_by("user__username", "pk")),
        open_work(agency),
    )


def _names(agency: Agency) -> list[Named]:
    former: list[AgencyName] = list(agency.former_names.order_by("valid_until_on"))
    since = former[-1].valid_until_on + timedelta(days=1) if former else agency.valid_from_on
    # A change's decision stands with the name that ended by it: the next name came of it.
    basis = former[-1].basis if former else ""
    names = [Named(agency.name, agency.short_name, since, None, basis)]
    for number, one in reversed(list(enumerate(former))):
        came_of = former[number - 1].basis if number else ""
        names.append(Named(one.name, one.short_name, one.valid_from_on, one.valid_until_on, came_of))
    return names
