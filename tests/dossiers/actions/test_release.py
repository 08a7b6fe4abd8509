"""release: the dossier goes back to the agency's list, and its clock runs on."""

import pytest
from django.core.exceptions import PermissionDenied

from dossiers import actions, queries
from dossiers.refusals import Blocked
from tests.journeys import again, digitised, in_process, user

pytestmark = pytest.mark.django_db


def test_it_waits_for_an_officer_again() -> None:
    before = in_process()
    dossier = actions.release(before.code, by=user("phochutich.anxuyen"))
    assert (dossier.status, dossier.officer, dossier.due_at) == ("digitised", None, before.due_at)
    officer = user("thuly.anxuyen")
    assert queries.of_province().filter(queries.to_take_up(officer)).get() == dossier
    assert actions.take_up(dossier.code, by=officer).officer == officer


def test_what_nobody_holds_is_not_released() -> None:
    with pytest.raises(Blocked, match="wrong_state"):
        actions.release(digitised().code, by=user("phochutich.anxuyen"))


def test_an_officer_keeps_what_they_took_up() -> None:
    dossier = in_process()
    with pytest.raises(PermissionDenied):
        actions.release(dossier.code, by=user("thuly.anxuyen"))
    assert again(dossier).status == "in_process"
