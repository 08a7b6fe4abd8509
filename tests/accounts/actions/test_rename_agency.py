"""Renaming and closing: the old name stays on old dossiers; nothing open is left in a closed agency."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from accounts import actions as staff
from accounts.faults import Invalid
from accounts.models import Agency, StaffAct, User
from accounts.queries import agency_name
from dossiers.citizen_queries import tracked
from tests.conftest import Api
from tests.journeys import accepted, again, submitted

pytestmark = pytest.mark.django_db
OLD, NEW = "Ủy ban nhân dân phường An Xuyên", "Ủy ban nhân dân phường An Xuyên Mới"


def rename(agency: Agency, admin: User, **changes: object) -> Agency:
    given = {"name": NEW, "short_name": "UBND phường An Xuyên Mới", "basis": "NQ 1/2026"} | changes
    return staff.rename_agency(agency, by=admin, **given)  # type: ignore[arg-type]


def test_an_old_dossier_keeps_the_name_of_its_day(
    admin: User, anxuyen: Agency, clerk: User, supervisor: User, api: Api, morning: object
) -> None:
    old = accepted()
    morning.shift(timedelta(days=3))  # type: ignore[attr-defined]
    rename(anxuyen, admin)
    new = accepted()
    assert [again(one).agency_name for one in (old, new)] == [OLD, NEW]
    program = api(clerk)
    for dossier, name in ((old, OLD), (new, NEW)):
        assert program.get(f"/api/v1/dossiers/{dossier.code}/").json()["agency"] == name
        found = tracked(dossier.token)
        assert found is not None
        assert found.agency == name
    listed = {row["code"]: row["agency"] for row in program.get("/api/v1/dossiers/").json()["rows"]}
    assert listed == {old.code: OLD, new.code: NEW}


def test_names_by_day(admin: User, anxuyen: Agency) -> None:
    today = localdate()
    rename(anxuyen, admin, on=today)
    assert agency_name(anxuyen.pk, today) == NEW
    assert agency_name(anxuyen.pk, today - timedelta(days=1)) == OLD
    assert agency_name(anxuyen.pk, date(2020, 1, 1)) == OLD
    assert StaffAct.objects.get(verb="rename_agency").facts["before"] == OLD


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": OLD}, "same_name"),
        ({"name": " "}, "text_not_valid"),
        ({"basis": ""}, "text_not_valid"),
        ({"on": date(2099, 1, 1)}, "rename_in_the_future"),
        ({"on": date(2025, 7, 1)}, "rename_too_early"),
    ],
)
def test_a_name_that_cannot_stand(
    changes: dict[str, object], code: str, admin: User, anxuyen: Agency
) -> None:
    with pytest.raises(Invalid, match=code):
        rename(anxuyen, admin, **changes)
    assert Agency.objects.get(code="H12.226").name == OLD


def test_only_an_administrator(supervisor: User, anxuyen: Agency) -> None:
    with pytest.raises(PermissionDenied):
        rename(anxuyen, supervisor)


def test_the_predecessor_has_its_successor() -> None:
    closed = Agency.objects.select_related("successor").get(code="H04")
    assert closed.successor is not None
    assert (closed.successor.code, str(closed.valid_until_on)) == ("H12", "2025-06-30")


def close(code: str, admin: User, successor: str = "H12.02") -> Agency:
    agency, heir = Agency.objects.get(code=code), Agency.objects.get(code=successor)
    return staff.close_agency(agency, on=localdate(), successor=heir, basis="NQ 2/2026", by=admin)


def test_an_idle_agency_closes(admin: User) -> None:
    closed = close("H12.13", admin)
    assert (closed.valid_until_on, closed.successor_id) == (localdate(), Agency.objects.get(code="H12.02").pk)


def test_an_agency_with_people_children_or_open_dossiers_does_not(admin: User) -> None:
    with pytest.raises(Invalid, match="agency_has_staff"):
        close("H12.03", admin)
    with pytest.raises(Invalid, match="agency_has_children"):
        close("H12.06", admin)
    dossier = submitted(area="32014")  # Lý Văn Lâm, where nobody works in the demonstration
    centre, committee = Agency.objects.get(code="H12.227.01"), Agency.objects.get(code="H12.227")
    assert dossier.agency == committee
    close(centre.code, admin)
    with pytest.raises(Invalid, match="agency_has_open_work"):
        close(committee.code, admin)
    with pytest.raises(Invalid, match="successor_not_valid"):
        close("H12.13", admin, successor="H12.13")
