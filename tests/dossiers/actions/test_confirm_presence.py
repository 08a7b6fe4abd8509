"""confirm_presence: who came, where the procedure asks the person to be present."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Dossier
from dossiers.refusals import Blocked
from tests.catalogue import newer
from tests.dossiers.routes import APPROVER, OFFICER, PROCEDURE
from tests.journeys import CONTENT, accepted, again, in_process, user
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def confirm(dossier: Dossier, by: str, present: str = "Nguyễn Văn Thử") -> Dossier:
    return actions.confirm_presence(dossier.code, present=present, by=user(by))


@pytest.mark.parametrize(
    ("username", "agency"), [("tiepnhan.datmui", "agency:H12.264.01"), (OFFICER, "agency:H12.226")]
)
def test_the_counter_or_the_officer_records_it(username: str, agency: str) -> None:
    newer(PROCEDURE, presence_required=True)
    dossier = confirm(accepted(), username)
    event = dossier.events.get(type="dossier.presence_confirmed")
    assert (event.personal, event.on_behalf_of) == ({"present": "Nguyễn Văn Thử"}, agency)
    assert again(dossier).presence_at == event.at
    with refused(dossier, Blocked, "presence_not_asked"):
        confirm(dossier, username)


def test_the_approval_waits_for_it() -> None:
    newer(PROCEDURE, presence_required=True)
    dossier = in_process()
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=user(OFFICER))
    actions.render_result(dossier.code, draft=1, by=system_user())
    sha256 = again(dossier).results_in_hand[0].rendered_sha256
    with refused(dossier, Blocked, "presence_not_confirmed"):
        actions.approve(dossier.code, sha256=sha256, by=user(APPROVER))
    confirm(dossier, OFFICER)
    assert actions.approve(dossier.code, sha256=sha256, by=user(APPROVER)).status == "processed"


def test_not_where_nobody_asks_for_it() -> None:
    dossier = accepted()
    with refused(dossier, Blocked, "presence_not_asked"):
        confirm(dossier, "tiepnhan.datmui")


@pytest.mark.parametrize("present", ["", " ", "x" * 10_000])
def test_somebody_is_named(present: str) -> None:
    newer(PROCEDURE, presence_required=True)
    dossier = accepted()
    with refused(dossier, Invalid, "required|text_not_valid"):
        confirm(dossier, "tiepnhan.datmui", present)


def test_not_by_the_approver() -> None:
    newer(PROCEDURE, presence_required=True)
    dossier = accepted()
    with refused(dossier, PermissionDenied):
        confirm(dossier, APPROVER)
