"""What nobody means well: JSON that no database keeps, days at the end of time, frozen rows, swelling workbooks."""

import io
import json
import time
import zipfile
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from openpyxl import Workbook

from accounts.actions import import_certificates
from accounts.certificate_list import COLUMNS, ListRefused
from accounts.models import Membership
from accounts.queries import system_user
from procedures.actions.edit import discard, edit
from procedures.actions.publish import publish
from procedures.interchange import FileRefused, read
from procedures.models import CatalogueAct, ProcedureVersion, VersionFrozen
from procedures.storing import content_of
from tests.conftest import Who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CODE = "2.000635"
DEEP = '{"a":' * 300 + "1" + "}" * 300


@pytest.fixture
def desk(client: Client, who: Who) -> Client:
    client.force_login(who("bientap"))
    return client


@pytest.fixture
def draft(desk: Client) -> ProcedureVersion:
    desk.post(f"/catalogue/{CODE}/new-version/")
    return ProcedureVersion.objects.get(procedure__code=CODE, status="draft")


def address(version: ProcedureVersion, part: str) -> str:
    return f"/catalogue/{version.procedure.code}/{version.number}/{part}"


@pytest.mark.parametrize(
    "typed", ['{"a": NaN}', '{"a": 1e999}', '{"a": "\\u0000"}', '{"a": "\\ud800"}', DEEP]
)
@pytest.mark.parametrize("part", ["form", "competence"])
def test_json_that_no_database_keeps_is_refused_at_its_field(
    desk: Client, draft: ProcedureVersion, part: str, typed: str
) -> None:
    answer = desk.post(
        address(draft, f"{part}/"), {"edits": 0, "by": "composed", "rule": typed, "form": typed}
    )
    assert answer.status_code == 400
    assert answer.context["entry"].errors


@pytest.mark.parametrize(
    "typed",
    [
        '{"properties": 5}',
        '{"properties": []}',
        '{"properties": {"a": 5}}',
        '{"properties": {"a": {"enum": 5, "x-label": {"vi": "Hỏi"}}}}',
        '{"by": []}',
    ],
)
def test_a_draft_whose_form_or_rule_is_none_can_still_be_opened(
    desk: Client, draft: ProcedureVersion, typed: str
) -> None:
    for edits, part in enumerate(("form", "competence")):
        sent = {"edits": edits, "by": "composed", "rule": typed, "form": typed}
        assert desk.post(address(draft, f"{part}/"), sent).status_code == 302
    for part in ("", "form/", "competence/", "steps/"):
        assert desk.get(address(draft, part)).status_code == 200
    assert desk.post(address(draft, "publish/"), {"edits": 2}).status_code == 409


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"do": "replace", "steps": [{"key": "a"}, {"key": "a"}], "links": []}, "step_twice"),
        ({"do": "add", "edits": "9" * 5000}, "draft_changed"),
        ({"do": "add", "name": "\ud800"}, "draft_changed"),  # read as nothing at all
    ],
)
def test_the_drawing_refuses_what_cannot_be_stored(
    desk: Client, draft: ProcedureVersion, sent: dict[str, Any], code: str
) -> None:
    answer = desk.post(
        address(draft, "steps/"), json.dumps({"edits": 0} | sent), content_type="application/json"
    )
    assert answer.json()["error"]["code"] == code


def test_a_listed_entry_is_neither_edited_nor_thrown_away_nor_published(desk: Client, who: Who) -> None:
    listed = ProcedureVersion.objects.filter(status="listed").select_related("procedure__field")[0]
    CatalogueAct.objects.create(version=listed, verb="import", by=who("bientap"))
    for act in (
        lambda: edit(listed, content_of(listed), seen_edits=listed.edits, by=who("bientap")),
        lambda: discard(listed, seen_edits=listed.edits, by=who("bientap")),
        lambda: publish(listed, seen_edits=listed.edits, by=who("bientap")),
    ):
        with pytest.raises(VersionFrozen):
            act()
    sent = {"edits": listed.edits, "sure": "yes"}
    assert desk.post(address(listed, "general/"), sent).status_code == 404
    assert desk.post(address(listed, "discard/"), sent).status_code == 409
    assert listed.acts.exists()


@pytest.mark.parametrize("act", ["publish", "discard"])
def test_a_published_version_answers_with_a_sentence(desk: Client, act: str) -> None:
    version = ProcedureVersion.objects.get(procedure__code=CODE, number=1)
    answer = desk.post(address(version, f"{act}/"), {"edits": version.edits, "sure": "yes"})
    assert answer.status_code == 409
    assert answer.context["reasons"]


@pytest.mark.parametrize(
    "days", [("2027-01-02", "2027-01-01"), ("0001-01-01", ""), ("2027-01-01", "9999-12-31")]
)
def test_days_in_the_wrong_order_or_out_of_time_are_refused(
    desk: Client, draft: ProcedureVersion, days: tuple[str, str]
) -> None:
    path = address(draft, "general/")
    form = desk.get(path).context["entry"].form
    sent = {field.html_name: field.value() or "" for field in form}
    sent |= {"edits": 0, "valid_from_on": days[0], "valid_until_on": days[1]}
    answer = desk.post(path, sent)
    assert answer.status_code == 400
    assert {name for name, _many in answer.context["entry"].form.errors.items()} & {
        "valid_from_on",
        "valid_until_on",
    }


def test_a_fee_beyond_every_column_is_refused(desk: Client, draft: ProcedureVersion) -> None:
    row = {"kind_of_fee": "PHI", "name": "Phí", "per": "PAGE", "collected_at": "RECEPTION"}
    sent: dict[str, Any] = {"edits": 0, "rates-TOTAL_FORMS": 1, "rates-INITIAL_FORMS": 0}
    for facts in ({"amount": "9" * 20}, {"cap": "9" * 20}, {"tiers": "1-: " + "9" * 20}):
        rows = {f"rates-0-{name}": value for name, value in (row | facts).items()}
        assert desk.post(address(draft, "fees/"), sent | rows).status_code == 400


def test_a_row_that_claims_to_be_new_is_read_all_the_same(desk: Client, draft: ProcedureVersion) -> None:
    """Two editors add the same case: the second is told, and does not fall over it."""
    sent: dict[str, Any] = {
        "time_rules-TOTAL_FORMS": 0,
        "time_rules-INITIAL_FORMS": 0,
        "cases-INITIAL_FORMS": 0,
    }
    sent |= {"cases-TOTAL_FORMS": 1, "cases-0-code": "", "cases-0-name": "Trường hợp", "edits": 0}
    assert desk.post(address(draft, "times/"), sent).status_code == 302
    assert desk.post(address(draft, "times/"), sent).status_code == 409


@pytest.mark.parametrize("at", ["0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:00-12:00"])
@pytest.mark.parametrize("code", [CODE, "1.000419", "1.003622"])  # the same day, working days, days
def test_an_instant_at_the_end_of_time_is_refused(client: Client, who: Who, at: str, code: str) -> None:
    page = client.get(f"/procedures/{code}/", {"due-received_at": at, "due-channel": "DIRECT"})
    assert page.status_code == 200
    assert page.context["due"].errors
    client.force_login(who("tiepnhan.datmui"))
    answer = client.get(f"/api/v1/procedures/{code}/due/", {"received_at": at})
    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_no_membership_begins_or_ends_out_of_time(client: Client, who: Who, on: str) -> None:
    client.force_login(who("quantri"))
    key = Membership.objects.get(user__username="kyduyet.datmui").pk
    sent = {"substitute": "phochutich.datmui", "from_on": on, "until_on": on, "basis": "QĐ 1"}
    sent = {f"substitute-{key}-{name}": value for name, value in sent.items()}
    assert client.post(f"/staff/memberships/{key}/substitute/", sent).status_code == 400


SHEET = "xl/worksheets/sheet1.xml"
SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = "".join(
    f'<c r="{place}1" t="inlineStr"><is><t>{name}</t></is></c>'
    for place, name in zip("ABC", ("code", "name", "field"), strict=True)
)


def workbook(part: str, content: bytes) -> bytes:
    """A workbook with one part replaced."""
    whole, out = io.BytesIO(), io.BytesIO()
    Workbook().save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        new.writestr(part, content)
    return out.getvalue()


def sheet(rows: str) -> bytes:
    size = '<dimension ref="A1:XFD1048576"/>'
    return f'<worksheet {SPREADSHEET}>{size}<sheetData><row r="1">{HEAD}</row>{rows}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        (SHEET, sheet('<row r="2">' + "<c/>" * 200_000 + "</row>"), "xlsx_too_large"),
        (SHEET, sheet('<row r="999999999"><c r="A999999999"><v>1</v></c></row>'), "too_many_rows"),
        (SHEET, b"<a>" * 200_000, "xlsx_too_large"),
        ("xl/styles.xml", b"<styleSheet>" + b"<xf/>" * 400_000, "xlsx_too_large"),
        ("xl/sharedStrings.xml", b"<!--" + b"-" * 3000 + b"--><!DOCTYPE sst><sst/>", "xlsx_broken"),
        (SHEET, "<!DOCTYPE worksheet><worksheet/>".encode("utf-16"), "xlsx_broken"),
    ],
)
def test_a_workbook_that_swells_is_refused_before_it_does(part: str, content: bytes, code: str) -> None:
    began = time.perf_counter()
    with pytest.raises(FileRefused) as refused:
        read(workbook(part, content))
    assert refused.value.code == code
    assert time.perf_counter() - began < 5


def test_a_line_that_never_ends_is_refused_in_a_moment() -> None:
    began = time.perf_counter()
    with pytest.raises(FileRefused):
        read(b"code,name,field\n" + b"a," * 3_000_000)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"name": "a\x00b"}, "letters_broken"),
        ({"name": "a\ud800b"}, "letters_broken"),
        ({"effectiveTo": "9999-12-31"}, "value_not_valid"),
        ({"effectiveFrom": -62_135_596_800_000}, "value_not_valid"),
        ({"code": "９.１００００１"}, "code_not_valid"),
        ({"fees": [{"value": 10**14}], "cases": [{"name": "x"}]}, "amount_not_valid"),
        ({"executionCases": [{"profileComponents": [{"name": "x"}] * 1001}]}, "value_not_valid"),
    ],
)
def test_a_record_that_cannot_be_stored_is_named(said: dict[str, Any], code: str) -> None:
    record = {"code": "9.100001", "name": "Tên", "category": {"name": "Lĩnh vực"}} | said
    _kind, found = read(json.dumps(record).encode())
    assert code in {finding.code for finding in found.faults}


def test_keys_that_no_encoding_knows_can_be_shown() -> None:
    record = {"code": "9.100001", "name": "Tên", "category": {"name": "Lĩnh vực"}, "\ud800": 1}
    _kind, found = read(json.dumps(record).encode())
    assert [finding.sentence.encode() for finding in found.findings]


@pytest.mark.parametrize("command", ["due", "quote", "competence"])
def test_words_of_another_encoding_are_refused_at_the_terminal(command: str) -> None:
    asked = {"due": ["2026-11-20T09:00"], "quote": [], "competence": ["--point=x"]}[command]
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command(command, "\udcff", *asked, "--json", stdout=said)
    assert json.loads(said.getvalue())["error"]["code"] == "text_not_valid"


@pytest.mark.parametrize("command", ["import_procedures", "import_certificates"])
def test_a_file_without_an_end_is_not_read_to_it(command: str) -> None:
    with pytest.raises(CommandError):
        call_command(command, "/dev/zero", "--json", stdout=io.StringIO())


def test_a_certificate_from_before_all_years_is_refused() -> None:
    facts = [
        "AGENCY",
        "",
        "H12.264",
        "ab12",
        "CA",
        "",
        "",
        "0001-01-01T00:00:00+14:00",
        "2027-01-01",
        "",
        "",
        "seal",
    ]
    content = ",".join(COLUMNS) + "\n" + ",".join(facts)
    with pytest.raises(ListRefused) as refused:
        import_certificates(content.encode(), by=system_user())
    assert ("valid_from", "date_not_valid") in {(fault.field, fault.code) for fault in refused.value.faults}
