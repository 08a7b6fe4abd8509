"""The portal's JSON model, read into Content and written back."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from procedures.content import Content
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.fees import FeeUnit
from procedures.interchange import FileRefused, Found, portal_record, read_portal, said_alike
from procedures.problems import Severity

from .portal_samples import SAME_DAY, fee, method, paper, record


def read(*records: dict[str, Any]) -> Found:
    return read_portal(json.dumps(records, ensure_ascii=False).encode(), today=date(2026, 11, 20))


def content(**changes: Any) -> Content:
    found = read(record(**changes))
    assert found.faults == []
    return found.items[0].content


def codes(found: Found) -> set[tuple[int, str, str]]:
    return {(one.row, one.field, one.code) for one in found.faults}


def test_a_record_survives_the_way_there_and_back() -> None:
    assert portal_record(content()) == record()


def test_what_the_seeds_say_in_the_portals_words_survives_as_well(seeded: list[Content]) -> None:
    for one in seeded:
        found = read(portal_record(one))
        assert found.faults == [], one.code
        assert said_alike(found.items[0].content, one), one.code
        assert not said_alike(replace(found.items[0].content, conditions="other"), one)


def test_the_days_are_those_of_vietnam() -> None:
    read_ = content()

    assert (read_.valid_from_on, read_.decision_on) == (date(2025, 11, 1), date(2025, 10, 31))


def test_the_same_day_is_read_from_its_words_and_another_unit_as_working_days() -> None:
    found = read(
        record(
            executionMethods=[method("DIRECT", 1, "OTHER", SAME_DAY), method("ONLINE", "3", "OTHER")],
            cases=[],
        )
    )

    assert [rule.limit for rule in found.items[0].content.time_rules] == [
        TimeLimit(Decimal(1), TimeUnit.SAME_DAY, content().time_rules[1].limit.cutoff),  # type: ignore[union-attr]
        TimeLimit(Decimal(3), TimeUnit.WORKING_DAY),
    ]
    assert [one.code for one in found.warnings] == ["unit_other"]


@pytest.mark.parametrize(
    ("words", "amount"),
    [("Theo Nghị quyết của HĐND tỉnh", None), ("Không thu phí", 0), ("", 0), ("Miễn theo quy định", 0)],
)
def test_a_zero_that_sends_the_reader_elsewhere_is_not_free(words: str, amount: int | None) -> None:
    read_ = content(executionMethods=[method("DIRECT", 3, "DAY", "", [fee("CHARGE", 0, words)])])

    assert read_.rates[0].amount == amount


def test_fees_alike_on_all_channels_become_one_rule_and_are_counted_by_their_words() -> None:
    both = [fee("FEE", 8000, "8.000 đồng/bản sao")]
    methods = [method(one, 1, "DAY", "", both) for one in ("DIRECT", "ONLINE")]
    read_ = content(executionMethods=methods, cases=[])

    assert [(rate.channels, rate.per, rate.kind) for rate in read_.rates] == [((), FeeUnit.COPY, "PHI")]
    assert [rule.channels for rule in read_.time_rules] == [()]


def test_an_envelope_one_record_and_an_index_row_are_understood() -> None:
    index = {"code": "9.000001", "name": "Chỉ có tên", "categoriesDetails": [{"name": "Đất đai"}]}
    found = read_portal(json.dumps({"code": "OK", "data": [record(), index]}).encode())
    one = read_portal(json.dumps({"data": record()}).encode())

    assert [(item.is_full, item.content.code) for item in found.items] == [
        (True, "9.000815"),
        (False, "9.000001"),
    ]
    assert found.items[1].content.field_code == "DAT_DAI"
    assert found.items[1].content.service_level == ""
    assert len(one.items) == 1


def test_keys_that_are_not_taken_over_are_told_once() -> None:
    found = read(record(executionSteps=[{"name": "Bước 1"}], secret=1), record(code="9.000002", secret=2))

    assert [(one.row, one.code) for one in found.findings if one.code == "keys_left_out"] == [
        (0, "keys_left_out")
    ]
    assert "secret (2)" in found.findings[-1].sentence


def test_every_wrong_value_is_named_by_record_and_key() -> None:
    found = read(
        record(code="815"),
        record(name=""),
        record(executionMethods=[method("FAX", 1, "DAY")]),
        record(executionMethods=[method("DIRECT", "soon", "DAY")]),
        record(executionMethods=[method("DIRECT", 1.5, "MONTH")]),
        record(executionMethods=[method("DIRECT", 1, "DAY", "", [fee("FEE", -1, "")])]),
        record(executionMethods=[method("DIRECT", 1, "DAY", "", [fee("FEE", 1, "", "XAU")])]),
        record(executionCases=[{"name": "", "profileComponents": [paper("", "")]}]),
        record(executionCases="papers"),
        record(effectiveFrom=10**30),
        record(isWard="yes"),
        record(effectiveTo=1751302800000),
    )

    assert codes(found) == {
        (1, "code", "code_not_valid"),
        (2, "name", "value_missing"),
        (3, "executionMethods[1].submissionMethod", "word_unknown"),
        (4, "executionMethods[1].processingTime", "value_not_valid"),
        (5, "executionMethods[1].processingTime", "time_not_valid"),
        (6, "executionMethods[1].fees[1].value", "amount_not_valid"),
        (7, "executionMethods[1].fees[1].currency", "currency_unknown"),
        (8, "executionCases[1].profileComponents[1].name", "value_missing"),
        (9, "executionCases", "value_not_valid"),
        (10, "effectiveFrom", "value_not_valid"),
        (11, "isWard", "value_not_valid"),
        (12, "effectiveTo", "days_reversed"),
    }
    assert found.items == []
    assert all(one.sentence and one.severity is Severity.ERROR for one in found.faults)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'[{"code": "9.000001", "na', "json_broken"),
        (b"[" * 200_000, "json_broken"),
        (b'[{"code": NaN, "name": "x"}]', "json_broken"),
        (b"[]", "file_empty"),
        (b'{"rows": 1}', "header_unknown"),
        (b"[1, 2]", "header_unknown"),
        ('[{"code": "9.000001", "name": "Tên"}]'.encode("utf-16"), "encoding_not_utf8"),
        (b'[{"code": "9.000001", "name": "T\xean"}]', "encoding_not_utf8"),
    ],
)
def test_a_file_that_is_not_the_model_is_refused_as_a_whole(data: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read_portal(data)
    assert refused.value.code == code
    assert str(refused.value).endswith((".", "?"))


@pytest.fixture(scope="module")
def seeded() -> list[Content]:
    from seeds.reading import read_seeds

    return [
        version
        for procedure in read_seeds().procedures
        for version in procedure.versions
        if version.number not in procedure.listed
    ]
