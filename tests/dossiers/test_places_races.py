"""Races of papers and numbers on PostgreSQL: one list per dossier, one reception per list, one dossier per code."""

from typing import Any

import pytest
from django.core.management import call_command

from accounts.faults import Invalid
from dossiers import actions
from dossiers.filing import read_filing
from dossiers.models import Dossier, HandOver, HandOverList, NumberLease
from dossiers.refusals import Blocked
from tests.journeys import FILING, accepted, again, submitted, user
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committed", "media")
COMPETENT, POINT = "H12.226", "H12.264.01-1"


def errors(answers: list[Any]) -> list[Exception]:
    return [answer for answer in answers if isinstance(answer, Exception)]


def test_the_same_papers_go_on_one_list() -> None:
    codes, clerk = [accepted().code for _ in range(5)], user("tiepnhan.datmui")
    answers = at_once(lambda n: actions.hand_over(codes if n % 2 else codes[::-1], to=COMPETENT, by=clerk), 4)
    refused = errors(answers)
    assert len(refused) == 3, answers
    assert all(isinstance(one, Blocked) and len(one.reasons) == 5 for one in refused)
    assert (HandOverList.objects.count(), HandOver.objects.count()) == (1, 5)


def test_lists_that_overlap_do_not_wait_for_each_other_for_ever() -> None:
    codes, clerk = [accepted().code for _ in range(6)], user("tiepnhan.datmui")
    answers = at_once(lambda n: actions.hand_over(codes[n : n + 3][::-1], to=COMPETENT, by=clerk), 4)
    assert all(isinstance(one, Blocked) for one in errors(answers)), answers
    handed = HandOver.objects.values_list("dossier__code", flat=True)
    assert len(handed) == len(set(handed))
    assert HandOverList.objects.count() == 4 - len(errors(answers))
    numbers = HandOverList.objects.order_by("pk").values_list("number_text", flat=True)
    assert sorted(numbers) == [f"{n}/BG-H12.264.01-2026" for n in range(1, len(numbers) + 1)]


def test_a_list_is_received_once() -> None:
    dossiers, clerk, officer = [accepted(), accepted()], user("tiepnhan.datmui"), user("thuly.anxuyen")
    number = actions.hand_over([one.code for one in dossiers], to=COMPETENT, by=clerk).number_text
    missing = [[], [dossiers[0].code], [], [dossiers[1].code]]
    answers = at_once(lambda n: actions.receive_hand_over(number, missing=missing[n], by=officer), 4)
    refused = errors(answers)
    assert len(refused) == 3, answers
    assert all(isinstance(one, Blocked) and one.reasons[0].code == "already_received" for one in refused)
    for dossier in dossiers:
        assert dossier.events.filter(type="dossier.papers_received").count() == 1
        assert again(dossier).transit_to is None


def test_a_leased_code_is_used_once() -> None:
    actions.lease_numbers(POINT, 1, by=user("quantri"))
    code = NumberLease.objects.get().series.replace("dossier:", "").replace(":", "-") + "-0001"
    answers = at_once(
        lambda n: actions.accept_filing(read_filing(FILING | {"code": code}), by=user("tiepnhan.datmui")), 4
    )
    refused = errors(answers)
    assert len(refused) == 3, answers
    assert all(isinstance(one, Invalid) and one.faults["code"].code == "code_used" for one in refused)
    assert Dossier.objects.get().code == code


def test_used_or_returned_never_both() -> None:
    actions.lease_numbers(POINT, 1, by=user("quantri"))
    code = NumberLease.objects.get().series.replace("dossier:", "").replace(":", "-") + "-0001"
    at_once(
        lambda n: (
            actions.return_numbers(code, reason="Có điện lại.", by=user("quantri"))
            if n
            else actions.accept_filing(read_filing(FILING | {"code": code}), by=user("tiepnhan.datmui"))
        ),
        2,
    )
    # Accepted first: returned with nothing left. Returned first: the code was refused.
    assert NumberLease.objects.get().returned_at is not None
    call_command("codes", "--gaps", verbosity=0)


def test_blocks_and_single_numbers_at_once() -> None:
    head, clerk = user("truongtrungtam.datmui"), user("tiepnhan.datmui")
    answers = at_once(
        lambda n: (
            [actions.lease_numbers(POINT, 7, by=head) for _ in range(5)]
            if n % 2
            else [actions.accept_filing(read_filing(FILING), by=clerk) for _ in range(5)]
        ),
        4,
    )
    assert not errors(answers), answers
    taken = [int(code[-4:]) for code in Dossier.objects.values_list("code", flat=True)]
    for lease in NumberLease.objects.all():
        taken += range(lease.first, lease.last + 1)
    assert sorted(taken) == list(range(1, 2 * 5 * 7 + 2 * 5 + 1))


def test_the_same_submission_is_declined_once() -> None:
    dossier, clerk = submitted(), user("tiepnhan.datmui")
    answers = at_once(lambda n: actions.decline(dossier.code, reason="Sai nơi nhận.", by=clerk), 4)
    assert len(errors(answers)) == 3
    assert dossier.events.filter(type="dossier.declined").count() == 1


def test_withdrawn_or_stopped() -> None:
    dossier = accepted()
    answers = at_once(
        lambda n: (
            actions.withdraw(dossier.code, reason="Thôi.", money="none", by=user("tiepnhan.datmui"))
            if n
            else actions.stop(
                dossier.code, reason="Thôi.", basis="Điều 1", money="none", by=user("kyduyet.anxuyen")
            )
        ),
        2,
    )
    assert [type(one) for one in errors(answers)] == [Blocked]
    assert dossier.clock_runs.get().stopped_at == again(dossier).finished_at
