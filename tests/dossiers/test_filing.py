"""The one parser of both doors: every fault at once, each at its field; nothing reaches the database."""

from typing import Any

import pytest

from accounts.faults import Invalid
from accounts.models import ServicePoint
from dossiers import filing
from dossiers.api.serializers import FilingSerializer
from dossiers.entries import HandedIn
from dossiers.filing import read_filing
from tests.journeys import FILING

pytestmark = pytest.mark.django_db
KEY = "abcdefghijklmnopqrst-_"


def faults(**changes: Any) -> dict[str, str]:
    """Field and code of every fault of a filing that is right but for these changes."""
    with pytest.raises(Invalid) as refused:
        read_filing(FILING | changes)
    assert all(str(fault.sentence) for fault in refused.value.faults.values())
    return {name: fault.code for name, fault in refused.value.faults.items()}


def test_the_openapi_description_has_the_same_fields() -> None:
    assert tuple(FilingSerializer().fields) == filing.FIELDS


def test_the_openapi_description_needs_the_same_fields() -> None:
    needed = {name for name, field in FilingSerializer().fields.items() if field.required}
    with pytest.raises(Invalid) as refused:
        read_filing({})
    assert set(refused.value.faults) == needed


def test_what_is_filed_is_read() -> None:
    read = read_filing(FILING)
    assert (read.version.procedure.code, read.point.code) == ("2.000635", "H12.264.01-1")
    assert (read.agency.code, read.area.code) == ("H12.226", "32002")
    assert (read.copies, read.quote.total, read.channel) == (2, 16_000, "DIRECT")


def test_an_area_is_never_guessed() -> None:
    with pytest.raises(Invalid) as refused:
        read_filing({name: value for name, value in FILING.items() if name != "area"})
    assert refused.value.faults["area"].code == "required"


def test_blanks_around_a_text_are_nothing() -> None:
    read = read_filing(FILING | {"request": "  Bản sao \n", "applicant_address": "   "})
    assert (read.request, read.applicant_address) == ("Bản sao", "")


def test_a_point_that_helped_may_be_another() -> None:
    helped = read_filing(FILING | {"helped_at": "H12.226.01-1"}).helped_at
    assert helped is not None
    assert helped.code == "H12.226.01-1"


def test_a_closed_point_receives_nothing() -> None:
    ServicePoint.objects.filter(code="H12.264.01-1").update(is_open=False)
    assert faults() == {"point": "point_unknown"}


def test_papers_keep_their_order_and_requirement() -> None:
    papers = [{"document": KEY, "requirement": 2}, {"document": KEY[::-1]}]
    assert read_filing(FILING | {"papers": papers}).papers == (HandedIn(KEY, 2), HandedIn(KEY[::-1], None))


def test_all_faults_are_told_at_once() -> None:
    told = faults(procedure="", point="nowhere", applicant_name="", id_number="1", copies="many")
    assert set(told) == {"procedure", "point", "applicant_name", "id_number", "copies"}


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("helped_at", "nowhere", "point_unknown"),
        ("applicant_address", "x" * 251, "text_not_valid"),
        ("request", "x" * 501, "text_not_valid"),
        ("request", ["a", "list"], "text_not_valid"),
        ("request", {"an": "object"}, "text_not_valid"),
        ("request", 7, "text_not_valid"),
        ("request", "a\x00b", "text_not_valid"),
        ("request", "a\ud800b", "text_not_valid"),
        ("applicant_name", "\udfff", "text_not_valid"),
        ("procedure", 2.000635, "text_not_valid"),
        ("copies", -1, "number_not_valid"),
        ("copies", 101, "number_not_valid"),
        ("copies", 1.5, "number_not_valid"),
        ("copies", "9" * 5000, "number_not_valid"),
        ("copies", [1], "number_not_valid"),
        ("copies", True, "number_not_valid"),
        ("papers", 5, "papers_not_valid"),
        ("papers", {"document": KEY}, "papers_not_valid"),
        ("papers", [KEY], "papers_not_valid"),
        ("papers", [None], "papers_not_valid"),
        ("papers", [{"requirement": 1}], "papers_not_valid"),
        ("papers", [{"document": [KEY]}], "papers_not_valid"),
        ("papers", [{"document": KEY, "requirement": "1"}], "papers_not_valid"),
        ("papers", [{"document": KEY, "requirement": True}], "papers_not_valid"),
        ("papers", [{"document": KEY}, {"document": KEY}], "papers_not_valid"),
    ],
)
def test_a_wrong_entry_is_named(field: str, value: object, code: str) -> None:
    assert faults(**{field: value}) == {field: code}


@pytest.mark.parametrize("key", ["not-a-uuid", "1", "\x00"])
def test_an_idempotency_key_is_a_uuid(key: str) -> None:
    with pytest.raises(Invalid, match="key: key_not_valid"):
        read_filing(FILING, key=key)
