"""instruct: a superior says what is to be done; nothing else changes."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from dossiers import actions
from dossiers.access import NotVisible
from dossiers.refusals import Blocked
from tests.dossiers.routes import APPROVER, HEAD, OFFICER
from tests.journeys import again, in_process, returned, user
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("username", "on_behalf_of"), [(HEAD, "agency:H12.226"), (APPROVER, "agency:H12.226"), ("giamsat", "")]
)
def test_superiors_and_supervisors_instruct(username: str, on_behalf_of: str) -> None:
    before = in_process()
    dossier = actions.instruct(before.code, instruction="Giải quyết trong hôm nay.", by=user(username))
    event = dossier.events.get(type="dossier.instructed")
    assert (event.personal, event.facts, event.on_behalf_of) == (
        {"instruction": "Giải quyết trong hôm nay."},
        {},
        on_behalf_of,
    )
    assert (again(dossier).status, again(dossier).officer) == ("in_process", before.officer)
    actions.instruct(before.code, instruction="Lần nữa.", by=user(username))
    assert dossier.events.filter(type="dossier.instructed").count() == 2


@pytest.mark.parametrize("instruction", ["", "\n", "x" * 1001, "x" * 10_000])
def test_one_to_a_thousand_characters(instruction: str) -> None:
    dossier = in_process()
    with refused(dossier, Invalid, "required|text_not_valid"):
        actions.instruct(dossier.code, instruction=instruction, by=user(HEAD))


def test_not_by_the_officer_nor_by_another_agency() -> None:
    dossier = in_process()
    with refused(dossier, PermissionDenied):
        actions.instruct(dossier.code, instruction="Làm đi.", by=user(OFFICER))
    with refused(dossier, NotVisible):
        actions.instruct(dossier.code, instruction="Làm đi.", by=user("truongphong.tuphap"))


def test_not_after_the_end() -> None:
    dossier = returned()
    with refused(dossier, Blocked, "wrong_state"):
        actions.instruct(dossier.code, instruction="Muộn rồi.", by=user(HEAD))
