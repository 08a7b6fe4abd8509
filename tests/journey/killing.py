"""Kills who works on a background step, at a random instant of it, and compares the end with an undisturbed one.

Django must be set up in the environment of the house (see tools/chaos.py, which prints what is found here).
"""

import os
import random
import signal
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers import actions, files, paperwork, sweeping
from dossiers.models import Document, Dossier, Event, OutboxMessage, Result
from dossiers.models.outbox import OPEN
from seeds.scans import scan_page
from tests import journeys

from .account import account
from .house import wait_for
from .processes import forks_of
from .victims import Victim

GLANCE_SECONDS = 0.0005, 0.01  # between two looks whether a step has begun: for short and for long steps
FILE_EVERY = 4  # every fourth kill waits for the step's file to appear: the narrowest place
DONE_SECONDS = 120.0


@dataclass(frozen=True)
class Step:
    """A consequence of an event: how one is provoked, the event that it writes (none: a row), where its file goes."""

    subscriber: str
    queue: str
    writes: str
    provoke: Callable[[], str]
    finish: Callable[[str], object] = lambda code: None
    folder: Callable[[str], str] | None = None


@dataclass
class Toll:
    """What was done to one step and what came of it."""

    name: str
    kills: int = 0
    before: int = 0  # killed before the step's event was written
    strays: int = 0  # of those: a file lay there already that no row named
    missed: int = 0  # instants at which the step had ended already; not counted as kills
    seconds: float = 0.0  # what the step takes undisturbed
    took: float = 0.0  # seconds that all of this took
    faults: list[str] = field(default_factory=list)


def steps() -> list[Step]:
    """All background steps, in the order of a dossier's way."""

    def bare() -> str:
        return journeys.accepted().code

    return [
        Step("payments.charge", "default", "", bare),
        Step("dossiers.confirm_nothing_to_digitise", "default", "dossier.digitisation_confirmed", bare),
        Step("dossiers.render_receipt", "results", "dossier.receipt_rendered", bare, folder=_receipt_folder),
        Step("dossiers.digitise", "digitisation", "dossier.paper_digitised", scanned, folder=_paper_folder),
        Step(
            "dossiers.render_result", "results", "dossier.result_rendered", Proposals(), issue, _result_folder
        ),
    ]


def _receipt_folder(code: str) -> str:
    return files.place("receipts", Dossier.objects.get(code=code).token, "")


def _paper_folder(code: str) -> str:
    return files.place(
        "documents", Document.objects.get(dossier__code=code, kind=Document.Kind.PAPER).key, ""
    )


def _result_folder(code: str) -> str:
    return files.place("results", Result.objects.get(dossier__code=code).key, "")


@cache
def _scan() -> bytes:
    return scan_page(1).jpeg


def scanned() -> str:
    """Accept a dossier with one scan, always the same."""
    clerk = journeys.user("tiepnhan.datmui")
    paper = actions.upload(SimpleUploadedFile("to-khai.jpg", _scan()), by=clerk)
    return journeys.accepted(papers=[{"document": paper.key, "requirement": 1}]).code


class Proposals:
    """Proposes a result for one dossier after the other; makes them in batches, because the system confirms each."""

    def __init__(self) -> None:
        self.waiting: list[str] = []

    def __call__(self) -> str:
        if not self.waiting:
            self.waiting = [journeys.accepted().code for _ in range(10)]
            wait_until_done()
            for code in self.waiting:
                actions.take_up(code, by=journeys.user("thuly.anxuyen"))
        code = self.waiting.pop()
        officer = journeys.user("thuly.anxuyen")
        actions.propose(code, outcome="granted", content=journeys.CONTENT, by=officer)
        return code


def issue(code: str) -> None:
    """Approve, seal and issue: what was rendered must be good enough to be signed and checked."""
    draft = Result.objects.get(dossier__code=code).rendered_sha256
    actions.approve(code, sha256=draft, by=journeys.user("kyduyet.anxuyen"))
    actions.seal(code, by=journeys.user("vanthu.anxuyen"))
    actions.issue(code, by=journeys.user("vanthu.anxuyen"))


def wait_until_done() -> None:
    wait_for(lambda: not OutboxMessage.objects.filter(OPEN).exists(), "the outbox", seconds=DONE_SECONDS)


def disturb(step: Step, kills: int, victim: Victim, chance: random.Random) -> Toll:
    """Kill the victim `kills` times in the middle of the step, each time with another dossier; then compare."""
    toll = Toll(step.subscriber)
    reference, usual = _undisturbed(step, victim)
    toll.seconds, codes, reach = usual, [], usual
    while toll.kills < kills and toll.missed < 10 * kills + 20:
        code = step.provoke()
        codes.append(code)
        begun = _wait_until_begun(step, code, usual)
        if step.folder and toll.kills % FILE_EVERY == FILE_EVERY - 1:
            _wait_for_file(step.folder(code), begun)
        else:
            time.sleep(chance.uniform(0, reach))
        victim.freeze()
        if not begun.filter(OPEN).exists():
            victim.thaw()
            toll.missed, reach = toll.missed + 1, reach / 2  # who has done it once is quicker
            continue
        toll.before += _is_before(step, code)
        toll.strays += _has_stray(step, code)
        victim.kill()
        toll.kills, reach = toll.kills + 1, usual
    wait_until_done()
    if toll.kills < kills:
        toll.faults.append(f"only {toll.kills} of {kills} kills met the step")
    compare(toll, codes, reference, step.finish)
    if step.writes.endswith("_rendered"):
        compare_bytes(toll, codes)
    return toll


def _wait_for_file(folder: str, begun: Any) -> None:
    """Spin until the step's file is there in part or whole, or the step has ended."""
    place = Path(settings.MEDIA_ROOT, folder)
    before = len(os.listdir(place)) if place.is_dir() else 0
    looks = 0
    while not place.is_dir() or len(os.listdir(place)) <= before:
        looks += 1
        if looks % 100 == 0 and not begun.filter(OPEN).exists():
            return


def kill_reader(kills: int, victim: Victim, chance: random.Random) -> Toll:
    """Kill only the forked child that reads a scan; who works on the step lives on and has it read again."""
    toll = Toll("the child that reads")
    step = next(each for each in steps() if each.subscriber == "dossiers.digitise")
    reference, usual = _undisturbed(step, victim)
    toll.seconds, codes = usual, []
    while toll.kills < kills and toll.missed < 5 * kills:
        code = step.provoke()
        codes.append(code)
        begun = _wait_until_begun(step, code, usual)
        while not (readers := forks_of(victim.at_work())) and begun.filter(OPEN).exists():
            time.sleep(min(GLANCE_SECONDS))
        time.sleep(chance.uniform(0, 0.5 * usual))
        try:
            os.kill(readers[0], signal.SIGKILL)
            toll.kills += 1
        except (IndexError, ProcessLookupError):
            toll.missed += 1
        wait_until_done()
    toll.before = toll.kills
    compare(toll, codes, reference)
    return toll


def _undisturbed(step: Step, victim: Victim) -> tuple[dict[str, Any], float]:
    """Return the end of the step when nobody disturbs it, and how many seconds it takes who has just started."""
    victim.take(step.queue)
    code = step.provoke()
    begun = _wait_until_begun(step, code, 0)
    began = time.monotonic()
    wait_for(lambda: not begun.filter(OPEN).exists(), step.subscriber)
    usual = time.monotonic() - began
    wait_until_done()
    step.finish(code)
    return end_of(account()["dossiers"][code]), usual


def _wait_until_begun(step: Step, code: str, usual: float) -> Any:
    """Wait until somebody works on the step of this dossier; return its message as a query."""
    glance = min(max(usual / 50, GLANCE_SECONDS[0]), GLANCE_SECONDS[1])
    message = OutboxMessage.objects.filter(event__dossier__code=code, subscriber=step.subscriber)
    deadline = time.monotonic() + DONE_SECONDS
    while not message.values_list("claims", flat=True)[0]:
        assert time.monotonic() < deadline, f"nobody began {step.subscriber}"
        time.sleep(glance)
    return message


def _has_stray(step: Step, code: str) -> bool:
    folder = step.folder(code) if step.folder else "none"
    return any(name.startswith(folder) for name in sweeping.orphans())


def _is_before(step: Step, code: str) -> bool:
    if step.writes:
        return not Event.objects.filter(dossier__code=code, type=step.writes).exists()
    return not Dossier.objects.get(code=code).charges.exists()


def end_of(dossier: dict[str, Any]) -> dict[str, Any]:
    """What must be the same: everything but the order of what the system does at the same time, and the key."""
    return {**dossier, "events": sorted(dossier["events"]), "intake_key": ""}


def compare(
    toll: Toll,
    codes: Iterable[str],
    reference: dict[str, Any],
    finish: Callable[[str], object] = lambda code: None,
) -> None:
    """Finish the dossiers and write down what differs from the undisturbed one, and what is left over."""
    codes = list(codes)
    for code in codes:
        finish(code)
    found = account()
    for what in ("orphans", "parked", "broken"):
        toll.faults += [f"{what}: {each}" for each in found[what]]
    for code in codes:
        if (end := end_of(found["dossiers"][code])) != reference:
            differing = {key: end[key] for key in end if end[key] != reference[key]}
            toll.faults.append(f"{code} ended otherwise: {differing}")


def compare_bytes(toll: Toll, codes: Iterable[str]) -> None:
    """Make the papers of the dossiers once more and write down the files that hold other bytes."""
    for dossier in Dossier.objects.select_related(*paperwork.RECEIPT_NEEDS).filter(code__in=codes):
        receipt = Document.objects.get(dossier=dossier, kind=Document.Kind.RECEIPT)
        if files.read(receipt.file) != paperwork.receipt(dossier):
            toll.faults.append(f"{dossier.code}: the receipt has other bytes")
        for result in Result.objects.select_related(*paperwork.RESULT_NEEDS).filter(dossier=dossier):
            if files.read(result.rendered_file) != paperwork.result(result):
                toll.faults.append(f"{dossier.code}: the draft has other bytes")
