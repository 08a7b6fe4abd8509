"""The review of a schema before publishing: each mistake is one sentence that names the place."""

import re
import time
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.utils.translation import override

from procedures.eforms import form_problems, ordered
from procedures.eforms.patterns import PatternRefused, check_pattern
from tests.procedures.eform_samples import FORM, PERSON

SEEDS = sorted((Path(__file__).parents[2] / "seeds" / "forms").glob("*.yaml"))


def changed(path: str, value: Any) -> dict[str, Any]:
    """The sample form with something put in, or taken out (None), at a path such as person.born_on.x-label."""
    schema = deepcopy(FORM)
    *names, last = path.split("/")
    target: Any = schema
    for name in names:
        target = target[int(name) if isinstance(target, list) else name]
    if value is None:
        del target[last]
    else:
        target[last] = value
    return schema


def problems(schema: Any) -> list[tuple[str, str]]:
    with override("en"):
        return [(fault.code, str(fault.sentence)) for fault in form_problems(schema)]


def test_the_samples_and_no_form_are_good() -> None:
    assert problems(FORM) == []
    assert problems({}) == []


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.stem)
def test_the_forms_of_the_seeds_are_good_and_keep_their_order(file: Path) -> None:
    seed = yaml.safe_load(file.read_text("utf-8"))
    assert (seed["code"], problems(seed["schema"])) == (file.stem, [])
    assert ordered(seed["schema"]) == seed["schema"]
    assert seed["confidence"] in ("medium", "low")
    assert seed["source"]


BORN = "properties/person/properties/born_on"
SEX = "properties/person/properties/sex"
PLATE = "properties/plate"
IF = "properties/person/allOf/0/if"


@pytest.mark.parametrize(
    ("path", "value", "code", "words"),
    [
        ("type", "array", "form_not_object", "The form"),
        ("title_of_mine", "x", "keyword_unknown", "title_of_mine"),
        ("additionalProperties", True, "keyword_unknown", "The form"),
        ("$schema", "http://json-schema.org/draft-07/schema#", "not_json_schema", "2020-12"),
        ("x-order", ["person"], "order_incomplete", "x-order"),
        (f"{BORN}/type", "null", "type_unknown", "person.born_on (“Ngày sinh”)"),
        (f"{BORN}/format", "uri", "format_unknown", "person.born_on"),
        (f"{BORN}/x-day", "soon", "keyword_unknown", "past"),
        (f"{BORN}/x-label", {"en": "Date of birth"}, "label_missing", "Vietnamese"),
        (f"{BORN}/x-label", {"vi": "Ngày", "fr": "Jour"}, "label_not_valid", "“vi” and “en”"),
        (f"{BORN}/x-prefill", "birthday", "prefill_unknown", "born_on"),
        (f"{BORN}/x-prefill", "full_name", "prefill_mismatch", "full_name"),
        (f"{BORN}/default", "x", "keyword_unknown", "default"),
        (f"{SEX}/x-enum-labels", None, "enum_without_labels", "person.sex"),
        (f"{SEX}/x-enum-labels/MALE", None, "enum_without_labels", "MALE"),
        (f"{SEX}/x-enum-labels/MALE", {"en": "Male"}, "label_missing", "MALE"),
        (f"{SEX}/enum", ["MALE", "MALE"], "enum_not_texts", "different texts"),
        (f"{SEX}/enum", [1, [2]], "enum_not_texts", "different texts"),
        (f"{SEX}/x-widget", "slider", "widget_unknown", "radio, select"),
        ("required", ["person", "nobody"], "required_not_defined", "nobody"),
        ("required", "person", "required_not_defined", "list of field names"),
        ("properties/person/dependentRequired", {"email": ["fax"]}, "required_not_defined", "fax"),
        ("properties/person/allOf", [{"not": {}}], "condition_not_simple", "compares"),
        (f"{IF}/required", [], "condition_not_simple", "left empty"),
        (f"{IF}/properties/relation", {"const": "COUSIN"}, "condition_unknown_value", "person.relation"),
        (f"{PLATE}/pattern", "^(a", "pattern_broken", "plate"),
        (f"{PLATE}/pattern", "^([a-z]+)+$", "pattern_slow", "very long"),
        (f"{PLATE}/x-hint", None, "pattern_without_hint", "x-hint"),
        (f"{PLATE}/maxLength", -1, "limit_not_valid", "plate"),
        (f"{PLATE}/maxLength", 5000, "limit_not_valid", "4000"),
        ("properties/copies/minimum", 30, "limit_not_valid", "larger"),
        ("properties/copies/minimum", "1", "limit_not_valid", "numbers"),
        ("properties/declaration/const", False, "limit_not_valid", "ticked"),
        ("properties/papers/uniqueItems", False, "limit_not_valid", "once"),
        ("properties/papers/items", {"type": "integer"}, "type_unknown", "papers"),
        ("properties/children/maxItems", None, "rows_without_limit", "maxItems"),
        ("properties/children/maxItems", 1000, "rows_without_limit", "30"),
        ("properties/children/items/properties/more", PERSON, "too_deep", "children.more"),
        ("properties/person/properties/more", PERSON, "too_deep", "person.more"),
        ("properties/Person-2", PERSON, "name_not_valid", "small letters"),
        ("properties", {}, "properties_missing", "asks nothing"),
    ],
)
def test_a_mistake_is_one_sentence_with_its_place(path: str, value: Any, code: str, words: str) -> None:
    found = problems(changed(path, value))
    assert code in [each for each, _sentence in found]
    assert any(words in sentence for each, sentence in found if each == code)


@pytest.mark.parametrize(
    "hostile", [None, [], "x", 7, {"type": {}}, {"type": "object", "properties": {"a": 1}}]
)
def test_whatever_is_given_is_answered(hostile: Any) -> None:
    assert problems(hostile)


def test_no_change_of_one_value_makes_the_review_fall() -> None:
    def places(value: Any, path: str = "") -> list[str]:
        inner = (
            value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        )
        return [path, *(place for key, each in inner for place in places(each, f"{path}/{key}"))]

    for path in places(FORM)[1:]:
        odds: list[Any] = ["", 7, [], {}, [[]], True, {"a": 1}]
        for odd in odds:
            schema = deepcopy(FORM)
            target: Any = schema
            *names, last = path.strip("/").split("/")
            for name in names:
                target = target[int(name) if isinstance(target, list) else name]
            target[int(last) if isinstance(target, list) else last] = odd
            form_problems(schema)


@pytest.mark.parametrize(
    "pattern",
    ["^[0-9]{2}[A-Z]-[0-9]{4,5}$", "^(?:CT|HS)[0-9]{1,6}(/[0-9]{4})?$", r"^[^\\/]{1,50}$", "^$"],
)
def test_a_pattern_of_limited_work_is_good(pattern: str) -> None:
    check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[0-9]", "^a*$", "^a+$", "^(a|a)*$", "^(a{0,9}){9}$", "^(a|aa){50}$", "^.{0,90}.{0,90}$", "^a{0,101}$", r"^\d$",
        "^[z-a]$", "^(?=a)$", "^(a$", "^a)$", "^a{2$", "^[a$", r"^(a)\1$", "^(((((a)))))$", "^" + "a" * 300 + "$",
        "^a{9,2}$",
    ],
)  # fmt: skip
def test_a_pattern_that_could_run_long_or_means_two_things_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        check_pattern(pattern)


def test_the_worst_pattern_that_passes_is_quick() -> None:
    worst = "^a{0,70}a{0,70}b$"
    check_pattern(worst.replace("70", "60"))
    started = time.perf_counter()
    assert not re.search(worst, "a" * 4000)
    assert time.perf_counter() - started < 0.5
