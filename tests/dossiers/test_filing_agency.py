"""The competent agency of a filing: found by rule, chosen where several are lawful, never guessed."""

from datetime import date
from typing import Any

import pytest
import time_machine

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.filing import Filing, read_filing
from dossiers.models import Dossier
from procedures.queries import version_in_force
from tests.catalogue import newer
from tests.conftest import Api
from tests.journeys import FILING
from tests.statements import statements

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
LAND_OR_COMMUNE = {"procedure": "1.012796", "area": "32002"}


def filed(**changes: Any) -> Filing:
    return read_filing(FILING | changes)


def faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        filed(**changes)
    return {name: fault.code for name, fault in refused.value.faults.items()}


def test_a_choice_must_be_made() -> None:
    assert faults(**LAND_OR_COMMUNE) == {"agency": "agency_choice_needed"}


@pytest.mark.parametrize("chosen", ["H12.226", "H12.06.01"])
def test_the_agency_chosen_decides_about_the_same_area(chosen: str) -> None:
    read = filed(**LAND_OR_COMMUNE, agency=chosen)
    assert (read.agency.code, read.area.code) == (chosen, "32002")


@pytest.mark.parametrize("chosen", ["H12.264", "H12.02", "nowhere"])
def test_an_agency_that_is_not_lawful_is_refused(chosen: str) -> None:
    assert faults(**LAND_OR_COMMUNE, agency=chosen) == {"agency": "agency_not_competent"}


def test_the_only_lawful_agency_may_be_named() -> None:
    assert filed(agency="H12.226").agency == filed().agency


def test_the_holder_of_a_register_may_be_named_in_place_of_a_commune() -> None:
    read = filed(area="", agency="H12.226")
    assert (read.agency.code, read.area.code) == ("H12.226", "32002")


def test_the_area_stays_where_the_agency_is_the_provinces() -> None:
    read = filed(procedure="1.004222", area="32248")
    assert (read.agency.code, read.area.code) == ("CM-019", "32248")


def test_where_no_area_counts_the_dossier_is_of_the_agencys() -> None:
    read = filed(procedure="1.012783", area="32002")
    assert (read.agency.code, read.area.code) == ("H12.06.01", "96")


def test_the_receiving_commune_decides_what_any_may() -> None:
    assert filed(procedure="2.000884", area="").agency.code == "H12.264"


def test_without_a_service_point_only_the_point_is_asked() -> None:
    assert faults(procedure="2.000884", area="", point="nowhere") == {"point": "point_unknown"}


def test_an_unknown_area_is_named() -> None:
    assert faults(area="99999") == {"area": "area_unknown"}


def test_a_case_that_leads_to_no_agency_is_asked(morning: time_machine.Traveller) -> None:
    version = version_in_force("2.000286", TODAY)
    assert version is not None
    homes = {name: rule for name, rule in version.competence.items() if name != "default"}
    newer("2.000286", competence=homes)
    assert faults(procedure="2.000286") == {"cases": "case_without_rule"}
    assert filed(procedure="2.000286", cases=["Cơ sở thuộc UBND cấp tỉnh quản lý"]).agency.code == "H12.10"


def test_a_second_filing_asks_nothing_of_the_database() -> None:
    filed()
    with statements() as asked:
        filed()
    assert asked == []


def test_another_agency_is_another_filing(clerk: User) -> None:
    one, other = (filed(**LAND_OR_COMMUNE, agency=code) for code in ("H12.226", "H12.06.01"))
    assert one.digest("accept", clerk) != other.digest("accept", clerk)


def test_the_event_names_the_agency_chosen(clerk: User) -> None:
    dossier = actions.accept_filing(filed(**LAND_OR_COMMUNE, agency="H12.06.01"), by=clerk)
    assert Dossier.objects.get(pk=dossier.pk).agency.code == "H12.06.01"
    assert dossier.events.get().facts["agency"] == "H12.06.01"


def test_the_api_takes_the_agency(clerk: User, api: Api) -> None:
    answer = api(clerk).post(
        "/api/v1/dossiers/accept/", FILING | LAND_OR_COMMUNE | {"agency": "H12.06.01"}, "application/json"
    )
    assert answer.status_code == 201, answer.content
    assert answer.json()["agency"] == "Văn phòng Đăng ký đất đai tỉnh Cà Mau"


def test_the_api_refuses_another_agency(clerk: User, api: Api) -> None:
    answer = api(clerk).post(
        "/api/v1/dossiers/accept/", FILING | LAND_OR_COMMUNE | {"agency": "H12.264"}, "application/json"
    )
    assert answer.status_code == 400
    assert "agency_not_competent" in answer.content.decode()
