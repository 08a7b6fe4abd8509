"""The table of permissions: docs/roles.md says what accounts/roles.py says, and verbs without a dossier keep to it."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.management import call_command

from accounts.models import User
from accounts.permissions import may, require_may
from accounts.queries import system_user
from accounts.roles import MAY, MAY_IN_PROVINCE, Place, Role
from tests.conftest import Who

ROOT = Path(__file__).resolve().parents[2]


def test_the_document_is_current() -> None:
    call_command("list_roles", check=True)
    page = (ROOT / "docs" / "roles.md").read_text()
    assert all(f"`{verb}`" in page for verb in (*MAY, *MAY_IN_PROVINCE))


def test_thirteen_roles() -> None:
    assert len(Role) == 13


def test_no_verb_stands_twice_and_each_has_its_place() -> None:
    assert not set(MAY) & set(MAY_IN_PROVINCE)
    assert {rule.place for rule in MAY_IN_PROVINCE.values()} == {Place.PROVINCE}
    assert Place.PROVINCE not in {rule.place for rule in MAY.values()}


@pytest.mark.django_db
def test_who_may_do_what_is_not_about_a_dossier(who: Who) -> None:
    editor, admin, clerk = who("bientap"), who("quantri"), who("tiepnhan.datmui")
    head = who("truongtrungtam.datmui")
    people = {Role.CATALOGUE_EDITOR: editor, Role.ADMINISTRATOR: admin, Role.CENTRE_HEAD: head}
    for verb, rule in MAY_IN_PROVINCE.items():
        allowed = {user for user in (editor, admin, head, clerk) if may(user, verb)}
        assert allowed == {people[role] for role in rule.roles}, verb
        assert may(system_user(), verb) == rule.by_system
        assert not may(AnonymousUser(), verb)
    with pytest.raises(PermissionDenied):
        require_may("appoint", by=clerk)


@pytest.mark.django_db
def test_a_closed_account_may_nothing(who: Who) -> None:
    User.objects.filter(username="quantri").update(is_active=False)
    assert not may(who("quantri"), "appoint")
