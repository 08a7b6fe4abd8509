"""Pages of long lists by key: where the last row stood, the next page begins; no COUNT, no OFFSET."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from .models import Dossier

PAGE = 50


class BadKey(ValueError):
    """The key of a page is not one that a page gave."""


@dataclass(frozen=True)
class Page:
    """Rows and the key behind which the next page begins; empty when there is none."""

    rows: list[Dossier]
    next: str


def by_age(found: QuerySet[Dossier], *, after: str = "", most: int = PAGE) -> Page:
    """Return one page in the order in which the dossiers were filed. Raises BadKey."""
    if after:
        found = found.filter(pk__gt=_read(after)[1])
    return _page(found.order_by("pk"), "", most)


def by_instant(found: QuerySet[Dossier], name: str, *, after: str = "", most: int = PAGE) -> Page:
    """Return one page in the order of the instant `name`, those without one at the end. Raises BadKey.

    The instant of the last row stands in the key: the row itself may have left the list meanwhile.
    """
    if after:
        at, pk = _read(after)
        none_after = Q(**{name: None, "pk__gt": pk}) if at is None else Q(**{name: None})
        same_or_later = Q() if at is None else Q(**{f"{name}__gt": at}) | Q(**{name: at, "pk__gt": pk})
        found = found.filter(same_or_later | none_after)
    return _page(found.order_by(F(name).asc(nulls_last=True), "pk"), name, most)


def _page(found: QuerySet[Dossier], name: str, most: int) -> Page:
    rows = list(found[: most + 1])
    if len(rows) <= most:
        return Page(rows, "")
    last = rows[most - 1]
    at = getattr(last, name) if name else None
    return Page(rows[:most], f"{at.isoformat() if at else ''}~{last.pk}")


def _read(after: str) -> tuple[datetime | None, int]:
    """Read a key; a plus sign may have become a blank on its way through an address."""
    instant, _tilde, pk = after.replace(" ", "+").rpartition("~")
    try:
        at, number = (datetime.fromisoformat(instant) if instant else None), int(pk)
    except ValueError:
        raise BadKey(after) from None
    # Aware, and far enough from the ends of time to be moved to another zone.
    if (at and (at.tzinfo is None or not 2000 <= at.year <= 2200)) or not 0 <= number < 2**63:
        raise BadKey(after)
    return at, number
