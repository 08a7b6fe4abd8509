"""Writes dossiers in bulk, some thousands to a transaction."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from django.conf import settings
from django.db import models, transaction
from django.utils.timezone import get_default_timezone, localdate, now

from accounts.models import Agency, User
from accounts.queries import system_user
from dossiers.models import ClockRun, Document, Dossier, Event, Result, StepRun
from dossiers.numbering import block_in, code_of, dossier_series
from procedures.due.calendar import CalendarNotLoaded
from procedures.due.dates import due_of
from procedures.queries import working_calendar

from .facts import Story
from .offices import Offices
from .people import person
from .plans import chapters, chosen_state, pattern_for, until
from .rows import clock_runs, events_of, officer_of, receipt_of, result_of, step_runs, story_of

BATCH = 2_000
TRIES = 200
MOST_VALUES = 65_000


@dataclass
class Written:
    """How many dossiers were written, by state."""

    by_state: Counter[str] = field(default_factory=Counter)

    @property
    def dossiers(self) -> int:
        return sum(self.by_state.values())


def seed_bulk(
    count: int,
    *,
    states: Mapping[str, int] | None = None,
    agency: str = "",
    days: int = 180,
    seed: int = 1,
    progress: Callable[[int], None] = lambda done: None,
) -> Written:
    """Write `count` dossiers received within the last `days`; the same seed on the same day gives the same lives.

    `states`: weights of the states they shall be in; without it time decides, and most are returned. `agency`: the
    code of the one that decides all of them. Raises LookupError where no procedure fits. Batches are transactions: what
    was written stays when the rest is cut off, and more can be written at any time.
    """
    chance, written = Random(seed), Written()
    offices = Offices(settings.ONESTOP_PROVINCE, agency)
    stories = _stories(offices, chance, states, days)
    while written.dossiers < count:
        batch = list(islice(stories, min(BATCH, count - written.dossiers)))
        _write(batch, offices, chance)
        written.by_state.update(str(story.dossier.status) for story in batch)
        progress(written.dossiers)
    return written


def _stories(
    offices: Offices, chance: Random, states: Mapping[str, int] | None, days: int
) -> Iterator[Story]:
    mix = dict(offices.usable(localdate()))
    if not mix:
        raise LookupError("No procedure of the mix can be filed here.")
    misses = 0
    while True:
        story = _story(offices, chance, mix, chosen_state(states, chance), days)
        misses = 0 if story else misses + 1
        if misses > TRIES * 100:
            raise LookupError("No dossier fits what was asked for.")
        if story:
            yield story


def _story(offices: Offices, chance: Random, mix: dict[str, int], state: str, days: int) -> Story | None:
    """Return one dossier, or None where chance has led nowhere."""
    (code,) = chance.choices(list(mix), list(mix.values()))
    received_at = _reception(chance, days)
    matter = offices.matter(code, chance.choice(offices.points), localdate(received_at))
    if matter is None or received_at is None:
        return None
    calendar = working_calendar(matter.agency.pk)
    try:
        due_at = due_of(matter.version, received_at, channel="DIRECT", agency_id=matter.agency.pk).at
        life = chapters(pattern_for(chance, state), received_at, due_at, calendar, chance)
    except CalendarNotLoaded:
        return None
    past = until(life, now(), chance, state)
    if (
        not past
        or "accepted" not in {chapter.event for chapter in past[:2]} | {"accepted"}
        or (state and past[-1].target != state)
    ):
        return None
    return story_of(matter, person(chance, matter.area.name), past, calendar) if past else None


def _reception(chance: Random, days: int) -> datetime:
    """Return an instant in office hours of a working day, mornings oftener; mostly within the last `days`."""
    calendar = working_calendar(None)
    while True:
        on = localdate() - timedelta(days=chance.randrange(days))
        periods = calendar.periods(on)
        if periods:
            opens, closes = chance.choices(periods, [3, 2][: len(periods)])[0]
            at = _between(on, opens, closes, chance)
            if at < now() - timedelta(minutes=5):
                return at


def _between(on: date, opens: time, closes: time, chance: Random) -> datetime:
    zone = get_default_timezone()
    begin, end = datetime.combine(on, opens, zone), datetime.combine(on, closes, zone)
    return begin + timedelta(seconds=chance.randrange(int((end - begin).total_seconds())))


@transaction.atomic
def _write(batch: list[Story], offices: Offices, chance: Random) -> None:
    system = system_user()
    _number_dossiers(batch)
    _number_results(batch, offices, chance)
    _number_forms(batch)
    runs = {id(story): step_runs(story, offices, working_calendar) for story in batch}
    events = {id(story): events_of(story, offices, system) for story in batch}
    for story in batch:
        story.dossier.officer = officer_of(story, offices)
    Dossier.objects.bulk_create([story.dossier for story in batch], batch_size=_at_once(Dossier))
    _create(Event, batch, lambda story: events[id(story)])
    _create(ClockRun, batch, clock_runs)
    _create(StepRun, batch, lambda story: runs[id(story)])
    _create(Result, batch, lambda story: [story.result] if story.result else [])
    _create(Document, batch, lambda story: _receipts(story, system))


def _create(model: type[models.Model], batch: list[Story], rows: Callable[[Story], list]) -> None:  # type: ignore[type-arg]
    """Write the rows of all stories, now that their dossiers have keys."""
    found = []
    for story in batch:
        for row in rows(story):
            row.dossier = story.dossier
            found.append(row)
    model._default_manager.bulk_create(found, batch_size=_at_once(model))


def _at_once(model: type[models.Model]) -> int:
    """How many rows one statement takes: PostgreSQL binds 65,535 values at most."""
    return min(BATCH, MOST_VALUES // len(model._meta.concrete_fields))


def _receipts(story: Story, system: User) -> list[Document]:
    made = (chapter.at for chapter in story.life if chapter.event == "receipt_rendered")
    return [receipt_of(story, at, system) for at in made]


def _number_dossiers(batch: list[Story]) -> None:
    """Give codes in the order of reception, each series raised once."""
    series: dict[tuple[str, str], list[Story]] = defaultdict(list)
    for story in sorted(batch, key=lambda one: one.life[0].at):
        centre = story.matter.point.agency
        series[centre.code, dossier_series(centre, localdate(story.life[0].at))].append(story)
    for (code, name), stories in series.items():
        numbers = block_in(name, len(stories), province=stories[0].dossier.province)
        for story, number in zip(stories, numbers, strict=True):
            story.dossier.code = code_of(code, localdate(story.life[0].at), number)


def _number_results(batch: list[Story], offices: Offices, chance: Random) -> None:
    proposed = [story for story in batch if story.dossier.proposals]
    for story, number in _numbered(proposed, "result", lambda story: story.matter.agency, "proposed"):
        approver = offices.person(story.matter.agency, "approver")
        story.result = result_of(story, number, approver, chance)


def _number_forms(batch: list[Story]) -> None:
    """Give the statutory forms their numbers, in the registers in which the verbs number them."""
    forms: dict[str, tuple[str, Callable[[Story], Agency]]] = {
        "receipt_rendered": ("01", lambda story: story.matter.point.agency),
        "supplement_requested": ("02", lambda story: story.matter.agency),
        "declined": ("03", lambda story: story.matter.point.agency),
        "withdrawn": ("05", lambda story: story.matter.point.agency),
        "stopped": ("05", lambda story: story.matter.agency),
    }
    for event, (form, office) in forms.items():
        wanted = [story for story in batch if any(chapter.event == event for chapter in story.life)]
        for story, number in _numbered(wanted, f"form{form}", office, event):
            story.numbers[form] = number


def _numbered(
    stories: list[Story], kind: str, office: Callable[[Story], Agency], event: str
) -> Iterator[tuple[Story, int]]:
    """Yield each story with the next number of its register of the year of the event, in the order of the events."""
    at = {id(story): next(one.at for one in story.life if one.event == event) for story in stories}
    series: dict[str, list[Story]] = defaultdict(list)
    for story in sorted(stories, key=lambda story: at[id(story)]):
        series[f"{kind}:{office(story).code}:{localdate(at[id(story)]).year}"].append(story)
    for name, those in series.items():
        yield from zip(those, block_in(name, len(those), province=those[0].dossier.province), strict=True)
