"""The public catalogue: find a procedure by what it is called, narrow it down, see time and fee at a glance."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from procedures import wording
from procedures.due.time_limits import time_rule_of
from procedures.fees.rates import rate_of
from procedures.queries import fees_of
from procedures.search.catalogue import index
from procedures.search.index import Found, Hit, Kept
from procedures.search.words import LONGEST_QUERY
from procedures.standing import WORDS, Standing

from .public import public_page

ON_A_PAGE: Final = 20
FIELDS_SHOWN: Final = 12
FURTHEST: Final = 10_000
TITLES: Final[dict[str, Promise]] = {
    "field": gettext_lazy("Field"),
    "level": gettext_lazy("Level"),
    "service_level": gettext_lazy("Service level"),
    "channel": gettext_lazy("Way of filing"),
    "standing": gettext_lazy("Standing"),
}
VALUES: Final[dict[str, Mapping[str, str | Promise]]] = {
    "level": wording.LEVELS,
    "service_level": wording.SERVICE_LEVELS,
    "channel": wording.CHANNELS,
    "standing": {
        Standing.IN_FORCE: WORDS[Standing.IN_FORCE],
        Standing.LISTED: WORDS[Standing.LISTED],
        Standing.FUTURE: WORDS[Standing.FUTURE],
        Standing.SUPERSEDED: WORDS[Standing.SUPERSEDED],
        Standing.REPEALED: WORDS[Standing.REPEALED],
        "all": gettext_lazy("all"),
    },
}
EXAMPLES: Final = ("khai sinh", "kết hôn", "chứng thực bản sao", "thường trú", "sổ đỏ", "hộ kinh doanh")


@dataclass(frozen=True)
class Asked:
    """What the address of the page asks for; what makes no sense is left out."""

    q: str
    kept: Kept
    on: date
    is_today: bool
    after: int

    def url(self, **changes: str) -> str:
        """Return the query of the same page with some filters changed; a filter of "" is removed."""
        wanted = {"q": self.q, **asdict(self.kept), **changes}
        if not self.is_today:
            wanted["on"] = self.on.isoformat()
        return "?" + urlencode({name: value for name, value in wanted.items() if value})


@public_page
def catalogue(request: HttpRequest) -> HttpResponse:
    """Find procedures; without words the whole catalogue, by name."""
    asked = asked_of(request)
    found = index().find(
        asked.q, on=asked.on, kept=asked.kept, most=ON_A_PAGE, after=asked.after, counting=True
    )
    end = asked.after + len(found.hits)
    context = {
        "asked": asked,
        "found": found,
        "rows": rows(found, asked),
        "chips": chips(asked),
        "groups": groups(found, asked),
        "hidden": [(name, value) for name, value in asdict(asked.kept).items() if value],
        "next_url": asked.url(after=str(end)) if end < found.total else "",
        "others": found.counts["standing"].get("all", 0) - found.total if not asked.kept.standing else 0,
        "all_url": asked.url(standing="all"),
        "examples": [(words, "?" + urlencode({"q": words})) for words in EXAMPLES],
    }
    return render(request, "procedures/catalogue.html", context)


def asked_of(request: HttpRequest) -> Asked:
    """Read the address: q, the filters, on (a day), after (how many hits were shown already)."""
    given = request.GET
    today = localdate()
    after = given.get("after", "")
    on = day_of(given.get("on", "")) or today
    return Asked(
        q=given.get("q", "")[:LONGEST_QUERY],
        kept=Kept(**{name: given.get(name, "")[:200] for name in TITLES}),
        on=on,
        is_today=on == today,
        after=min(int(after), FURTHEST) if after.isdecimal() and len(after) < 8 else 0,
    )


def day_of(text: str) -> date | None:
    """Read 2027-03-01; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def rows(found: Found, asked: Asked) -> list[dict[str, Any]]:
    """Return each hit as the list shows it."""
    fees = fees_of(tuple(hit.entry.version_id for hit in found.hits if not hit.entry.is_listed))
    return [_row(hit, fees.get(hit.entry.version_id, []), asked) for hit in found.hits]


def _row(hit: Hit, fees: list[Any], asked: Asked) -> dict[str, Any]:
    entry = hit.entry
    return {
        "entry": entry,
        "standing": hit.standing,
        "standing_words": WORDS[hit.standing],
        "levels": wording.levels(entry.levels),
        "service_level": wording.SERVICE_LEVELS.get(entry.service_level, ""),
        "time": wording.time_at_a_glance([time_rule_of(rule) for rule in entry.time_rules]),
        "fee": "" if entry.is_listed else wording.fees_at_a_glance(map(rate_of, fees), asked.on),
        "query": "" if asked.is_today else f"?on={asked.on.isoformat()}",
    }


def chips(asked: Asked) -> list[dict[str, Any]]:
    """Return the filters in use, each with the address without it."""
    return [
        {
            "title": TITLES[name],
            "words": VALUES.get(name, {}).get(value, value),
            "url": asked.url(**{name: ""}),
        }
        for name, value in asdict(asked.kept).items()
        if value
    ]


def groups(found: Found, asked: Asked) -> list[dict[str, Any]]:
    """Return for each filter its values with their counts, each with the address that chooses it."""
    shown = []
    for name, title in TITLES.items():
        counts = found.counts[name]
        values: Mapping[str, str | Promise] = VALUES.get(name) or {
            value: value for value in sorted(counts, key=lambda one: -counts[one])
        }
        links = [
            {
                "words": words,
                "count": counts[value],
                "url": asked.url(**{name: value}),
                "is_chosen": getattr(asked.kept, name) == value,
            }
            for value, words in values.items()
            if counts.get(value)
        ]
        if links:
            shown.append({"title": title, "first": links[:FIELDS_SHOWN], "rest": links[FIELDS_SHOWN:]})
    return shown
