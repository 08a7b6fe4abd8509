"""Hand-over lists: who may see one, those that were sent and those that are awaited, and what can be handed over."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localdate

from accounts.models import Agency, User
from accounts.roles import CARRIERS, Role

from .access import READERS, NotVisible
from .models import Dossier, HandOver, HandOverList
from .models.status import IS_OPEN, Status
from .paging import PAGE, BadKey

# The address of a list is its number, with a hyphen in the place of the slash: 12-BG-H12.264.01-2026.
IN_ADDRESSES = r"[0-9]{1,9}-BG-[A-Za-z0-9.]{1,35}-[0-9]{4}"
DIRECTIONS = ("awaited", "sent")
MOST_LISTED = 200


def address_of(number: str) -> str:
    """Return the number of a list as it stands in an address."""
    return number.replace("/", "-", 1)


def number_in(address: str) -> str:
    """Return the number that an address (or a person who typed it so) names."""
    return address.replace("-", "/", 1) if re.fullmatch(IN_ADDRESSES, address) else address


def seen_by(user: User) -> Q:
    """The lists that this person may see: giver and receiver see them, and a supervisor all."""
    if user.is_system or user.holds(Role.SUPERVISOR):
        return Q()
    agencies = user.agency_ids(*READERS)
    return Q(giver__in=agencies) | Q(receiver__in=agencies)


def of_province() -> "QuerySet[HandOverList]":
    rows = HandOverList.objects.filter(province=settings.ONESTOP_PROVINCE)
    return rows.select_related("giver", "receiver", "given_by")


@dataclass(frozen=True)
class OpenList:
    """A list with its rows in the order of their codes."""

    list: HandOverList
    rows: tuple[HandOver, ...]

    @property
    def awaited(self) -> tuple[HandOver, ...]:
        """The rows whose papers are still on their way."""
        return tuple(row for row in self.rows if row.ended_at is None)


def open_list(user: User, number: str) -> OpenList:
    """Return a list that this person may see, in two statements; NotVisible otherwise."""
    found = of_province().filter(seen_by(user), number_text=number).first()
    if found is None:
        raise NotVisible(number)
    rows = HandOver.objects.filter(list=found).select_related(
        "dossier__procedure_version", "dossier__agency", "ended_by"
    )
    return OpenList(found, tuple(rows.order_by("dossier__code")))


@dataclass(frozen=True)
class Counted:
    """A list with the number of its dossiers, and of those whose papers are still on their way."""

    list: HandOverList
    papers: int
    awaited: int


@dataclass(frozen=True)
class Lists:
    """One page of lists, the newest first; `next` is the key behind which the next page begins."""

    rows: list[Counted]
    next: str


def lists(user: User, direction: str, *, after: str = "", most: int = PAGE) -> Lists:
    """Return the lists that are still awaited at the person's agencies, or all that were sent from there.

    A supervisor sees those of all agencies. Raises BadKey.
    """
    agencies, sees_all = user.agency_ids(*READERS), user.is_system or user.holds(Role.SUPERVISOR)
    if direction == "awaited":
        found = of_province().filter(Q() if sees_all else Q(receiver__in=agencies))
        found = found.filter(pk__in=HandOver.objects.filter(ended_at=None).values("list"))
    else:
        found = of_province().filter(Q() if sees_all else Q(giver__in=agencies))
    if after:
        found = found.filter(pk__lt=_key(after))
    counted = found.annotate(
        papers=Count("hand_overs"), awaited=Count("hand_overs", filter=Q(hand_overs__ended_at=None))
    )
    rows = [Counted(each, each.papers, each.awaited) for each in counted.order_by("-pk")[: most + 1]]
    return Lists(rows[:most], str(rows[most - 1].list.pk) if len(rows) > most else "")


def _key(after: str) -> int:
    if not re.fullmatch(r"[0-9]{1,18}", after):
        raise BadKey(after)
    return int(after)


# --- what can be handed over -------------------------------------------------------------------------------
def papers_here(user: User) -> Q:
    """Dossiers whose papers lie at an agency for which this person carries papers, and are not on their way."""
    return Q(papers_at__in=user.agency_ids(*CARRIERS), transit_to=None)


@dataclass(frozen=True)
class Bundle:
    """The dossiers whose papers lie here and that one agency waits for."""

    agency: Agency
    dossiers: tuple[Dossier, ...]


def bundles(user: User) -> list[Bundle]:
    """Return what can be handed over from here, by the agency that waits for it; at most 200 dossiers either way.

    The competent agency waits for what is open; the centre that received it, for what the competent one has issued.
    """
    here = Dossier.objects.filter(papers_here(user), province=settings.ONESTOP_PROVINCE)
    here = here.select_related("agency", "receiving_agency", "procedure_version")
    mine = user.agency_ids(*CARRIERS)
    under_way = here.filter(IS_OPEN).exclude(agency__in=mine).order_by("due_at", "pk")[:MOST_LISTED]
    issued = here.filter(status=Status.ISSUED, agency__in=mine).exclude(receiving_agency__in=mine)
    found: dict[Agency, list[Dossier]] = {}
    for dossier in under_way:
        found.setdefault(dossier.agency, []).append(dossier)
    for dossier in issued.order_by("pk")[:MOST_LISTED]:
        found.setdefault(dossier.receiving_agency, []).append(dossier)
    groups = [Bundle(agency, tuple(many[:MOST_LISTED])) for agency, many in found.items()]
    return sorted(groups, key=lambda bundle: bundle.agency.code)


def receivers(towards: Iterable[Agency]) -> list[Agency]:
    """Return the open agencies to which papers for these agencies usually go: they, their units, the centre."""
    keys = [agency.pk for agency in towards]
    wanted = Q(pk__in=keys) | Q(parent__in=keys) | Q(kind=Agency.Kind.PROVINCE_CENTRE)
    return list(
        Agency.objects.valid(localdate()).filter(wanted, province=settings.ONESTOP_PROVINCE).order_by("code")
    )
