"""Every verb by two people at the same moment: nothing is doubled, and whoever comes second is told why."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from dossiers.access import NotVisible
from dossiers.chain import broken_at
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.dossiers.playing import PLAYED, act, another_officer
from tests.dossiers.situations import CLERK, OFFICER, SITUATIONS, after
from tests.journeys import accepted, again, in_process, issued
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committed", "media")
# verb: the situation in which it is played, and by whose role. What may be done again and again is named below.
RACED: dict[str, tuple[Callable[[], Dossier], str]] = {
    "accept": (SITUATIONS["submitted"], CLERK),
    "decline": (SITUATIONS["submitted"], CLERK),
    "confirm_digitisation": (accepted, CLERK),
    "hand_over": (accepted, CLERK),
    "reclassify": (accepted, CLERK),
    "correct_intake": (accepted, CLERK),
    "withdraw": (accepted, CLERK),
    "take_up": (SITUATIONS["digitised"], OFFICER),
    "assign": (in_process, "unit_head"),
    "release": (in_process, "unit_head"),
    "reroute": (in_process, OFFICER),
    "request_payment": (in_process, OFFICER),
    "extend": (in_process, "approver"),
    "stop": (in_process, "approver"),
    "give_opinion": (SITUATIONS["in process, an opinion is awaited"], "officer of another agency"),
    "supplement": (SITUATIONS["awaiting a supplement"], CLERK),
    "settle_fee": (SITUATIONS["awaiting a payment"], "cashier"),
    "send_back": (SITUATIONS["in process, proposed"], "approver"),
    "approve": (SITUATIONS["in process, proposed"], "approver"),
    "seal": (SITUATIONS["processed, signed"], "records_clerk"),
    "issue": (SITUATIONS["processed, sealed"], "records_clerk"),
    "dispatch": (issued, CLERK),
    "deliver": (issued, CLERK),
    "replace_result": (issued, OFFICER),
    "receive_hand_over": (after(accepted, ("hand_over", CLERK)), OFFICER),
    "archive": (SITUATIONS["declined"], "system"),
}
# Each of the two means something of its own: an instruction, a question, a further request, an amendment.
MANY = {"instruct", "ask_opinion", "request_supplement", "propose", "amend_due"}
# Not played by two people, or raced elsewhere with what they need.
ELSEWHERE = {
    "attach",
    "take_over",
    "complete_step",
    "confirm_presence",
    "release_step",
    "render_receipt",
    "digitise",
    "render_result",
    "release_proposal",
    "recompute_due",
    "grant_by_silence",
    "erase",
}
TOLD = (Blocked, Invalid, PermissionDenied, NotVisible)


def test_every_verb_is_raced_or_named() -> None:
    assert set(RACED) | MANY | ELSEWHERE == set(PLAYED)


def test_one_of_two_wins() -> None:
    """All verbs in one test: emptying and seeding a database with real commits takes longer than the races."""
    wrong = {verb: said for verb in RACED if (said := _raced(verb))}
    assert not wrong


def _raced(verb: str) -> str:
    """Let two do it at once; return what is wrong afterwards, nothing where one won and the other was told."""
    build, column = RACED[verb]
    dossier = build()
    another_officer(dossier)
    before = dossier.events.count()
    answers: list[Any] = at_once(lambda _n: act(dossier, verb, column), 2)
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    now = again(dossier)
    is_true = {
        f"one was told: {answers}": len(refused) == 1 and isinstance(refused[0], TOLD),
        "one event": now.events.count() == before + 1,
        "the chain is whole": broken_at(now, now.events.order_by("seq")) is None,
        "one clock": now.clock_runs.filter(stopped_at=None).count() <= 1,
        "one task": now.step_runs.filter(kind="task", ended_at=None).count() <= 1,
    }
    return ", ".join(f"not: {claim}" for claim, holds in is_true.items() if not holds)
