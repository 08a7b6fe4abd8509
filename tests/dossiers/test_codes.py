"""Dossier codes: the pattern of the settings, leased codes from receipts written by hand, gaps with their reason."""

import io
import json
import re
import uuid
from datetime import date, datetime
from typing import Any

import pytest
import time_machine
from django.conf import settings as live
from django.core.management import CommandError, call_command
from django.urls import resolve, reverse
from django.utils.timezone import get_default_timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.checks import check_code_pattern
from dossiers.code_pattern import CODE_IN_ADDRESSES, PatternRefused, code_pattern
from dossiers.filing import read_filing
from dossiers.models import Counter, Dossier, NumberLease
from dossiers.numbering import code_of, dossier_code
from tests.conftest import Who
from tests.journeys import FILING, accepted, again, in_process, submitted

USUAL = "{agency}-{date:%y%m%d}-{number:04d}"
MINISTRY = "{agency}-{date:%Y%m%d}-{number:07d}"
LAWFUL = [
    (USUAL, "H12.264.01-261120-0001"),
    (MINISTRY, "H12.264.01-20261120-0000001"),
    ("{agency}-{date:%Y-%m-%d}-{number:03d}", "H12.264.01-2026-11-20-001"),
    ("{agency}_{date:%y%m}_{number:05d}", "H12.264.01_2611_00001"),
    ("{date:%Y}-{agency}-{number:06d}", "2026-H12.264.01-000001"),
    ("HS-{agency}-{date:%Y}-{number:06d}", "HS-H12.264.01-2026-000001"),
    ("{agency}-{number:08d}", "H12.264.01-00000001"),
]
UNLAWFUL = [
    "",
    "{agency}",
    "{number:04d}",
    "{agency}-{number}",
    "{agency}-{number:04x}",
    "{agency}-{number:02d}",
    "{number:04d}-{agency}",
    "{agency}-{agency}-{number:04d}",
    "{agency}-{number:04d}-{number:04d}",
    "{agency}-{number:04d}x",
    "{agency}{number:04d}",
    "{agency}-{date:%y%m%d}{number:04d}",
    "{agency}-{date:%y%m%d}-9{number:04d}",
    "{agency}-{date}-{number:04d}",
    "{agency}-{date:%H}-{number:04d}",
    "{agency}-{date:%d}-{number:04d}",
    "{agency}-{date:{agency}}-{number:04d}",
    "{agency!r}-{number:04d}",
    "{agency.code}-{number:04d}",
    "{0}-{number:04d}",
    "{agency",
    "{agency}/{number:04d}",
    "{agency} -{number:04d}",
    "ế-{agency}-{number:04d}",
    "{agency}-" + "A" * 40 + "-{number:04d}",
]
_NUMBERED = st.tuples(
    st.sampled_from(["H12", "H12.2", "H12.26", "H12.264.01"]),
    st.dates(date(2020, 1, 1)),
    st.integers(1, 10**6),
)
pytestmark = pytest.mark.django_db
POINT, ON = "H12.264.01-1", date(2026, 11, 20)


# --- the pattern -----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("pattern", "code"), LAWFUL)
def test_each_lawful_pattern_from_acceptance_to_its_address(
    pattern: str, code: str, settings: Settings, morning: object
) -> None:
    settings.ONESTOP_CODE_PATTERN = pattern
    assert check_code_pattern(None) == []
    dossier = accepted()
    assert (dossier.code, accepted().code[-3:]) == (code, "002")
    assert resolve(reverse("dossier", args=[code])).kwargs == {"code": code}
    assert resolve(f"/api/v1/dossiers/{code}/").kwargs == {"code": code}
    assert resolve(f"/api/v1/dossiers/{code}/accept/").kwargs == {"code": code}


@pytest.mark.parametrize("pattern", UNLAWFUL)
def test_an_unlawful_pattern_stops_the_start(pattern: str, settings: Settings) -> None:
    settings.ONESTOP_CODE_PATTERN = pattern
    (error,) = check_code_pattern(None)
    assert error.id == "dossiers.E001"
    with pytest.raises(PatternRefused):
        code_pattern(pattern)


def test_the_usual_pattern_is_the_default() -> None:
    assert live.ONESTOP_CODE_PATTERN == USUAL


@pytest.mark.parametrize(
    ("pattern", "next_day", "next_month", "next_year"),
    [
        (USUAL, 1, 1, 1),
        ("{agency}-{date:%y%m}-{number:04d}", 2, 1, 1),
        ("{agency}-{date:%Y}-{number:04d}", 2, 3, 1),
    ],
)
def test_numbers_begin_anew_when_the_written_date_changes(
    pattern: str, next_day: int, next_month: int, next_year: int, settings: Settings, clerk: User
) -> None:
    settings.ONESTOP_CODE_PATTERN = pattern
    agency = clerk.memberships.get().agency
    days = (ON, date(2026, 11, 21), date(2026, 12, 1), date(2027, 1, 1))
    numbers = [int(dossier_code(agency, on)[-4:]) for on in days]
    assert numbers == [1, next_day, next_month, next_year]


def test_no_word_of_an_address_is_a_code() -> None:
    for word in (
        "accept",
        "submit",
        "decline",
        "hand_over",
        "receive_hand_over",
        "confirm_digitisation",
        "lists",
    ):
        assert not re.fullmatch(CODE_IN_ADDRESSES, word)


@given(_NUMBERED, _NUMBERED, st.sampled_from([pattern for pattern, _code in LAWFUL]))
def test_two_series_never_meet(
    one: tuple[str, date, int], other: tuple[str, date, int], pattern: str
) -> None:
    """Equal codes have one agency, one series, one number; and a series names its own head."""
    read = code_pattern(pattern)

    def code(agency: str, on: date, number: int) -> str:
        return f"{read.head(agency, on)}{number:0{read.width}d}"

    if code(*one) == code(*other):
        assert (read.series(*one[:2]), one[2]) == (read.series(*other[:2]), other[2])
    assert read.head_of(read.series(*one[:2])) == read.head(*one[:2])


def test_the_code_is_kept_on_the_way(officer: User, clerk: User) -> None:
    dossier = in_process()
    actions.hand_over([dossier.code], to="H12.226", by=clerk)
    actions.receive_hand_over("1/BG-H12.264.01-2026" if dossier.code else "", by=officer)
    assert again(dossier).code == dossier.code


# --- receipts written by hand ----------------------------------------------------------------------------
@pytest.fixture
def lease(who: Who, morning: object) -> NumberLease:
    """H12.264.01-261120-0001 to -0003, leased to the counter of xã Đất Mũi for Friday, 20 November 2026."""
    return actions.lease_numbers(POINT, 3, by=who("truongtrungtam.datmui"))


def leased(number: int) -> str:
    return f"H12.264.01-261120-{number:04d}"


def test_the_code_of_the_receipt_is_the_dossiers(lease: NumberLease) -> None:
    dossier = accepted(code=leased(2))
    assert again(dossier).code == leased(2)
    assert dossier.events.get().facts["leased"] == leased(2)
    assert accepted().code == leased(4)
    assert "leased" not in accepted().events.get().facts


def test_typed_in_later_it_was_received_when_it_was_typed_in(
    lease: NumberLease, morning: time_machine.Traveller
) -> None:
    monday = datetime(2026, 11, 23, 8, 0, tzinfo=get_default_timezone())
    morning.move_to(monday)
    dossier = accepted(code=leased(1))
    assert (dossier.code, dossier.received_at) == (leased(1), monday)


def fault(**changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        accepted(**changes)
    return {name: one.code for name, one in refused.value.faults.items()}


@pytest.mark.parametrize(
    "code",
    [
        "H12.264.01-261120-0004",
        "H12.264.01-261120-1",
        "H12.264.01-261120-00002",
        "H12.226.01-261120-0001",
        "H12.264.01-261121-0001",
        "h12.264.01-261120-0001",
        "0001",
        "x",
        "-",
        "9" * 50,
    ],
)
def test_a_code_that_is_not_leased_to_this_point(lease: NumberLease, code: str) -> None:
    assert fault(code=code) == {"code": "code_not_leased"}
    assert Counter.objects.get(series="dossier:H12.264.01:261120").last == 3


@pytest.mark.parametrize("code", ["9" * 51, ["x"], 5, "a\x00"])
def test_what_is_no_code_at_all(lease: NumberLease, code: Any) -> None:
    assert fault(code=code) == {"code": "text_not_valid"}


def test_a_code_of_another_point(lease: NumberLease, clerk: User) -> None:
    point = lease.point
    point.pk, point.code = None, "H12.264.01-2"
    point.save()
    assert fault(code=leased(1), point="H12.264.01-2") == {"code": "code_not_leased"}


def test_a_code_is_used_once(lease: NumberLease) -> None:
    accepted(code=leased(1))
    assert fault(code=leased(1)) == {"code": "code_used"}
    assert Dossier.objects.count() == 1


def test_a_code_of_tomorrow_is_not_used_today(who: Who, morning: object) -> None:
    actions.lease_numbers(POINT, 1, on=date(2026, 11, 21), by=who("quantri"))
    assert fault(code="H12.264.01-261121-0001") == {"code": "code_of_a_later_day"}


def test_the_same_form_sent_twice_with_its_code(lease: NumberLease) -> None:
    key = str(uuid.uuid4())
    assert accepted(code=leased(1), key=key).code == accepted(code=leased(1), key=key).code == leased(1)
    assert Dossier.objects.count() == 1


def test_only_reception_takes_a_code(lease: NumberLease, clerk: User) -> None:
    with pytest.raises(Invalid, match="code: code_only_at_reception"):
        submitted(code=leased(1))
    with pytest.raises(Invalid, match="code: code_only_at_reception"):
        actions.decline_filing(read_filing(FILING | {"code": leased(1)}), reason="Sai nơi nhận.", by=clerk)


# --- the list of codes -----------------------------------------------------------------------------------
def told(*args: str) -> Any:
    out = io.StringIO()
    call_command("codes", *args, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_gaps_have_reasons(lease: NumberLease, who: Who) -> None:
    accepted(code=leased(2))
    accepted()
    (series,) = told("--gaps")["series"]
    assert (series["name"], series["last"], series["used"]) == ("dossier:H12.264.01:261120", 4, 2)
    why = {"why": "leased", "point": POINT, "reason": ""}
    assert series["gaps"] == [{"code": leased(1), **why}, {"code": leased(3), **why}]
    actions.return_numbers(leased(1), reason="Có điện lại.", by=who("quantri"))
    (series,) = told("--gaps", "--agency", "H12.264.01", "--on", "2026-11-20")["series"]
    assert {(gap["why"], gap["reason"]) for gap in series["gaps"]} == {("returned", "Có điện lại.")}
    assert told("--agency", "H12.226.01")["series"] == []
    assert told("--on", "2026-11-19")["series"] == []
    assert told()["series"][0]["gaps"] == 2


def test_a_gap_without_a_reason_is_an_alarm(morning: object) -> None:
    accepted()
    Counter.objects.filter(series="dossier:H12.264.01:261120").update(last=3)
    out = io.StringIO()
    with pytest.raises(CommandError, match="2 numbers are missing without a reason.*261120-0002"):
        call_command("codes", "--gaps", stdout=out)
    assert "H12.264.01-261120-0003  unexplained" in out.getvalue()


def test_a_lease_explains_its_own_numbers_only(lease: NumberLease) -> None:
    Counter.objects.filter(series="dossier:H12.264.01:261120").update(last=4)
    with pytest.raises(CommandError, match="1 numbers are missing without a reason.*261120-0004"):
        call_command("codes", "--gaps", stdout=io.StringIO())


def test_a_refused_filing_leaves_no_gap(neighbour: User, morning: object) -> None:
    accepted()
    with pytest.raises(Exception, match="accept"):
        actions.accept_filing(read_filing(FILING), by=neighbour)
    accepted()
    assert told("--gaps")["unexplained"] == []


@pytest.mark.parametrize("args", [("--agency", "H99"), ("--on", "20/11/2026"), ("--on", "2026-02-30")])
def test_what_the_command_does_not_know(args: tuple[str, ...]) -> None:
    with pytest.raises(CommandError):
        call_command("codes", *args)


def test_series_of_a_former_pattern_are_left_out(settings: Settings, morning: object) -> None:
    accepted()
    settings.ONESTOP_CODE_PATTERN = MINISTRY
    assert accepted().code == "H12.264.01-20261120-0000001"
    assert [series["name"] for series in told("--gaps")["series"]] == ["dossier:H12.264.01:20261120"]
    assert code_of("H12", ON, 7) == "H12-20261120-0000007"
