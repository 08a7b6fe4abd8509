"""Replace a result: a linked new version under a number of its own; the old one stays genuine, and is not in force."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, files, paperwork
from dossiers.models import Dossier, Result
from dossiers.refusals import Blocked
from tests.conftest import Who
from tests.journeys import (
    CONTENT,
    CORRECTED,
    again,
    issued,
    issued_anew,
    replaced,
    replacing,
    returned,
    sealed,
)
from tests.papers.reading import text
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def replace(dossier: Dossier, by: User, **changes: object) -> Dossier:
    given = {"reason": "Sai ngày sinh."} | changes
    return actions.replace_result(dossier.code, **given, by=by)  # type: ignore[arg-type]


@pytest.mark.parametrize("journey", [issued, returned])
def test_a_new_version_with_its_own_number_waits_to_be_proposed(
    journey: "type[Dossier]", officer: User
) -> None:
    dossier = journey()
    replace(dossier, officer)
    stands, (old, new) = again(dossier), Result.objects.order_by("seq")
    assert (stands.status, stands.replacing, stands.officer) == (dossier.status, True, officer)
    assert (new.replaces, new.seq, new.number, new.approver, new.draft) == (old, 2, old.number + 1, None, 0)
    assert (new.outcome, new.content) == ("granted", CONTENT)
    assert (stands.results_in_hand, stands.results_in_force) == ([new], [old])


def test_the_event_keeps_the_reason_apart(officer: User) -> None:
    dossier = replace(issued(), officer)
    event, (old, new) = dossier.events.get(type="dossier.result_replaced"), Result.objects.order_by("seq")
    assert event.facts == {"kind": 1, "replaces": old.number_text, "number": new.number_text}
    assert (event.personal, event.on_behalf_of) == ({"reason": "Sai ngày sinh."}, "agency:H12.226")


def test_the_clock_is_not_touched(morning: time_machine.Traveller, officer: User) -> None:
    dossier = again(issued())
    morning.shift(3600)
    stands = again(replaced(dossier))
    assert (stands.finished_at, stands.due_at, stands.clock_runs.count()) == (dossier.finished_at, None, 1)


def test_issued_it_is_in_force_and_the_replacement_ends() -> None:
    dossier = again(replaced())
    old, new = Result.objects.order_by("seq")
    assert (dossier.status, dossier.replacing) == ("issued", False)
    assert dossier.results_in_force == dossier.results_in_hand == [new]
    assert (new.content, new.replaces) == (CORRECTED, old)
    assert old.issued_at and new.issued_at and old.key != new.key
    assert paperwork.check(files.read(new.sealed_file)).genuine
    assert paperwork.check(files.read(old.sealed_file)).genuine


def test_the_new_paper_names_the_one_that_it_replaces() -> None:
    replaced()
    old, new = Result.objects.order_by("seq")
    assert f"thay thế văn bản số {old.number_text} ngày" in " ".join(
        text(files.read(new.rendered_file)).split()
    )


def test_nothing_can_be_signed_before_it_is_proposed(approver: User) -> None:
    dossier = replacing()
    actions.render_result(dossier.code, draft=again(dossier).proposals, by=system_user())
    actions.render_result(dossier.code, draft=0, by=system_user())
    with refused(dossier, Blocked, "result_not_rendered"):
        actions.approve(dossier.code, sha256="", by=approver)


def test_a_second_time_is_refused(officer: User) -> None:
    dossier = replacing()
    with refused(dossier, Blocked, "replacement_open"):
        replace(dossier, officer)


def test_it_can_be_replaced_once_more(officer: User) -> None:
    dossier = replaced()
    replace(dossier, officer)
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=officer)
    issued_anew(dossier.code)
    assert [result.seq for result in again(dossier).results_in_force] == [3]


def test_a_decision_may_turn_out_otherwise(officer: User) -> None:
    dossier = replacing()
    actions.propose(dossier.code, outcome="refused", content="Không đủ điều kiện.", by=officer)
    assert [one.outcome for one in again(issued_anew(dossier.code)).results_in_force] == ["refused"]


def test_the_kind_is_the_one_that_is_replaced(officer: User) -> None:
    dossier = replacing()
    with refused(dossier, Invalid, "kind: kind_not_replaced"):
        actions.propose(dossier.code, outcome="granted", content=CONTENT, kind=2, by=officer)


def test_nothing_is_handed_over_while_it_is_open(clerk: User) -> None:
    dossier = replacing()
    with refused(dossier, Blocked, "replacement_open"):
        actions.deliver(dossier.code, way="counter", recipient_name="Nguyễn Văn Thử", by=clerk)
    with refused(dossier, Blocked, "replacement_open"):
        actions.dispatch(dossier.code, tracking_number="EE123456789VN", by=clerk)


@pytest.mark.parametrize("reason", ["", "  \n", "x" * 10_000, "\x00"])
def test_the_reason_is_needed(officer: User, reason: str) -> None:
    dossier = issued()
    with refused(dossier, Invalid, "reason: "):
        replace(dossier, officer, reason=reason)


@pytest.mark.parametrize("kind", [0, 2, 99, -1])
def test_only_what_is_in_force_is_replaced(officer: User, kind: int) -> None:
    dossier = issued()
    with refused(dossier, Invalid, "kind: kind_not_in_force"):
        replace(dossier, officer, kind=kind)


def test_not_before_it_is_issued(officer: User) -> None:
    dossier = sealed()
    with refused(dossier, Blocked, "wrong_state"):
        replace(dossier, officer)


def test_who_stands_in_opens_it_for_the_officer(officer: User, who: Who) -> None:
    dossier, deputy, today = issued(), who("phochutich.anxuyen"), localdate()
    post = officer.memberships.get()
    staff.substitute(post, deputy, from_on=today, until_on=today, basis="QĐ 12/QĐ-UBND", by=who("quantri"))
    replace(dossier, deputy)
    assert again(dossier).officer == officer
    assert dossier.events.get(type="dossier.result_replaced").on_behalf_of == f"user:{officer.username}"
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=deputy)


def test_the_clerk_may_not(clerk: User) -> None:
    dossier = issued()
    with refused(dossier, PermissionDenied):
        replace(dossier, clerk)
