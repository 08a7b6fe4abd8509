"""Questions to the catalogue, remembered until a verb changes it (accounts/memory.py)."""

from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate

from accounts.memory import remember

from .due.office_calendars import office_calendars
from .due.working_calendar import WorkingCalendar
from .fees import Quote, quote
from .models import FeeRule, ProcedureVersion
from .models.procedure import VersionQuerySet
from .search.catalogue import index
from .search.index import Kept
from .standing import Standing


def in_force(on: date) -> VersionQuerySet:
    """The published versions in force on a day."""
    versions = ProcedureVersion.objects.filter(published_at__isnull=False, valid_from_on__lte=on)
    return versions.filter(Q(valid_until_on=None) | Q(valid_until_on__gte=on))


@remember(seconds=30)
def version_in_force(code: str, on: date) -> ProcedureVersion | None:
    """The version of procedure `code` in force on that day, with its papers, fees and steps."""
    return in_force(on).whole().filter(procedure__code=code).order_by("-number").first()


@remember(seconds=600)
def version_with_all(version_id: int) -> ProcedureVersion | None:
    """Any version but a draft, with its papers, fees and steps."""
    versions = ProcedureVersion.objects.exclude(status=ProcedureVersion.Status.DRAFT)
    return versions.whole().filter(pk=version_id).first()


@remember(seconds=600)
def fees_of(version_ids: tuple[int, ...]) -> dict[int, list[FeeRule]]:
    """The fee rules of some versions, by version."""
    found: dict[int, list[FeeRule]] = {version_id: [] for version_id in version_ids}
    for rule in FeeRule.objects.filter(version__in=version_ids):
        found[rule.version_id].append(rule)
    return found


def search(words: str, *, on: date | None = None, most: int = 20) -> list[ProcedureVersion]:
    """Fileable versions in force on a day (today) that fit the words best, the best first; see docs/search.md."""
    fileable = Kept(standing=Standing.IN_FORCE)
    found = index().find(words, on=on or localdate(), kept=fileable, most=most)
    wanted = [hit.entry.version_id for hit in found.hits]
    shown = ProcedureVersion.objects.select_related("procedure").only("name", "number", "procedure__code")
    versions = shown.in_bulk(wanted)
    return [versions[version_id] for version_id in wanted if version_id in versions]


@remember(seconds=30)
def fee_quote(
    version: ProcedureVersion,
    channel: str,
    on: date,
    copies: int,
    pages: int | None,
    cases: tuple[str, ...],
    categories: tuple[str, ...],
) -> Quote:
    """Return what a dossier costs under a published version; counters ask the same all day. Raises FeeRefused."""
    return quote(
        version.rates, channel=channel, on=on, copies=copies, pages=pages, cases=cases, categories=categories
    )


def working_calendar(agency_id: int | None = None) -> WorkingCalendar:
    """The working calendar of an office, or of the State's offices in general, as the catalogue has it this minute."""
    return office_calendars().of(agency_id)
