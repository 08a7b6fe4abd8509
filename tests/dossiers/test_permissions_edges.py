"""Edges of who may and whether now: what verbs declare, places, steps, substitution, offers, the lock and the write."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import Settings

from accounts.queries import system_user
from accounts.roles import MAY, Place
from dossiers import actions, lifecycle, rules
from dossiers.access import NotVisible
from dossiers.models import Dossier
from dossiers.models.guards import PAPERS_DIGITISED
from dossiers.models.status import Status
from dossiers.models.verbs import held_at
from dossiers.refusals import Blocked
from tests.dossiers.substitutes import let_stand_in
from tests.journeys import accepted, again, digitised, in_process, proposed, user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
HEAD = "phochutich.anxuyen"


# --- the decorator -------------------------------------------------------------------------------------------
def test_a_verb_declares_states_event_and_guards() -> None:
    machine = Dossier.confirm_digitisation._django_fsm  # type: ignore[attr-defined]
    rule = machine.get_transition(Status.RECEIVED)
    assert machine.field.name == "status"
    assert (rule.source, rule.target) == (Status.RECEIVED, Status.DIGITISED)
    assert rule.custom == {"event": "dossier.digitisation_confirmed", "guards": (PAPERS_DIGITISED,)}


def test_a_verb_without_guards_has_none_and_one_without_a_target_keeps_the_state() -> None:
    rule = Dossier.render_receipt._django_fsm.get_transition(Status.ISSUED)  # type: ignore[attr-defined]
    assert rule.custom == {"event": "dossier.receipt_rendered"}
    assert rule.target is None


def test_a_supplement_leads_back_to_one_of_four_states() -> None:
    rule = Dossier.supplement._django_fsm.get_transition(Status.AWAITING_SUPPLEMENT)  # type: ignore[attr-defined]
    states = (Status.SUBMITTED, Status.RECEIVED, Status.DIGITISED, Status.IN_PROCESS)
    assert rule.target.allowed_states == states
    for state in states:
        assert rule.target.get_state(Dossier(held_from=state), rule, None) == state


# --- who may -------------------------------------------------------------------------------------------------
def test_the_system_may_what_is_written_down_for_it_alone() -> None:
    dossier = accepted()
    for verb, permission in MAY.items():
        assert rules.permits(getattr(dossier, verb), by=system_user()) is permission.by_system, verb


def test_a_role_is_asked_at_its_place() -> None:
    dossier = in_process()
    allowed = {
        "tiepnhan.datmui": {"accept", "supplement", "withdraw", "deliver", "request_supplement"},
        "thuly.anxuyen": {"propose", "request_supplement", "take_over", "complete_step", "give_opinion"},
        "kyduyet.anxuyen": {"approve", "extend", "give_opinion", "instruct"},
        "giamsat": {"instruct"},
        HEAD: {"assign", "give_opinion", "instruct"},
        "thuly.datmui": {"give_opinion"},
    }
    asked = set().union(*allowed.values())
    for username, expected in allowed.items():
        by = user(username)
        assert {verb for verb in asked if rules.permits(getattr(dossier, verb), by=by)} == expected, username


def test_a_step_is_open_to_its_own_role_at_its_own_agency() -> None:
    dossier, officer, head, elsewhere = in_process(), user("thuly.anxuyen"), user(HEAD), user("thuly.datmui")
    assert [rules.permits(dossier.take_over, by=one) for one in (officer, head, elsewhere)] == [
        True,
        False,
        False,
    ]
    dossier.step_role = "unit_head"
    assert [rules.permits(dossier.take_over, by=one) for one in (officer, head)] == [False, True]
    dossier.step_role = ""
    assert not rules.permits(dossier.take_over, by=officer)


def test_each_place_names_its_agency() -> None:
    dossier = Dossier(agency_id=1, receiving_agency_id=2, step_agency_id=3, papers_at_id=4, transit_to_id=5)
    places = (Place.COMPETENT, Place.RECEIVING, Place.STEP, Place.HOLDING, Place.AWAITED, Place.ANYWHERE)
    assert [held_at(place, dossier) for place in places] == [1, 2, 3, 4, 5, None]


# --- in whose place ------------------------------------------------------------------------------------------
def test_a_right_of_ones_own_is_nobodys_place() -> None:
    dossier = in_process()
    assert rules.principal_of(dossier.propose, by=user("thuly.anxuyen")) is None
    assert rules.principal_of(dossier.assign, by=system_user()) is None


def test_a_substitute_acts_in_the_place_of_another() -> None:
    dossier = proposed()
    head = let_stand_in(HEAD, for_="kyduyet.anxuyen")
    assert rules.principal_of(dossier.approve, by=head) == user("kyduyet.anxuyen")
    assert rules.principal_of(dossier.instruct, by=head) is None  # the right of a head
    elsewhere = Dossier(agency=user("thuly.datmui").memberships_today[0].agency)
    assert rules.principal_of(elsewhere.approve, by=head) is None  # a substitute stands in at one agency
    event = lifecycle.apply(
        lifecycle.lock(dossier.code, by=head).extend,
        dossier.received_at,
        by=head,
        on_behalf_of="agency:H12.226",
    )
    assert event.on_behalf_of == "user:kyduyet.anxuyen"


def test_at_a_step_the_role_of_the_step_counts() -> None:
    """A head has a role of their own in routes; at the step of the officer for whom they stand in it gives no right."""
    dossier = in_process()
    head = let_stand_in(HEAD, for_="thuly.anxuyen")
    assert rules.permits(dossier.complete_step, by=head)
    assert rules.principal_of(dossier.complete_step, by=head) == user("thuly.anxuyen")


# --- whether now ---------------------------------------------------------------------------------------------
def test_the_wrong_state_is_named() -> None:
    dossier = accepted()
    with translation.override("en"):
        (fault,) = rules.blockers(dossier.issue, by=user("vanthu.anxuyen"))
    assert (fault.code, str(fault.sentence)) == (
        "wrong_state",
        "Not possible now: the dossier is in the state “received”.",
    )


def test_each_guard_that_fails_is_a_reason_with_its_sentence() -> None:
    dossier = in_process()
    found = rules.blockers(dossier.approve, by=user("kyduyet.anxuyen"))
    assert [fault.code for fault in found] == [
        "result_not_rendered",
        "addressed_to_another",
        "not_at_approval",
    ]
    with translation.override("en"):
        assert str(found[2].sentence) == "The steps before the approval are not done yet."


def test_who_may_not_is_told_so_before_the_state_is() -> None:
    dossier = accepted()
    with pytest.raises(PermissionDenied, match="^issue$"):
        rules.require(dossier.issue, by=user("tiepnhan.datmui"))
    with pytest.raises(Blocked, match="^issue: wrong_state$") as refusal:
        rules.require(dossier.issue, by=user("vanthu.anxuyen"))
    assert (refusal.value.verb, len(refusal.value.reasons)) == ("issue", 1)
    rules.require(dossier.confirm_digitisation, by=user("tiepnhan.datmui"))


def test_offers_are_what_somebody_may_in_the_order_of_the_table() -> None:
    dossier, officer = digitised(), user("thuly.anxuyen")
    found = rules.offers(dossier, by=officer)
    may = [
        verb
        for verb, one in MAY.items()
        if one.every_role and rules.permits(getattr(dossier, verb), by=officer)
    ]
    assert [offer.verb for offer in found] == [verb for verb in may if verb != "submit"]
    reasons = {offer.verb: [fault.code for fault in offer.reasons] for offer in found}
    assert reasons["take_up"] == []
    assert reasons["propose"] == ["wrong_state"]


def test_nobody_is_offered_to_submit_nor_the_system_what_is_the_systems_alone() -> None:
    dossier = accepted()
    clerks = {offer.verb for offer in rules.offers(dossier, by=user("tiepnhan.datmui"))}
    assert "submit" not in clerks
    assert "withdraw" in clerks
    systems = {offer.verb for offer in rules.offers(dossier, by=system_user())}
    assert systems == {verb for verb, one in MAY.items() if one.by_system and one.every_role}
    assert "erase" not in systems


# --- the lock and the write ----------------------------------------------------------------------------------
def test_the_lock_takes_the_row_of_the_dossier_alone_and_brings_what_every_verb_reads() -> None:
    code, by = accepted().code, user("tiepnhan.datmui")
    lifecycle.lock(code, by=by)  # what is remembered for everybody is remembered now
    with CaptureQueriesContext(connection) as asked:
        dossier = lifecycle.lock(code, by=by)
        _ = dossier.agency.code, dossier.procedure_version.procedure.code
    (sql,) = [query["sql"].replace('"', "") for query in asked]
    assert sql.endswith(("FOR UPDATE OF dossiers_dossier", "FOR UPDATE"))
    assert " OF " in sql or "JOIN" not in sql


def test_the_row_is_read_in_ones_own_province_and_only_where_visible(
    settings: Settings,
) -> None:
    dossier = accepted()
    with pytest.raises(NotVisible, match=dossier.code):
        lifecycle.lock(dossier.code, by=user("thuly.tuphap"))
    settings.ONESTOP_PROVINCE = "ZZ"
    with pytest.raises(NotVisible, match=dossier.code):
        lifecycle.lock(dossier.code, by=user("tiepnhan.datmui"))


def test_only_what_a_verb_changed_is_written() -> None:
    dossier = accepted()
    with CaptureQueriesContext(connection) as asked:
        actions.instruct(dossier.code, instruction="Giải quyết sớm.", by=user("giamsat"))
    statements = [query["sql"].replace('"', "") for query in asked]
    (update,) = [sql for sql in statements if sql.startswith("UPDATE dossiers_dossier")]
    written, where = update.split(" SET ")[1].split(" WHERE ")
    assert re.findall(r"(\w+) = ", written) == ["version", "head_seq", "head_hash"]
    assert "version = 1" in where


def test_who_was_slower_is_told_and_writes_nothing() -> None:
    dossier = accepted()
    by = user("giamsat")
    slow = lifecycle.lock(dossier.code, by=by)
    actions.instruct(dossier.code, instruction="Giải quyết sớm.", by=by)
    with translation.override("en"), pytest.raises(Blocked, match="^instruct: changed_meanwhile$") as refusal:
        lifecycle.apply(slow.instruct, by=by)
    (reason,) = refusal.value.reasons
    assert str(reason.sentence) == "Somebody changed this dossier meanwhile. Open it again."
    assert again(dossier).version == 2


def test_two_verbs_on_one_object_follow_each_other() -> None:
    """What the first verb wrote is what the second one compares with."""
    by = user("giamsat")
    locked = lifecycle.lock(accepted().code, by=by)
    first = lifecycle.apply(
        locked.instruct, by=by, personal={"instruction": "Một."}, helped_by="x", way="tel"
    )
    second = lifecycle.apply(locked.instruct, by=by)
    assert (first.seq, second.seq) == (2, 3)
    assert (first.source, first.target) == ("received", "received")
    assert (first.helped_by, first.facts, first.personal) == ("x", {"way": "tel"}, {"instruction": "Một."})
    assert (second.helped_by, second.on_behalf_of, second.facts) == ("", "", {})
    assert (second.personal, second.salt) == (None, None)
    assert bytes(second.prev_hash) == bytes(first.hash)
    assert bytes(again(locked).head_hash) == bytes(second.hash)


def test_personal_data_that_is_not_declared_is_refused() -> None:
    by = user("giamsat")
    locked = lifecycle.lock(accepted().code, by=by)
    with pytest.raises(TypeError) as error:
        lifecycle.apply(locked.instruct, by=by, personal={"name": "x", "age": "y", "instruction": "z"})
    assert str(error.value) == "dossier.instructed does not declare the personal data ['age', 'name']"


def test_a_verb_outside_of_apply_is_named_and_raises() -> None:
    dossier = accepted()
    with pytest.raises(
        RuntimeError, match=r"^confirm_digitisation\(\) called outside dossiers\.lifecycle\.apply\(\)$"
    ):
        dossier.confirm_digitisation()
    with pytest.raises(PermissionDenied):
        lifecycle.apply(dossier.issue, by=user("tiepnhan.datmui"))
    with pytest.raises(RuntimeError):  # apply leaves nothing open behind it
        dossier.confirm_digitisation()
