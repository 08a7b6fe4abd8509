"""The validator of e-forms: what is cleaned, what is refused, at which path, in which words."""

import time
from typing import Any

import pytest
from django.utils.translation import override

from accounts.faults import Fault, Invalid
from procedures.eforms import FormBroken, filed_answers, groups, masked, validate
from tests.procedures.eform_samples import ANSWERS, FORM

pytestmark = pytest.mark.usefixtures("morning")


def faults(answers: Any) -> dict[str, Fault]:
    with override("en"), pytest.raises(Invalid) as refused:
        validate(FORM, answers)
    return refused.value.faults


def codes(**changes: Any) -> dict[str, str]:
    """Path and code of what is wrong with right answers but for these changes; `person` is merged."""
    person = ANSWERS["person"] | changes.pop("person", {})
    return {path: fault.code for path, fault in faults(ANSWERS | {"person": person} | changes).items()}


def test_right_answers_stay_as_they_are() -> None:
    assert validate(FORM, ANSWERS) == ANSWERS


def test_what_a_form_sends_becomes_what_a_program_sends() -> None:
    typed = {
        "person": {
            "full_name": "  Nguyễn  Văn Thử\u200b ",
            "born_on": "15/3/1985",
            "sex": "MALE",
            "email": "",
        },
        "copies": " 2 ",
        "area": "62,5",
        "plate": "69A-12345",
        "reason": "Dòng 1\r\nDòng 2\n",
        "papers": ["B", "A", "B"],
        "urgent": "false",
        "children": [{"name": "Nguyễn Văn Con", "born_on": "02/01/2015"}],
        "declaration": "true",
    }
    assert validate(FORM, typed) == ANSWERS | {
        "area": 62.5,
        "plate": "69A-12345",
        "reason": "Dòng 1\nDòng 2",
        "papers": ["A", "B"],
        "urgent": False,
    }


def test_letters_typed_in_parts_are_stored_as_one() -> None:
    person = ANSWERS["person"] | {"full_name": "Nguye\u0302\u0303n Văn Thử"}
    assert validate(FORM, ANSWERS | {"person": person})["person"]["full_name"] == "Nguyễn Văn Thử"


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ({"full_name": "  "}, {"answers.person.full_name": "required"}),
        ({"full_name": "x" * 31}, {"answers.person.full_name": "too_long"}),
        ({"full_name": 7}, {"answers.person.full_name": "not_a_text"}),
        ({"full_name": "a\x00"}, {"answers.person.full_name": "text_not_valid"}),
        ({"full_name": "\ud800"}, {"answers.person.full_name": "text_not_valid"}),
        ({"born_on": "31/02/1985"}, {"answers.person.born_on": "not_a_date"}),
        ({"born_on": "1985"}, {"answers.person.born_on": "not_a_date"}),
        ({"born_on": "2026-11-21"}, {"answers.person.born_on": "date_in_future"}),
        ({"sex": "Nam"}, {"answers.person.sex": "not_in_list"}),
        ({"sex": ["MALE"]}, {"answers.person.sex": "not_in_list"}),
        ({"id_number": "096085004"}, {"answers.person.id_number": "id_old_9_digits"}),
        ({"phone": "12"}, {"answers.person.phone": "phone_prefix"}),
        ({"email": "ten@", "phone": "0912345678"}, {"answers.person.email": "not_an_email"}),
        ({"email": "ten@example.vn"}, {"answers.person.phone": "required"}),
        ({"relation": "OTHER"}, {"answers.person.relation_other": "required"}),
        ({"father": "x"}, {"answers.person.father": "unknown_field"}),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(person: dict[str, Any], expected: dict[str, str]) -> None:
    assert codes(person=person) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"copies": 0}, {"answers.copies": "number_too_small"}),
        ({"copies": "21"}, {"answers.copies": "number_too_big"}),
        ({"copies": "hai"}, {"answers.copies": "not_a_whole_number"}),
        ({"copies": 1.5}, {"answers.copies": "not_a_whole_number"}),
        ({"copies": True}, {"answers.copies": "not_a_whole_number"}),
        ({"copies": float("nan")}, {"answers.copies": "not_a_whole_number"}),
        ({"area": "1.200"}, {"answers.area": "not_a_number"}),
        ({"area": float("inf")}, {"answers.area": "not_a_number"}),
        ({"area": "9" * 5000}, {"answers.area": "not_a_number"}),
        ({"plate": "69-A"}, {"answers.plate": "wrong_pattern"}),
        ({"urgent": "perhaps"}, {"answers.urgent": "not_yes_or_no"}),
        ({"papers": ["C"]}, {"answers.papers": "not_in_list"}),
        ({"papers": {"A": 1}}, {"answers.papers": "not_in_list"}),
        ({"children": [{}]}, {"answers.children.0.name": "required"}),
        ({"children": [{"name": "A"}]}, {"answers.children.0.name": "too_short"}),
        ({"children": [{"name": "An", "x": 1}]}, {"answers.children.0.x": "unknown_field"}),
        ({"children": [{"name": "An"}] * 4}, {"answers.children": "too_many"}),
        ({"children": "An"}, {"answers.children": "not_a_list"}),
        (
            {"children": ["An"]},
            {"answers.children.0": "not_an_object", "answers.children.0.name": "required"},
        ),
        ({"declaration": False}, {"answers.declaration": "required"}),
        ({"more": 1}, {"answers.more": "unknown_field"}),
    ],
)
def test_a_wrong_answer_outside_sections_too(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert codes(**changes) == expected


def test_every_fault_is_told_at_once() -> None:
    assert {path: fault.code for path, fault in faults({"copies": "x"}).items()} == {
        "answers.copies": "not_a_whole_number",
        "answers.person.full_name": "required",
        "answers.person.born_on": "required",
        "answers.declaration": "required",
    }


def test_the_sentence_names_the_field_and_says_what_to_do() -> None:
    told = faults(ANSWERS | {"children": [{"name": "An", "born_on": "x"}]})["answers.children.0.born_on"]
    assert str(told.sentence).startswith("“Child 1 – Birth of the child” is not a day")
    with override("vi"), pytest.raises(Invalid) as refused:
        validate(FORM, {"person": {"full_name": "An"}, "declaration": True})
    assert "“Người yêu cầu – Ngày sinh”" in str(refused.value.faults["answers.person.born_on"].sentence)


@pytest.mark.parametrize("hostile", [None, [], "x", 3, [[[]]]])
def test_what_is_no_object_is_refused(hostile: Any) -> None:
    assert [fault.code for fault in faults(hostile).values()] == ["not_an_object"]


def test_hostile_answers_cost_nothing() -> None:
    deep: Any = "x"
    for _ in range(50_000):
        deep = [deep]
    many = {f"field{n}": n for n in range(100_000)}
    hostile = {"person": {"full_name": "x" * 30_000_000}, "children": deep, "papers": ["A"] * 1_000_000}
    started = time.perf_counter()
    found = faults(many | hostile)
    assert time.perf_counter() - started < 1
    assert len(found) < 40
    assert found["answers.person.full_name"].code == "too_long"


def test_unknown_names_are_cut_before_they_are_shown() -> None:
    (path,) = faults(ANSWERS | {"<script>" * 100 + "\x00": 1})
    assert len(path) < 80


@pytest.mark.parametrize("given", [None, {}])
def test_at_the_counter_the_paper_form_is_as_good(given: Any) -> None:
    assert filed_answers(FORM, given, is_needed=False) == {}
    assert filed_answers({}, given, is_needed=True) == {}


def test_online_the_form_is_needed_and_a_form_begun_is_checked_whole() -> None:
    with pytest.raises(Invalid, match="answers.declaration: required"):
        filed_answers(FORM, {}, is_needed=True)
    with pytest.raises(Invalid, match="answers.declaration: required"):
        filed_answers(FORM, {"copies": 1}, is_needed=False)


def test_a_version_without_form_takes_no_answers() -> None:
    with pytest.raises(Invalid, match="answers: form_not_asked"):
        filed_answers({}, {"copies": 1}, is_needed=False)


def test_a_form_with_mistakes_is_never_used() -> None:
    with pytest.raises(FormBroken):
        validate({"type": "object", "properties": {"a": {"type": "string", "pattern": "(a+)+$"}}}, {})


def test_answers_read_back_in_words_and_in_order() -> None:
    with override("vi"):
        found = groups(FORM, validate(FORM, ANSWERS | {"papers": ["A", "B"], "urgent": True}))
    assert [(group.title, group.facts) for group in found] == [
        (
            "Người yêu cầu",
            [("Họ và tên", "Nguyễn Văn Thử"), ("Ngày sinh", "15/03/1985"), ("Giới tính", "Nam")],
        ),
        ("", [("Số bản", "2"), ("Cần gấp", "Có"), ("Giấy tờ kèm theo", "Giấy A; Giấy B")]),
        ("Con 1", [("Họ tên con", "Nguyễn Văn Con"), ("Ngày sinh con", "02/01/2015")]),
        ("", [("Tôi cam đoan", "Có")]),
    ]


def test_identity_numbers_can_be_masked() -> None:
    person = ANSWERS["person"] | {"id_number": "096085004511"}
    assert masked(FORM, ANSWERS | {"person": person})["person"]["id_number"] == "096******511"
    assert person["id_number"] == "096085004511"
