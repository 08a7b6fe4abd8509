"""The history of a dossier as its page shows it: the sentences, the newest first, and whose time it has cost."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from accounts.models import User
from dossiers.access import OpenDossier
from dossiers.time_split import TimeSplit, time_split
from dossiers.timeline import timeline
from procedures import formats

HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class ShareRow:
    """One share of the bar: where it begins and how long it is (percent of the whole), and how long in words."""

    name: str
    words: str
    start: float
    percent: float
    working_time: str
    wall_time: str


@dataclass(frozen=True)
class SplitBar:
    """The three shares in the order of the bar, and the whole."""

    rows: tuple[ShareRow, ...]
    working_time: str
    wall_time: str


def history(opened: OpenDossier, reader: User) -> dict[str, Any]:
    """Return the timeline and, of a dossier that was received, the split of its time."""
    found = time_split(opened, now())
    return {"timeline": timeline(opened, reader)[::-1], "split": split_bar(found) if found else None}


def split_bar(found: TimeSplit) -> SplitBar:
    """Return the bar, drawn by working minutes: at night nobody waits for an office."""
    drawn = found.working_minutes if found.working_minutes.whole else found.seconds
    names = {
        "office": _("The office"),
        "third_party": _("Others: opinions asked for, the post"),
        "applicant": _("The applicant"),
    }
    rows, start = [], 0.0
    for name, words in names.items():
        percent = drawn.percent(getattr(drawn, name))
        rows.append(
            ShareRow(
                name=name,
                words=words,
                start=start,
                percent=percent,
                working_time=formats.working_time(getattr(found.working_minutes, name)),
                wall_time=wall_time(getattr(found.seconds, name)),
            )
        )
        start = round(start + percent, 1)
    return SplitBar(
        tuple(rows), formats.working_time(found.working_minutes.whole), wall_time(found.seconds.whole)
    )


def wall_time(seconds: int) -> str:
    """Return a time by the clock on the wall in its two largest units: "2 ngày 3 giờ"."""
    days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // 60
    if days:
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min") % {"minutes": minutes}
