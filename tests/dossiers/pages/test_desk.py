"""Worklists and the page of one dossier: what each role sees, may press, and is told when it may not."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from accounts.models import User
from dossiers.models import Dossier, OutboxMessage
from tests import journeys

SignIn = Callable[[User], Client]
Counted = Callable[[int], AbstractContextManager[object]]
pytestmark = pytest.mark.django_db


def page_of(dossier: Dossier) -> str:
    return f"/counter/dossiers/{dossier.code}/"


def test_a_list_links_each_dossier_and_says_when_it_is_due(clerk: User, signed_in: SignIn) -> None:
    dossier = journeys.digitised()
    page = signed_in(clerk).get("/counter/lists/open/").content.decode()
    assert f'href="{page_of(dossier)}"' in page
    assert "due__bar" in page


def test_an_empty_list_says_what_will_appear(clerk: User, signed_in: SignIn) -> None:
    assert 'class="empty"' in signed_in(clerk).get("/counter/lists/to_deliver/").content.decode()


def test_each_role_begins_at_its_own_list(officer: User, signed_in: SignIn) -> None:
    dossier = journeys.digitised()
    assert dossier.code in signed_in(officer).get("/counter/dossiers/").content.decode()


def test_a_list_costs_the_same_for_one_dossier_and_for_five(
    clerk: User, signed_in: SignIn, django_assert_num_queries: Counted
) -> None:
    client = signed_in(clerk)
    for _number in range(2):
        journeys.accepted()
    client.get("/counter/lists/open/")
    with django_assert_num_queries(4):  # session, user, memberships, list
        client.get("/counter/lists/open/")
    for _number in range(3):
        journeys.accepted()
    with django_assert_num_queries(4):
        client.get("/counter/lists/open/")


def test_the_neighbour_is_told_that_there_is_nothing(signed_in: SignIn, who: Callable[[str], User]) -> None:
    dossier = journeys.accepted(area="32244")
    answer = signed_in(who("thuly.anxuyen")).get(page_of(dossier))
    assert answer.status_code == 404


def test_a_role_sees_only_its_own_buttons(clerk: User, officer: User, signed_in: SignIn) -> None:
    dossier = journeys.digitised()
    assert f'action="{page_of(dossier)}take_up/"' in signed_in(officer).get(page_of(dossier)).content.decode()
    assert "take_up/" not in signed_in(clerk).get(page_of(dossier)).content.decode()


def test_a_grey_button_says_why(records_clerk: User, signed_in: SignIn) -> None:
    page = signed_in(records_clerk).get(page_of(journeys.processed())).content.decode()
    assert 'aria-disabled="true" aria-describedby="issue-why"' in page
    assert "issue/" not in page


def test_a_verb_whose_work_is_done_is_not_offered(records_clerk: User, signed_in: SignIn) -> None:
    page = signed_in(records_clerk).get(page_of(journeys.sealed())).content.decode()
    assert "issue/" in page
    assert 'id="seal-why"' not in page


def test_who_has_nothing_left_to_do_goes_back_to_the_list(approver: User, signed_in: SignIn) -> None:
    page = signed_in(approver).get(page_of(journeys.processed())).content.decode()
    assert 'href="/counter/dossiers/" data-key="F8"' in page


def test_a_telephone_number_is_shown_as_people_read_it(officer: User, signed_in: SignIn) -> None:
    assert "0912 345 678" in signed_in(officer).get(page_of(journeys.digitised())).content.decode()


def test_a_verb_is_done_and_the_dossier_shown_again(officer: User, signed_in: SignIn) -> None:
    dossier = journeys.digitised()
    answer = signed_in(officer).post(page_of(dossier) + "take_up/", follow=True)
    assert journeys.again(dossier).status == "in_process"
    assert 'role="status"' in answer.content.decode()


def test_a_verb_is_never_done_by_a_link(officer: User, signed_in: SignIn) -> None:
    assert signed_in(officer).get(page_of(journeys.digitised()) + "take_up/").status_code == 405


def test_a_forbidden_verb_is_403(clerk: User, signed_in: SignIn) -> None:
    assert signed_in(clerk).post(page_of(journeys.digitised()) + "take_up/").status_code == 403


def test_a_verb_in_the_wrong_state_says_so_on_the_page(officer: User, signed_in: SignIn) -> None:
    dossier = journeys.digitised()
    answer = signed_in(officer).post(page_of(dossier) + "propose/", {"outcome": "granted", "content": "Có."})
    assert answer.status_code == 409
    assert 'id="errors"' in answer.content.decode()


def test_a_refused_proposal_keeps_what_was_written(officer: User, signed_in: SignIn) -> None:
    dossier = journeys.in_process()
    answer = signed_in(officer).post(page_of(dossier) + "propose/", {"content": "Họ tên: Nguyễn Văn Thử"})
    assert answer.status_code == 400
    assert "Họ tên: Nguyễn Văn Thử" in answer.content.decode()


def test_the_approver_sees_the_bytes_and_their_hash(approver: User, signed_in: SignIn) -> None:
    dossier = journeys.proposed()
    assert dossier.result is not None
    page = signed_in(approver).get(page_of(dossier)).content.decode()
    assert f'data="{page_of(dossier)}result/' in page
    assert f'name="sha256" value="{dossier.result.rendered_sha256}"' in page


def test_approving_another_draft_than_the_one_read_is_refused(approver: User, signed_in: SignIn) -> None:
    dossier = journeys.proposed()
    answer = signed_in(approver).post(page_of(dossier) + "approve/", {"sha256": "0" * 64})
    assert answer.status_code == 409
    assert journeys.again(dossier).status == "in_process"


def test_parked_work_is_listed_and_taken_up_again(clerk: User, signed_in: SignIn) -> None:
    dossier = journeys.accepted()
    message = OutboxMessage.objects.filter(event__dossier=dossier).earliest("id")
    OutboxMessage.objects.filter(pk=message.pk).update(parked_at=message.created_at, failure_code="failed")
    client = signed_in(clerk)
    assert dossier.code in client.get("/counter/attention/").content.decode()
    client.post(f"/counter/attention/{message.pk}/retry/")
    assert OutboxMessage.objects.get(pk=message.pk).parked_at is None


def test_nobody_retries_the_work_of_others(signed_in: SignIn, who: Callable[[str], User]) -> None:
    dossier = journeys.accepted(area="32244")
    message = OutboxMessage.objects.filter(event__dossier=dossier).earliest("id")
    OutboxMessage.objects.filter(pk=message.pk).update(parked_at=message.created_at, failure_code="failed")
    assert signed_in(who("thuly.anxuyen")).post(f"/counter/attention/{message.pk}/retry/").status_code == 404


def test_the_history_names_who_acted_and_for_whom(officer: User, signed_in: SignIn) -> None:
    page = signed_in(officer).get(page_of(journeys.in_process())).content.decode()
    assert "<strong>Trần Thị Mẫu</strong> đã tiếp nhận hồ sơ" in page
    assert "thay mặt người nộp hồ sơ" in page
    assert "thay mặt Ủy ban nhân dân phường An Xuyên" in page
