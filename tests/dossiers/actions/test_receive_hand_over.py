"""receive_hand_over: what came lies at the receiver; what was missing stays with the giver; nothing is doubled."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.models import Dossier, HandOver, HandOverList
from dossiers.refusals import Blocked
from tests.journeys import accepted, again, in_process

pytestmark = pytest.mark.django_db
COMPETENT = "H12.226"


def sent(*dossiers: Dossier, by: User) -> HandOverList:
    return actions.hand_over([dossier.code for dossier in dossiers], to=COMPETENT, by=by)


def place(dossier: Dossier) -> tuple[str, bool]:
    now = again(dossier)
    assert now.papers_at is not None
    return now.papers_at.code, now.transit_to is not None


def test_the_papers_have_come(clerk: User, officer: User) -> None:
    dossier = accepted()
    found = sent(dossier, by=clerk)
    actions.receive_hand_over(found.number_text, note="đủ", by=officer)
    assert place(dossier) == (COMPETENT, False)
    row = HandOver.objects.get()
    assert (row.ending, row.ended_by, row.note) == ("received", officer, "đủ")
    event = dossier.events.latest("seq")
    assert (event.type, event.actor) == ("dossier.papers_received", officer)
    assert event.facts == {"list": found.number_text, "missing": False}
    assert event.personal == {"note": "đủ"}
    again_out = actions.hand_over(
        [dossier.code], to="H12.264.01", by=officer
    )  # and back, with a list of its own
    assert again_out.number_text == "1/BG-H12.226-2026"


def test_what_is_missing_stays_with_the_giver(clerk: User, officer: User) -> None:
    came, lost = accepted(), accepted()
    found = sent(came, lost, by=clerk)
    actions.receive_hand_over(found.number_text.replace("/", "-"), missing=[lost.code], by=officer)
    assert (place(came), place(lost)) == ((COMPETENT, False), ("H12.264.01", False))
    assert HandOver.objects.get(dossier=lost).ending == "missing"
    assert lost.events.latest("seq").facts["missing"] is True
    sent(lost, by=clerk)  # found again, it goes on another list


def test_deadline_and_code_are_kept(clerk: User, officer: User) -> None:
    dossier = in_process()
    before = (dossier.code, dossier.due_at, dossier.status, dossier.agency_id, dossier.officer_id)
    actions.receive_hand_over(sent(dossier, by=clerk).number_text, by=officer)
    now = again(dossier)
    assert (now.code, now.due_at, now.status, now.agency_id, now.officer_id) == before


def test_twice(clerk: User, officer: User) -> None:
    dossier = accepted()
    number = sent(dossier, by=clerk).number_text
    actions.receive_hand_over(number, by=officer)
    for missing in ((), (dossier.code,)):
        with pytest.raises(Blocked, match="already_received"):
            actions.receive_hand_over(number, missing=missing, by=officer)
    assert dossier.events.filter(type="dossier.papers_received").count() == 1


def test_who_may_not(clerk: User, approver: User, neighbour: User, supervisor: User) -> None:
    dossier = accepted()
    number = sent(dossier, by=clerk).number_text
    for person in (clerk, approver, supervisor):  # the giver; at the receiver, but no carrier; sees it only
        with pytest.raises(PermissionDenied):
            actions.receive_hand_over(number, by=person)
    with pytest.raises(NotVisible):
        actions.receive_hand_over(number, by=neighbour)
    assert place(dossier) == ("H12.264.01", True)


@pytest.mark.parametrize("number", ["", "9/BG-H12.264.01-2026", "\x00", "x" * 9000, "1/BG-H12.264.01-2026\n"])
def test_a_number_that_is_no_list(officer: User, number: str) -> None:
    with pytest.raises(NotVisible):
        actions.receive_hand_over(number, by=officer)


@pytest.mark.parametrize("missing", [["H12.264.01-260101-9999"], "all", [None], [["x"]], 5, {"a": 1}])
def test_missing_names_rows_of_the_list(clerk: User, officer: User, missing: Any) -> None:
    dossier = accepted()
    number = sent(dossier, by=clerk).number_text
    with pytest.raises(Invalid, match="missing: not_on_list"):
        actions.receive_hand_over(number, missing=missing, by=officer)
    with pytest.raises(Invalid, match="note: text_not_valid"):
        actions.receive_hand_over(number, note="x" * 301, by=officer)
    assert place(dossier) == ("H12.264.01", True)


def test_papers_come_home_also_when_the_dossier_has_ended(clerk: User, officer: User) -> None:
    dossier = accepted()
    number = sent(dossier, by=clerk).number_text
    actions.withdraw(dossier.code, reason="Không cần nữa", money="none", by=clerk)
    assert place(dossier) == ("H12.264.01", True)  # the end leaves them on their way
    actions.receive_hand_over(number, by=officer)
    assert place(dossier) == (COMPETENT, False)
