"""decline: what was submitted, or comes to the counter, is not received; the reason is written down once."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.filing import read_filing
from dossiers.models import Counter, Dossier
from dossiers.refusals import Blocked
from tests.journeys import FILING, accepted, again, submitted, user

pytestmark = pytest.mark.django_db
REASON = "Hồ sơ không thuộc phạm vi giải quyết;\nmời ông nộp tại Sở Tư pháp."


def test_it_is_declined_with_a_numbered_form(clerk: User, morning: object) -> None:
    dossier = actions.decline(submitted().code, reason=f"  {REASON} ", by=clerk)
    assert (again(dossier).status, again(dossier).finished_at) == ("declined", dossier.finished_at)
    event = dossier.events.latest("seq")
    assert (event.type, event.on_behalf_of) == ("dossier.declined", "agency:H12.264.01")
    assert event.facts == {"form": "03", "number": 1}
    assert event.personal == {"reason": REASON}
    assert Counter.objects.get(series="form03:H12.264.01:2026").last == 1
    assert not dossier.clock_runs.exists()


def test_the_head_of_the_centre_may(clerk: User) -> None:
    assert (
        actions.decline(submitted().code, reason=REASON, by=user("truongtrungtam.datmui")).status
        == "declined"
    )


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 2001, None, ["x"], "a\x00", "a\ud800"])
def test_a_reason_of_1_to_2000_characters(clerk: User, reason: Any) -> None:
    dossier = submitted()
    with pytest.raises(Invalid, match="reason: "):
        actions.decline(dossier.code, reason=reason, by=clerk)
    assert not Counter.objects.filter(series__startswith="form03").exists()


def test_only_what_was_not_received_yet(clerk: User) -> None:
    with pytest.raises(Blocked, match="wrong_state"):
        actions.decline(accepted().code, reason=REASON, by=clerk)
    dossier = submitted()
    actions.decline(dossier.code, reason=REASON, by=clerk)
    with pytest.raises(Blocked, match="wrong_state"):
        actions.decline(dossier.code, reason=REASON, by=clerk)


def test_who_may_not(officer: User, neighbour: User) -> None:
    dossier = submitted()
    with pytest.raises(PermissionDenied):
        actions.decline(dossier.code, reason=REASON, by=officer)
    with pytest.raises(NotVisible):
        actions.decline(dossier.code, reason=REASON, by=neighbour)


# --- at the counter, in one go ---------------------------------------------------------------------------
def test_at_the_counter_it_is_submitted_and_declined(clerk: User) -> None:
    dossier = actions.decline_filing(read_filing(FILING), reason=REASON, by=clerk)
    assert again(dossier).status == "declined"
    assert list(dossier.events.order_by("seq").values_list("type", flat=True)) == [
        "dossier.submitted",
        "dossier.declined",
    ]


def test_the_same_form_sent_twice_is_declined_once(clerk: User) -> None:
    key = str(uuid.uuid4())
    first = actions.decline_filing(read_filing(FILING, key=key), reason=REASON, by=clerk)
    assert actions.decline_filing(read_filing(FILING, key=key), reason=REASON, by=clerk).code == first.code
    assert (first.events.count(), Dossier.objects.count()) == (2, 1)
    with pytest.raises(Blocked, match="key_used_before"):
        actions.decline_filing(read_filing(FILING, key=key), reason="Một lý do khác.", by=clerk)
    with pytest.raises(Blocked, match="key_used_before"):
        actions.decline_filing(read_filing(FILING | {"copies": 3}, key=key), reason=REASON, by=clerk)


def test_a_form_that_was_submitted_is_not_declined_by_its_key(clerk: User) -> None:
    key = str(uuid.uuid4())
    dossier = submitted(key=key)
    with pytest.raises(Blocked, match="key_used_before"):
        actions.decline_filing(read_filing(FILING, key=key), reason=REASON, by=clerk)
    assert again(dossier).status == "submitted"


def test_nothing_is_written_where_one_of_both_is_refused(clerk: User, neighbour: User) -> None:
    with pytest.raises(Invalid):
        actions.decline_filing(read_filing(FILING), reason=" ", by=clerk)
    with pytest.raises(PermissionDenied):  # may submit, but receives nothing at this centre
        actions.decline_filing(read_filing(FILING), reason=REASON, by=neighbour)
    assert not Dossier.objects.exists()
    assert not Counter.objects.filter(series__startswith="dossier:").exists()
