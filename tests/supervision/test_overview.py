"""The supervisors' page: numbers that agree with their lists, and a constant cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localdate, now

from accounts.models import User
from dossiers import actions
from supervision import queries
from tests import journeys

SignIn = Callable[[User], Client]
Counted = Callable[[int], AbstractContextManager[object]]
pytestmark = pytest.mark.django_db


def test_it_is_for_supervisors_alone(clerk: User, signed_in: SignIn) -> None:
    assert signed_in(clerk).get("/supervision/").status_code == 403


def test_each_number_is_the_length_of_its_list(morning: time_machine.Traveller) -> None:
    journeys.accepted()
    journeys.issued()
    morning.shift(timedelta(days=3))  # Monday
    journeys.accepted()
    at = now()
    numbers = {each.listing.name: each.value for each in queries.numbers(at)}
    assert numbers == {"overdue": 1, "due-today": 1, "open": 2, "received-today": 1}
    for name, value in numbers.items():
        assert len(queries.listed(queries.LISTINGS[name], at).rows) == value


def test_a_list_goes_on_after_its_last_row(morning: time_machine.Traveller) -> None:
    made = [journeys.accepted() for _number in range(3)]
    listing = queries.LISTINGS["open"]
    first = queries.listed(listing, now(), most=1)
    actions.confirm_digitisation(made[0].code, by=journeys.user("tiepnhan.datmui"))  # it moves on meanwhile
    rest = queries.listed(listing, now(), after=first.next)
    assert [each.code for each in first.rows + rest.rows] == [each.code for each in made]


def test_working_time_counts_office_hours_only(morning: time_machine.Traveller) -> None:
    dossier = journeys.accepted()
    morning.shift(
        timedelta(days=3)
    )  # from Friday 09:00 to Monday 09:00: 6.5 hours of Friday and 1.5 of Monday
    assert queries.elapsed_minutes([dossier], now()) == {dossier.pk: 480}


def test_flow_counts_both_ends_of_a_day(morning: time_machine.Traveller) -> None:
    journeys.issued()
    journeys.accepted()
    today = queries.flow(localdate())[-1]
    assert (today.received, today.finished) == (2, 1)


def test_limits_compare_with_what_was_promised(morning: time_machine.Traveller) -> None:
    journeys.accepted()
    morning.shift(timedelta(hours=1))
    (only,) = queries.against_limits(now())
    assert (only.finished, only.open, only.limit) == (None, 60, 390)


def test_the_page_shows_it_all_in_a_constant_number_of_statements(
    supervisor: User, signed_in: SignIn, django_assert_num_queries: Counted
) -> None:
    client = signed_in(supervisor)
    for _number in range(2):
        journeys.accepted()
    assert client.get("/supervision/open/").status_code == 200
    with django_assert_num_queries(11):
        client.get("/supervision/open/")
    for _number in range(3):
        journeys.accepted()
    with django_assert_num_queries(11):
        client.get("/supervision/open/")


def test_what_needs_attention_is_a_number_with_its_list(supervisor: User, signed_in: SignIn) -> None:
    page = signed_in(supervisor).get("/supervision/attention/").content.decode()
    assert 'class="empty"' in page
    assert queries.attention_count() == 0
