"""The supervisors' pages: the numbers that need a decision today, the list behind each, and what went wrong."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from accounts.doors import staff_page, who
from dossiers.models import Dossier
from dossiers.pages.desk_view import Row, attention_rows, row
from dossiers.queries import needs_attention

from . import charts, queries


def supervisors_page(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let in supervisors; everybody else who is signed in is told that it is not theirs."""

    def door(request: HttpRequest, /, **named: Any) -> HttpResponse:
        if not queries.may_supervise(who(request)):
            raise PermissionDenied
        return page(request, **named)

    return staff_page(door)


@supervisors_page
def overview(request: HttpRequest, name: str = "overdue") -> HttpResponse:
    """The first line of numbers, flow and limits, and one of the lists."""
    listing = queries.LISTINGS.get(name)
    if listing is None:
        raise Http404
    at, after = now(), request.GET.get("after", "")
    page = queries.listed(listing, at, after=after)
    here = reverse("supervision", args=[name])
    context = {
        "at": "supervision",
        "as_of": at,
        "numbers": number_cards(at),
        "flow": charts.flow_chart(queries.flow(localdate(at))),
        "limits": charts.limit_bars(queries.against_limits(at)),
        "list": listing,
        "rows": listed_rows(page.rows, at),
        "after": after,
        "first_url": here,
        "next_url": f"{here}?{urlencode({'after': page.next})}" if page.next else "",
    }
    return render(request, "supervision/overview.html", context)


@supervisors_page
def attention(request: HttpRequest) -> HttpResponse:
    """Parked background work and unreadable papers, each with what to do."""
    context = {"rows": attention_rows(needs_attention(who(request))), "at": "supervision"}
    return render(request, "supervision/attention.html", context)


@dataclass(frozen=True)
class NumberCard:
    """One number with its words; the whole card is the link to its list."""

    url: str
    value: int
    words: str
    definition: str
    mood: str


def number_cards(at: datetime) -> list[NumberCard]:
    """Return the five numbers of the first line; a mood colours only a number that is not zero."""
    cards = [
        NumberCard(
            url=reverse("supervision", args=[each.listing.name]) + "#list",
            value=each.value,
            words=str(each.listing.caption),
            definition=str(each.listing.definition),
            mood=each.listing.mood if each.value else "",
        )
        for each in queries.numbers(at)
    ]
    parked = queries.attention_count()
    url, definition = (
        reverse("supervision_attention"),
        _("background work that was set aside, papers that cannot be read"),
    )
    return [*cards, NumberCard(url, parked, _("need attention"), definition, "late" if parked else "")]


@dataclass(frozen=True)
class SupervisedRow:
    """A dossier in a supervisor's list: what the desk sees, when it came, and the working time it has taken."""

    line: Row
    received_at: datetime | None
    elapsed: int


def listed_rows(dossiers: list[Dossier], at: datetime) -> list[SupervisedRow]:
    """Return dossiers with their elapsed working minutes."""
    elapsed = queries.elapsed_minutes(dossiers, at)
    return [SupervisedRow(row(each), each.received_at, elapsed.get(each.pk, 0)) for each in dossiers]
