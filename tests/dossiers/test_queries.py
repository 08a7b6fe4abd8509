"""Worklists hold what they should at each state, in pages without gap or double."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, queries
from dossiers.access import NotVisible, open_dossier
from dossiers.models import Dossier
from dossiers.paging import BadKey
from dossiers.queries import WORKLISTS
from tests.conftest import Who
from tests.journeys import (
    CONTENT,
    REACHED,
    accepted,
    again,
    digitised,
    in_process,
    issued,
    issued_anew,
    processed,
    proposed,
    replacing,
    returned,
    sealed,
    submitted,
    user,
)

pytestmark = pytest.mark.django_db
CAST = [
    f"{task}.{place}"
    for task in ("tiepnhan", "traketqua", "thuly", "kyduyet", "vanthu")
    for place in ("datmui", "anxuyen")
] + ["giamsat", "quantri"]


def codes(name: str, by: User) -> list[str]:
    return [dossier.code for dossier in queries.page(WORKLISTS[name], by).rows]


def lists_of(username: str) -> set[str]:
    """The names of the worklists on which anything stands for this person."""
    by = user(username)
    return {name for name in WORKLISTS if codes(name, by)}


# journey: on which list of whom the dossier stands then, beside "open"
STANDS: list[tuple[Callable[[], Dossier], str, str]] = [
    (submitted, "tiepnhan.datmui", "to_accept"),
    (accepted, "tiepnhan.datmui", "to_confirm"),
    (digitised, "thuly.anxuyen", "to_take_up"),
    (in_process, "thuly.anxuyen", "in_my_hands"),
    (proposed, "kyduyet.anxuyen", "to_approve"),
    (processed, "vanthu.anxuyen", "to_issue"),
    (sealed, "vanthu.anxuyen", "to_issue"),
    (issued, "tiepnhan.datmui", "to_deliver"),
    (issued, "traketqua.datmui", "to_deliver"),
]


@pytest.mark.parametrize(("journey", "username", "name"), STANDS)
def test_a_dossier_stands_where_it_is_expected(
    journey: Callable[[], Dossier], username: str, name: str
) -> None:
    dossier = journey()
    assert codes(name, user(username)) == [dossier.code]


@pytest.mark.parametrize("journey", list(REACHED.values()))
def test_it_stands_on_no_other_list(journey: Callable[[], Dossier]) -> None:
    journey()
    expected = {(username, name) for reached, username, name in STANDS if reached is journey}
    found = {
        (username, name)
        for username in CAST
        for name in lists_of(username) - {"open", "apology_due", "at_my_step"}
    }
    assert (
        found - {("thuly.anxuyen", "in_my_hands")} == expected
    )  # the officer keeps what waits for the approver


def test_a_result_that_is_replaced_is_found_by_who_works_on_it_next() -> None:
    dossier = replacing(returned())
    officer, receiver = user("thuly.anxuyen"), user("traketqua.datmui")
    assert (
        codes("being_replaced", officer) == codes("being_replaced", user("vanthu.anxuyen")) == [dossier.code]
    )
    assert lists_of("traketqua.datmui") == lists_of("kyduyet.anxuyen") == set()
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=officer)
    actions.render_result(dossier.code, draft=again(dossier).proposals, by=system_user())
    assert codes("to_approve", user("kyduyet.anxuyen")) == [dossier.code]
    issued_anew(dossier.code)
    assert codes("to_deliver_anew", receiver) == [dossier.code]
    assert lists_of("thuly.anxuyen") == lists_of("vanthu.anxuyen") == set()
    actions.deliver(dossier.code, way="counter", recipient_name="Nguyễn Văn Thử", by=receiver)
    assert not any(lists_of(username) for username in CAST)


def test_what_is_returned_stands_nowhere() -> None:
    returned()
    assert not any(lists_of(username) for username in CAST)


def test_the_open_list_holds_what_the_clock_runs_for() -> None:
    dossier = proposed()
    submitted(), issued()
    for username in ("tiepnhan.datmui", "traketqua.datmui", "thuly.anxuyen", "vanthu.anxuyen", "giamsat"):
        assert codes("open", user(username)) == [dossier.code], username


@pytest.mark.parametrize("journey", list(REACHED.values()))
def test_no_list_shows_what_its_reader_may_not_open(journey: Callable[[], Dossier]) -> None:
    dossier = journey()
    for username in CAST:
        by = user(username)
        try:
            open_dossier(by, dossier.code)
        except NotVisible:
            assert not lists_of(username), username


def test_a_proposal_to_another_approver_is_not_on_my_list(who: Who) -> None:
    dossier, second = proposed(), who("quantri")
    second.memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    assert codes("to_approve", second) == []


def test_what_another_officer_holds_is_not_in_my_hands(who: Who) -> None:
    dossier, second = in_process(), who("quantri")
    second.memberships.create(agency=dossier.agency, role="processing_officer", from_on="2026-01-01")
    assert codes("in_my_hands", second) == []
    assert codes("open", second) == [dossier.code]


def test_a_membership_that_ended_shows_nothing(morning: time_machine.Traveller, clerk: User) -> None:
    accepted()
    clerk.memberships.update(until_on="2026-11-19")
    assert not any(codes(name, user("tiepnhan.datmui")) for name in WORKLISTS)


def test_each_role_has_its_lists(who: Who) -> None:
    def names(username: str) -> list[str]:
        return [worklist.name for worklist in queries.worklists_for(who(username))]

    assert names("tiepnhan.datmui") == [
        "to_accept",
        "to_confirm",
        "at_my_step",
        "to_deliver",
        "papers_to_receive",
        "in_transit",
        "to_deliver_anew",
        "open",
    ]
    assert names("thuly.anxuyen") == [
        "to_take_up",
        "in_my_hands",
        "at_my_step",
        "to_answer",
        "apology_due",
        "papers_to_receive",
        "in_transit",
        "being_replaced",
        "open",
    ]
    assert names("kyduyet.anxuyen") == ["at_my_step", "to_answer", "to_approve", "apology_due", "open"]
    assert names("vanthu.anxuyen") == [
        "at_my_step",
        "to_issue",
        "papers_to_receive",
        "in_transit",
        "being_replaced",
        "open",
    ]
    assert names("traketqua.datmui") == [
        "at_my_step",
        "to_deliver",
        "papers_to_receive",
        "in_transit",
        "to_deliver_anew",
        "open",
    ]


def read_through(name: str, by: User, most: int) -> list[str]:
    """Every row of a list, page after page."""
    found, after = [], ""
    while True:
        page = queries.page(WORKLISTS[name], by, after=after, most=most)
        found += [dossier.code for dossier in page.rows]
        assert len(page.rows) <= most
        if not page.next:
            return found
        after = page.next


@pytest.mark.parametrize("most", [1, 3, 7, 8])
def test_pages_have_neither_gap_nor_double_with_equal_due_dates(
    morning: time_machine.Traveller, clerk: User, most: int
) -> None:
    made = []
    for days in (0, 3, 0):  # Friday, Monday, Monday again: two due instants for seven dossiers
        morning.shift(timedelta(days=days))
        made += [accepted().code for _ in range(2)]
    made.append(accepted().code)
    assert len(set(Dossier.objects.values_list("due_at", flat=True))) == 2
    assert read_through("to_confirm", clerk, most) == made


def test_the_most_urgent_stands_first(morning: time_machine.Traveller, clerk: User) -> None:
    morning.shift(timedelta(days=3))
    later = accepted()
    morning.shift(timedelta(days=-3))
    sooner = accepted()
    assert codes("open", clerk) == [sooner.code, later.code]


def test_a_list_without_due_dates_runs_by_age(clerk: User) -> None:
    made = [submitted().code for _ in range(5)]
    assert read_through("to_accept", clerk, 2) == made


def test_the_key_of_a_page_survives_an_address(clerk: User) -> None:
    for _ in range(3):
        accepted()
    following = queries.page(WORKLISTS["open"], clerk, most=2).next
    spoilt = following.replace("+", " ")  # what a browser makes of an unescaped plus
    assert len(queries.page(WORKLISTS["open"], clerk, after=spoilt).rows) == 1


@pytest.mark.parametrize(
    "after", ["x", "~", "2026-13-01~1", "2026-11-20T17:00~1", "2026-11-20T17:00+07:00~-1"]
)
def test_a_key_that_no_page_gave_is_refused(clerk: User, after: str) -> None:
    with pytest.raises(BadKey):
        queries.page(WORKLISTS["open"], clerk, after=after)
