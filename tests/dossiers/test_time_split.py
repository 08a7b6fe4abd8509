"""Whose time a dossier costs: three shares that add up to the whole, whatever overlaps."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Agency, User
from accounts.queries import agency
from dossiers import access, actions
from dossiers.models import Dossier, StepRun
from dossiers.time_split import Interval, Shares, seconds_since, split, time_split, within, without
from procedures.due.calendar import working_minutes_between
from procedures.due.working_calendar import WorkingCalendar
from procedures.queries import working_calendar
from tests.conftest import Api
from tests.journeys import accepted, in_process, issued, submitted, user

START = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)  # 09:00 in Vietnam
HOUR = 3600
instants = st.integers(-10_000, 200_000).map(lambda tenths: START + timedelta(seconds=tenths / 10))
intervals = st.lists(st.tuples(instants, instants), max_size=8)
wholes = st.tuples(instants, instants).map(lambda pair: (min(pair), max(pair)))


def at(hour: float) -> datetime:
    return START + timedelta(hours=hour)


def shares(applicant: list[Interval], third: list[Interval]) -> Shares:
    """Of ten hours, in hours."""
    found = split((at(0), at(10)), applicant, third, seconds_since(at(0)))
    return Shares(found.applicant // HOUR, found.office // HOUR, found.third_party // HOUR)


def test_without_anybody_else_all_time_is_the_offices() -> None:
    assert shares([], []) == Shares(applicant=0, office=10, third_party=0)


def test_what_overlaps_is_the_applicants() -> None:
    found = shares([(at(2), at(4)), (at(3), at(5))], [(at(1), at(3)), (at(4.5), at(7))])
    assert found == Shares(applicant=3, office=4, third_party=3)


def test_what_lies_outside_does_not_count() -> None:
    assert shares([(at(-5), at(1))], [(at(9), at(30))]) == Shares(applicant=1, office=8, third_party=1)


def test_a_third_party_all_through_keeps_what_the_applicant_leaves() -> None:
    assert shares([(at(2), at(3)), (at(5), at(6))], [(at(0), at(10))]) == Shares(2, 0, 8)


@given(wholes, intervals, intervals)
def test_shares_add_up_and_are_never_negative(
    whole: Interval, applicant: list[Interval], third: list[Interval]
) -> None:
    found = split(whole, applicant, third, seconds_since(whole[0]))
    assert found.whole == int((whole[1] - whole[0]).total_seconds())
    assert min(found.applicant, found.office, found.third_party) >= 0


@given(wholes, intervals, intervals)
def test_parts_do_not_overlap(whole: Interval, applicant: list[Interval], third: list[Interval]) -> None:
    of_applicant = within(whole, applicant)
    parts = sorted(of_applicant + without(within(whole, third), of_applicant))
    assert all(start < end for start, end in parts)
    assert all(before[1] <= after[0] for before, after in zip(parts, parts[1:], strict=False))
    assert all(whole[0] <= start and end <= whole[1] for start, end in parts)


@pytest.fixture
def calendar(db: None) -> WorkingCalendar:
    return working_calendar()


@pytest.mark.django_db
def test_working_minutes_add_up(calendar: WorkingCalendar) -> None:
    @given(wholes, intervals, intervals)
    def add_up(whole: Interval, applicant: list[Interval], third: list[Interval]) -> None:
        def measure(start: datetime, end: datetime) -> int:
            return working_minutes_between(start, end, calendar)

        found = split(whole, applicant, third, measure)
        assert found.whole == measure(*whole)
        assert min(found.applicant, found.office, found.third_party) >= 0

    add_up()


# --- of a dossier -----------------------------------------------------------------------------------------
def opinion(dossier: Dossier, of: Agency, start: datetime, end: datetime | None) -> None:
    """An opinion that was asked for; the verbs that ask are tested where they are."""
    StepRun.objects.create(
        province=dossier.province,
        dossier=dossier,
        number=90,
        name="Ý kiến",
        kind="opinion",
        agency=of,
        given_by=user("thuly.anxuyen"),
        started_at=start,
        ended_at=end,
    )


@pytest.mark.django_db
def test_a_dossier_that_was_never_received_has_no_split(supervisor: User) -> None:
    assert time_split(access.open_dossier(supervisor, submitted().code), at(1)) is None


@pytest.mark.django_db
def test_an_open_dossier_is_split_until_now(morning: time_machine.Traveller, supervisor: User) -> None:
    found = time_split(access.open_dossier(supervisor, accepted().code), at(2))
    assert found is not None
    assert (found.seconds, found.working_minutes) == (Shares(0, 2 * HOUR, 0), Shares(0, 120, 0))


@pytest.mark.django_db
def test_a_closed_one_ends_when_it_was_finished(morning: time_machine.Traveller, supervisor: User) -> None:
    dossier = issued()
    assert dossier.finished_at
    found = time_split(access.open_dossier(supervisor, dossier.code), at(50))
    assert found is not None
    assert found.seconds.whole == int((dossier.finished_at - START).total_seconds())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("of", "mandatory", "hours"), [("H12.264", True, 2), ("H12.226", True, 0), ("H12.264", False, 0)]
)
def test_only_a_mandatory_opinion_of_another_agency_is_a_third_partys(
    morning: time_machine.Traveller, supervisor: User, of: str, mandatory: bool, hours: int
) -> None:
    dossier, asked = in_process(), agency(of)
    assert asked is not None
    opinion(dossier, asked, at(1), at(3))
    StepRun.objects.filter(number=90).update(is_mandatory=mandatory)
    found = time_split(access.open_dossier(supervisor, dossier.code), at(5))
    assert found is not None
    assert found.seconds == Shares(0, (5 - hours) * HOUR, hours * HOUR)


@pytest.mark.django_db
def test_an_opinion_that_is_awaited_counts_until_now(
    morning: time_machine.Traveller, supervisor: User
) -> None:
    dossier, asked = in_process(), agency("H12.264")
    assert asked is not None
    opinion(dossier, asked, at(1), None)
    found = time_split(access.open_dossier(supervisor, dossier.code), at(4))
    assert found is not None
    assert found.seconds == Shares(0, HOUR, 3 * HOUR)


# --- by the verbs themselves ------------------------------------------------------------------------------
@pytest.mark.django_db
def test_waiting_for_a_supplement_is_the_applicants(
    morning: time_machine.Traveller, officer: User, clerk: User, supervisor: User
) -> None:
    dossier = in_process()
    morning.move_to(at(1))
    items = [{"requirement": None, "what": "Bản chính"}]
    actions.request_supplement(dossier.code, items=items, reason="Điều 9", by=officer)
    morning.move_to(at(6))
    actions.supplement(dossier.code, note="Đã nộp", by=clerk)
    found = time_split(access.open_dossier(supervisor, dossier.code), at(7))
    assert found is not None
    assert found.seconds == Shares(applicant=5 * HOUR, office=2 * HOUR, third_party=0)
    # 09:00 to 16:00, without the noon from 11:30 to 13:00; waited from 10:00 to 15:00
    assert found.working_minutes == Shares(applicant=210, office=120, third_party=0)


@pytest.mark.django_db
@pytest.mark.parametrize(("carrier", "hours"), [("post", 3), ("own", 0)])
def test_papers_with_the_post_are_a_third_partys(
    morning: time_machine.Traveller, clerk: User, officer: User, supervisor: User, carrier: str, hours: int
) -> None:
    dossier = in_process()
    morning.move_to(at(1))
    given = {"to": "H12.226", "carrier": carrier, "tracking_number": "EE123456789VN" if hours else ""}
    number = actions.hand_over([dossier.code], by=clerk, **given).number_text
    morning.move_to(at(4))
    actions.receive_hand_over(number, by=officer)
    found = time_split(access.open_dossier(supervisor, dossier.code), at(5))
    assert found is not None
    assert found.seconds == Shares(applicant=0, office=(5 - hours) * HOUR, third_party=hours * HOUR)


@pytest.mark.django_db
def test_the_api_answers_the_split(morning: time_machine.Traveller, api: Api, supervisor: User) -> None:
    client = api(supervisor)
    code, sent = in_process().code, submitted(id_number="096085004528").code
    assert client.get(f"/api/v1/dossiers/{sent}/").json()["time_split"] is None
    morning.shift(timedelta(hours=1))
    assert client.get(f"/api/v1/dossiers/{code}/").json()["time_split"] == {
        "seconds": {"applicant": 0, "office": HOUR, "third_party": 0, "whole": HOUR},
        "working_minutes": {"applicant": 0, "office": 60, "third_party": 0, "whole": 60},
    }
