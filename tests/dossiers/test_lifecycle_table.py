"""The law's map, written out a second time: a change of the machine is seen here, and must be meant."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from accounts.queries import system_user
from accounts.roles import MAY, Place
from dossiers import actions, lifecycle, rules
from dossiers.event_types import EVENT_TYPES
from dossiers.models import Dossier
from dossiers.models.status import PORTAL_STATUS, Status
from dossiers.refusals import Blocked
from tests.dossiers.machine import rows
from tests.journeys import REACHED, accepted, again, user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]

MAP = rows()
VERBS = sorted(MAY)


def machine() -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    """The machine as it is in the code."""
    return [
        (
            str(source),
            verb,
            "back" if hasattr(rule.target, "allowed_states") else str(rule.target or "="),
            rule.custom["event"],
            tuple(guard.code for guard in rule.custom.get("guards", ())),
        )
        for verb in VERBS
        for source, rule in getattr(Dossier, verb)._django_fsm.transitions.items()
    ]


def test_the_machine_is_the_map() -> None:
    assert sorted(machine()) == sorted(MAP)


def test_every_transition_is_a_verb_with_a_permission() -> None:
    turning = {name for name in vars(Dossier) if hasattr(getattr(Dossier, name), "_django_fsm")}
    assert turning == set(MAY) == {verb for _source, verb, *_rest in MAP}


@pytest.mark.parametrize("state", list(REACHED))
def test_every_other_verb_is_blocked_with_wrong_state(state: str) -> None:
    dossier, officer = REACHED[state](), user("thuly.anxuyen")
    possible = {verb for source, verb, *_rest in MAP if source == state}
    for verb in set(VERBS) - possible:
        (reason,) = rules.blockers(getattr(dossier, verb), by=officer)
        assert reason.code == "wrong_state", verb


@pytest.mark.parametrize("state", list(REACHED))
def test_nobody_of_another_commune_may_do_anything(state: str) -> None:
    dossier, stranger = REACHED[state](), user("thuly.datmui")
    anywhere = {verb for verb, rule in MAY.items() if any(one.place is Place.ANYWHERE for one in rule.grants)}
    for verb in set(VERBS) - anywhere:
        assert not rules.permits(getattr(dossier, verb), by=stranger), verb


SYSTEM_ALONE = {
    "archive",
    "digitise",
    "erase",
    "grant_by_silence",
    "recompute_due",
    "release_proposal",
    "release_step",
    "render_receipt",
    "render_result",
}


def test_the_systems_verbs_are_the_systems_alone() -> None:
    dossier = accepted()
    everybody = [one for one in User.objects.all() if not one.is_system]
    for verb in SYSTEM_ALONE:
        assert rules.permits(getattr(dossier, verb), by=system_user())
        assert not any(rules.permits(getattr(dossier, verb), by=one) for one in everybody), verb


def test_the_system_decides_nothing() -> None:
    dossier = accepted()
    does = {verb for verb in VERBS if rules.permits(getattr(dossier, verb), by=system_user())}
    # Re-homing the work of somebody whose role ended, a dossier without papers, a payment that a gateway reports.
    assert does == SYSTEM_ALONE | {"assign", "release", "confirm_digitisation", "settle_fee"}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_file_its_event_and_its_tests(verb: str) -> None:
    assert callable(getattr(actions, verb))
    assert (ROOT / "dossiers" / "actions" / f"{verb}.py").is_file()
    assert (ROOT / "tests" / "dossiers" / "actions" / f"test_{verb}.py").is_file()
    assert {event for _source, name, _target, event, _guards in machine() if name == verb} <= set(EVENT_TYPES)


def test_every_event_type_is_written_by_a_verb() -> None:
    assert {event for *_rest, event, _guards in machine()} == set(EVENT_TYPES)


def test_every_state_has_a_portal_status() -> None:
    assert set(PORTAL_STATUS) == set(Status.values)
    assert [PORTAL_STATUS[state] for state in Status.values] == [None, 1, 2, 2, 4, 5, 6, 4, 9, 10, 3, 7, 8]


def test_a_naked_transition_raises() -> None:
    dossier = accepted()
    with pytest.raises(RuntimeError, match=r"outside dossiers\.lifecycle"):
        dossier.confirm_digitisation()
    assert (dossier.status, again(dossier).status) == ("received", "received")


def test_the_state_is_not_assigned() -> None:
    with pytest.raises(AttributeError):
        accepted().status = "issued"


def test_the_state_is_not_updated() -> None:
    dossier = accepted()
    with pytest.raises(TypeError):
        Dossier.objects.filter(pk=dossier.pk).update(status="issued")
    with pytest.raises(TypeError), transaction.atomic():
        Dossier.objects.bulk_update([dossier], ["status"])
    assert again(dossier).status == "received"


def test_a_dossier_is_never_refreshed() -> None:
    with pytest.raises(TypeError):
        accepted().refresh_from_db()


def test_a_stale_copy_writes_nothing(clerk: User) -> None:
    stale = accepted()
    actions.confirm_digitisation(stale.code, by=clerk)
    with pytest.raises(Blocked, match="changed_meanwhile"):
        lifecycle.apply(stale.confirm_digitisation, by=clerk)
    assert again(stale).events.count() == 2


def test_personal_data_must_be_declared(clerk: User) -> None:
    dossier = accepted()
    with pytest.raises(TypeError, match="shoe_size"):
        lifecycle.apply(dossier.confirm_digitisation, by=clerk, personal={"shoe_size": 43})
    assert dossier.events.count() == 1


def test_the_drawing_is_current() -> None:
    call_command("draw_states", check=True)
