"""appoint and move_office: a role begins; what a person was elsewhere ends."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import Agency, User
from tests.conftest import Api
from tests.journeys import again, in_process, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def datmui() -> Agency:
    return Agency.objects.get(code="H12.264")


def test_moving_revokes_and_rehomes(
    officer: User, second: User, admin: User, anxuyen: Agency, datmui: Agency, api: Api
) -> None:
    dossier, program = in_process(), api(officer)
    staff.move_office(officer, anxuyen, datmui, "processing_officer", to=second, by=admin)
    assert program.get("/api/v1/dossiers/").status_code == 401
    assert again(dossier).officer == second
    moved = user("thuly.anxuyen")
    assert moved.agency_ids() == {datmui.pk}
    assert api(moved).get(f"/api/v1/dossiers/{dossier.code}/").status_code == 404


def test_a_move_to_come_changes_nothing_yet(
    officer: User, admin: User, anxuyen: Agency, datmui: Agency
) -> None:
    day = localdate() + timedelta(days=10)
    staff.move_office(officer, anxuyen, datmui, "processing_officer", on=day, by=admin)
    posts = officer.memberships
    assert {post.agency_id for post in posts.in_force(localdate())} == {anxuyen.pk}
    assert {post.agency_id for post in posts.in_force(day - timedelta(days=1))} == {anxuyen.pk}
    assert {post.agency_id for post in posts.in_force(day)} == {datmui.pk}


def test_who_is_not_there_cannot_leave(officer: User, admin: User, anxuyen: Agency, datmui: Agency) -> None:
    with pytest.raises(Invalid, match="nothing_to_leave"):
        staff.move_office(officer, datmui, anxuyen, "processing_officer", by=admin)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "boss"}, "role_unknown"),
        ({"role": "processing_officer"}, "already_appointed"),
        ({"role": "cashier", "until_on": date(2026, 1, 1), "from_on": date(2026, 2, 1)}, "ends_before"),
        ({"role": "cashier", "until_on": date(2026, 1, 1), "from_on": date(2025, 12, 1)}, "ends_in_the_past"),
        ({"role": "cashier", "title": "x" * 121}, "text_not_valid"),
    ],
)
def test_an_appointment_that_cannot_stand(
    changes: dict[str, object], code: str, officer: User, admin: User, anxuyen: Agency
) -> None:
    role = str(changes.pop("role"))
    with pytest.raises(Invalid, match=code):
        staff.appoint(officer, anxuyen, role, by=admin, **changes)  # type: ignore[arg-type]
    assert officer.memberships.count() == 1


def test_nobody_is_appointed_to_a_closed_agency(officer: User, admin: User) -> None:
    with pytest.raises(Invalid, match="agency_not_valid"):
        staff.appoint(officer, Agency.objects.get(code="H04"), "cashier", by=admin)


def test_nobody_appoints_themselves(officer: User, anxuyen: Agency) -> None:
    with pytest.raises(PermissionDenied):
        staff.appoint(officer, anxuyen, "approver", by=officer)
