"""The register of an office (form 07): its rows, its files, its bounds, who may take it, and the trace of it."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.faults import Invalid
from accounts.models import User
from dossiers import register_files
from dossiers.access import NotVisible
from dossiers.models import AccessRecord, Dossier
from dossiers.register import Register, offices_of, read_period, register
from dossiers.register_files import FORMS, register_file_of
from tests.journeys import accepted, in_process, returned, submitted, user
from tests.papers.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
TODAY = date(2026, 11, 20)
POINT, COMPETENT = "H12.264.01-1", "H12.226"


def of_point(by: User, **changes: object) -> Register:
    asked: dict[str, object] = {"point": POINT, "from_on": TODAY, "until_on": TODAY}
    return register(by, **asked | changes)  # type: ignore[arg-type]


def test_it_says_of_each_dossier_when_it_went_and_came_back(clerk: User) -> None:
    dossier = returned()
    (row,) = of_point(clerk).rows

    assert (row.code, row.person, row.sets) == (dossier.code, "Nguyễn Văn Thử", 1)
    assert row.procedure == dossier.procedure_version.name
    assert row.reach == "Ấp 3, Xã Khánh An, Cà Mau; 0912 345 678"
    assert row.agency == dossier.agency_short_name
    assert {row.received, row.sent, row.back, row.returned} == {"20/11/2026 09:00"}
    assert row.due == "20/11/2026 17:00"
    assert (row.way, row.note) == ("Tại quầy", "Đúng hạn")


def test_what_runs_says_where_it_is(clerk: User) -> None:
    in_process()
    (row,) = of_point(clerk).rows
    assert (row.back, row.returned, row.way, row.note) == ("", "", "", "Đang xử lý")


def test_what_was_not_received_does_not_stand_in_it(clerk: User) -> None:
    submitted()
    assert of_point(clerk).rows == ()


def test_days_are_inclusive_and_of_the_office(clerk: User) -> None:
    accepted()
    assert not of_point(clerk, from_on=date(2026, 11, 21), until_on=date(2026, 11, 30)).rows
    assert not of_point(clerk, from_on=date(2026, 11, 1), until_on=date(2026, 11, 19)).rows
    assert of_point(clerk, from_on=date(2026, 11, 20), until_on=date(2026, 11, 20)).rows


def test_the_competent_agency_has_a_register_too(officer: User) -> None:
    accepted()
    found = register(officer, agency=COMPETENT, from_on=TODAY, until_on=TODAY)
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    "username", ["tiepnhan.anxuyen", "thuly.anxuyen", "quantri", "bientap", "buudien.datmui"]
)
def test_who_does_not_work_there_gets_none(username: str) -> None:
    accepted()
    with pytest.raises(NotVisible):
        of_point(user(username))
    assert not AccessRecord.objects.filter(what__startswith="register").exists()


def test_an_office_that_is_not_there_is_not_there(supervisor: User) -> None:
    for office in ({"point": "H12.999"}, {"point": "", "agency": "H12.999"}):
        with pytest.raises(NotVisible):
            of_point(supervisor, **office)


def test_a_supervisor_takes_any(supervisor: User) -> None:
    accepted()
    assert len(of_point(supervisor).rows) == 1


def test_every_dossier_in_it_says_who_took_it(clerk: User) -> None:
    dossiers = {accepted().pk, accepted().pk}
    of_point(clerk)
    records = AccessRecord.objects.filter(what="register 2026-11-20 to 2026-11-20", user=clerk)
    assert {record.dossier_id for record in records} == dossiers


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"from_on": date(2026, 11, 21)}, "to", "period_not_valid"),
        ({"from_on": date(2025, 11, 1)}, "to", "period_not_valid"),
        ({"point": ""}, "point", "office_needed"),
        ({"agency": COMPETENT}, "point", "office_needed"),
    ],
)
def test_a_period_and_one_office_are_needed(
    changes: dict[str, object], field: str, code: str, clerk: User
) -> None:
    with pytest.raises(Invalid) as invalid:
        of_point(clerk, **changes)
    assert invalid.value.faults[field].code == code


def test_more_than_it_holds_is_refused_with_what_to_do(clerk: User) -> None:
    accepted(), accepted()
    assert len(of_point(clerk, most=2).rows) == 2
    with pytest.raises(Invalid) as invalid:
        of_point(clerk, most=1)
    assert invalid.value.faults["to"].code == "register_too_long"
    assert "1" in str(invalid.value.faults["to"].sentence)


@pytest.mark.parametrize("day", ["", "20/11/2026", "2026-11-31", "x"])
def test_a_day_is_written_as_programs_write_it(day: str) -> None:
    with pytest.raises(Invalid) as invalid:
        read_period({"from": day, "to": "2026-11-20"})
    assert set(invalid.value.faults) == {"from"}


def asked(**changes: str) -> dict[str, str]:
    return {"point": POINT, "from": "2026-11-20", "to": "2026-11-20"} | changes


def test_as_a_pdf_it_is_the_form(clerk: User) -> None:
    dossier = accepted()
    made = register_file_of(asked(), by=clerk)
    words = text(made.content)

    assert made.mime == "application/pdf" and made.file_name.endswith("20261120-20261120.pdf")
    assert "SỔ THEO DÕI HỒ SƠ từ ngày 20/11/2026 đến ngày 20/11/2026 · 1 hồ sơ" in words
    assert dossier.code in words.replace("\ufffe", "") and "Mẫu số 07" in words
    assert str(clerk) in words


def test_as_tables_it_says_the_same(clerk: User) -> None:
    dossier = accepted()
    found = of_point(clerk)
    lines = list(
        csv.reader(
            io.StringIO(register_file_of(asked(**{"as": "csv"}), by=clerk).content.decode("utf-8-sig"))
        )
    )
    sheet = load_workbook(io.BytesIO(register_file_of(asked(**{"as": "xlsx"}), by=clerk).content)).active
    assert sheet is not None
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(min_row=3, values_only=True)]

    assert lines == rows
    assert lines[0][:3] == ["STT", "Mã hồ sơ", "Tên thủ tục hành chính"]
    assert lines[1][:2] == ["1", dossier.code]
    assert found.checksum in str(sheet["A2"].value)


@pytest.mark.parametrize("address", ["=1+1", "+84", "-1", "@SUM(A1)"])
def test_no_table_holds_a_formula(address: str, clerk: User) -> None:
    accepted(applicant_address=address, applicant_phone="")
    line = list(csv.reader(io.StringIO(FORMS["csv"].make(of_point(clerk), clerk).decode("utf-8-sig"))))[1]
    sheet = load_workbook(io.BytesIO(FORMS["xlsx"].make(of_point(clerk), clerk))).active
    assert sheet is not None

    assert line[5] == f"'{address}"
    assert (sheet["F4"].value, sheet["F4"].data_type) == (address, "s")


def test_a_kind_of_file_that_is_not_offered_is_refused(clerk: User) -> None:
    with pytest.raises(Invalid) as invalid:
        register_file_of(asked(**{"as": "doc"}), by=clerk)
    assert set(invalid.value.faults) == {"as"}


def test_a_pdf_holds_fewer_than_a_table() -> None:
    assert FORMS["pdf"].most == register_files.MOST_PRINTED < FORMS["csv"].most


def test_it_takes_as_many_statements_for_many_as_for_one(clerk: User) -> None:
    accepted()
    one = statements_of(clerk)
    for _number in range(3):
        accepted()
    assert statements_of(clerk) == one


def statements_of(clerk: User) -> int:
    of_point(clerk)  # what is remembered is asked first
    with CaptureQueriesContext(connection) as captured:
        of_point(clerk)
    return len(captured)


def test_the_checksum_changes_with_a_row(clerk: User) -> None:
    dossier = accepted()
    before = of_point(clerk).checksum
    assert of_point(clerk).checksum == before
    Dossier.objects.filter(pk=dossier.pk).update(applicant_address="Ấp 4")
    assert of_point(clerk).checksum != before


def test_who_works_somewhere_is_offered_its_offices(clerk: User) -> None:
    points, agencies = offices_of(clerk)
    assert POINT in {point.code for point in points}
    assert {agency.code for agency in agencies} == {"H12.264.01"}
    assert offices_of(user("quantri")) == ([], [])
