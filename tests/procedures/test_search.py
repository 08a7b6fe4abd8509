"""The search: thirty and more queries as people type them, slips, codes, filters, days, and what comes first."""

import csv
from datetime import date
from pathlib import Path

import pytest

from bench.catalogue import PROCEDURES
from bench.search import make_entries
from procedures import queries
from procedures.search.catalogue import index
from procedures.search.index import Index, Kept
from procedures.search.ranking import Entry
from procedures.search.vocabulary import Vocabulary
from procedures.search.words import accents_of, codes_in, untyped
from procedures.standing import Standing

TODAY = date(2026, 11, 20)
START = date(2025, 7, 1)
QUERIES = list(csv.DictReader(Path(__file__).with_name("search_queries.csv").open(encoding="utf-8")))


def entry(code: str, name: str, number: int = 1, *, is_listed: bool = False, **more: object) -> Entry:
    valid = {"valid_from_on": START} | more
    return Entry(hash((code, number)), code, number, name, is_listed, "X", "Hộ tịch", **valid)  # type: ignore[arg-type]


def codes(found: Index, typed: str, on: date = TODAY, **kept: str) -> list[str]:
    return [hit.entry.code for hit in found.find(typed, on=on, kept=Kept(**kept)).hits]


BIRTH = entry("1.001193", "Thủ tục đăng ký khai sinh")
DEATH = entry("1.000656", "Thủ tục đăng ký khai tử", levels=("COMMUNE",), channels=("ONLINE",))
AGAIN = entry("1.004884", "Thủ tục đăng ký lại khai sinh", service_level="FULL")
SMALL = Index([BIRTH, DEATH, AGAIN, entry("1.000893", "Đăng ký khai sinh ở xa", is_listed=True)])


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUERIES, ids=[query["typed"] for query in QUERIES])
def test_the_right_hit_is_in_the_first_three(query: dict[str, str]) -> None:
    hits = index().find(query["typed"], on=TODAY, most=3).hits
    assert query["code"] in [hit.entry.code for hit in hits], query["why"]


@pytest.mark.django_db
def test_so_it_is_among_as_many_as_the_nation_has() -> None:
    """The seeds, filled up to 5,741 with synthetic rows whose names are spliced from theirs."""
    nation = Index(make_entries())
    assert len({one.code for one in nation.entries}) == PROCEDURES
    late = {
        query["typed"]
        for query in QUERIES
        if query["code"] not in [hit.entry.code for hit in nation.find(query["typed"], on=TODAY, most=3).hits]
    }
    # Spliced names hold just these words, and the right name does not.
    assert late <= {"gks", "nhan con nuoi"}
    assert len(QUERIES) - len(late) >= 30


def test_there_are_thirty_queries() -> None:
    assert len(QUERIES) >= 30


@pytest.mark.parametrize(
    "typed",
    ["khai sinh", "KHAI SINH", "sihn", "khai sihn", "khai sin", "khaai sinh", "khai  sinh!", "khaisinh"],
)
def test_slips_find_the_same(typed: str) -> None:
    assert codes(SMALL, typed)[0] == "1.001193"


def test_the_short_name_comes_before_the_long_one_and_what_can_be_filed_before_what_is_listed() -> None:
    found = Index([AGAIN, BIRTH, entry("1.000893", "Đăng ký lại khai sinh", is_listed=True)])
    assert codes(found, "đăng ký khai sinh") == ["1.001193", "1.004884", "1.000893"]


def test_accents_decide_between_words_that_are_equal_without() -> None:
    found = Index([entry("1.000001", "Cấp phép dạy học"), entry("1.000002", "Cấp phép đáy hộc")])
    assert codes(found, "dạy học")[0] == "1.000001"
    assert codes(found, "đáy hộc")[0] == "1.000002"


@pytest.mark.parametrize("typed", ["", "   ", "!!", "\x00"])
def test_without_words_everything_is_found_by_name(typed: str) -> None:
    assert len(codes(SMALL, typed)) == 4


@pytest.mark.parametrize("typed", ["xyzzyq", "9.999999", "k" * 5000])
def test_nonsense_finds_nothing(typed: str) -> None:
    assert codes(SMALL, typed) == []


@pytest.mark.parametrize(
    "typed", ["1.001193", "1001193", "1.001193.000.00.00.H12", "1.001193.H38", " 1.001193 khai sinh"]
)
def test_a_code_is_found_in_each_of_its_forms(typed: str) -> None:
    assert codes(SMALL, typed) == ["1.001193"]


def test_a_code_that_is_being_typed_or_lacks_its_series() -> None:
    assert codes(SMALL, "1.0011") == ["1.001193"]
    assert codes(SMALL, "001193") == ["1.001193"]


def test_filters_narrow_and_count_what_each_value_would_give() -> None:
    found = SMALL.find("dang ky", on=TODAY, kept=Kept(level="COMMUNE"), counting=True)
    assert [hit.entry.code for hit in found.hits] == ["1.000656"]
    assert found.counts["level"] == {"COMMUNE": 1}
    assert found.counts["standing"]["all"] == 1
    assert codes(SMALL, "dang ky", service_level="FULL") == ["1.004884"]
    assert codes(SMALL, "dang ky", channel="POSTAL") == []
    assert codes(SMALL, "dang ky", standing="listed") == ["1.000893"]
    assert codes(SMALL, "dang ky", field="no such field") == []


def test_pages_follow_one_another() -> None:
    whole = [hit.entry.code for hit in SMALL.find("dang ky", on=TODAY).hits]
    pages = [SMALL.find("dang ky", on=TODAY, most=1, after=number).hits[0].entry.code for number in range(4)]
    assert pages == whole


VERSIONS = Index(
    [
        entry("1.000001", "Đăng ký kết hôn", 1, valid_until_on=date(2027, 2, 28)),
        entry("1.000001", "Đăng ký hôn nhân", 2, valid_from_on=date(2027, 3, 1)),
        entry("1.000002", "Chuyển trường", valid_until_on=date(2026, 5, 18), is_repealed=True),
    ]
)


def test_on_another_day_the_version_of_that_day_is_found() -> None:
    [today] = VERSIONS.find("hôn", on=TODAY).hits
    [later] = VERSIONS.find("hôn", on=date(2027, 3, 1)).hits
    assert (today.entry.number, later.entry.number) == (1, 2)
    assert [hit.standing for hit in VERSIONS.versions("1.000001", TODAY)] == ["future", "in_force"]
    assert VERSIONS.versions("1.000001", date(2027, 3, 1))[1].standing == Standing.SUPERSEDED


def test_what_was_repealed_is_found_by_its_code_or_when_asked_for() -> None:
    assert codes(VERSIONS, "chuyen truong") == []
    assert codes(VERSIONS, "chuyen truong", standing="repealed") == ["1.000002"]
    [hit] = VERSIONS.find("1.000002", on=TODAY).hits
    assert hit.standing == Standing.REPEALED


def test_near_codes() -> None:
    assert [hit.entry.code for hit in SMALL.codes_near("1.001139", on=TODAY)] == ["1.001193"]


def test_an_empty_catalogue_finds_nothing() -> None:
    assert Index([]).find("khai sinh", on=TODAY).total == 0


@pytest.mark.parametrize(
    ("keys", "word"), [("ddawng", "dang"), ("kys", "ky"), ("ke6t", "ket"), ("hoon", "hon")]
)
def test_keys_of_telex_and_vni(keys: str, word: str) -> None:
    assert untyped(keys) == word


def test_both_places_of_a_tone_are_one_word() -> None:
    assert accents_of("hoà") == accents_of("hòa") != accents_of("hoá")


def test_codes_leave_the_other_words() -> None:
    assert codes_in("2000815 chứng thực") == (["2.000815"], "  chứng thực")


@pytest.mark.parametrize("typed", ["sihn", "sin", "sinnh", "binh"])
def test_a_slip_is_one_letter_or_two_changed_about(typed: str) -> None:
    assert Vocabulary(frozenset({"sinh"})).near(typed) == {"sinh"}
    assert Vocabulary(frozenset({"sinh"})).near("shni") == set()


@pytest.mark.django_db
def test_reception_finds_what_can_be_filed(morning: object) -> None:
    found = queries.search("khai sinh")
    assert found[0].procedure.code == "1.001193"
    assert all(version.is_fileable for version in found)
    assert queries.search("1.000948") == []
