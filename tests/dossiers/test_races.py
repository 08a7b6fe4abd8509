"""Races on PostgreSQL, with threads and real commits: one wins, the others are told, nothing happens twice."""

import hashlib
import uuid
from typing import Any

import pytest
from django.conf import settings

from accounts.queries import system_user
from dossiers import actions, files
from dossiers.filing import read_filing
from dossiers.models import Delivery, Document, Dossier, OutboxMessage, Result
from dossiers.refusals import Blocked
from dossiers.sweeping import orphans
from tests.journeys import (
    CONTENT,
    FILING,
    accepted,
    again,
    digitised,
    in_process,
    issued,
    proposed,
    sealed,
    submitted,
    uploaded_scan,
    user,
)
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("committed", "media")


def one_won(answers: list[Any], code: str = "wrong_state") -> None:
    """One thread got a dossier, every other one this refusal."""
    errors = [answer for answer in answers if isinstance(answer, Exception)]
    assert len(errors) == len(answers) - 1, answers
    assert all(isinstance(error, Blocked) and error.reasons[0].code == code for error in errors), errors


def types(dossier: Dossier) -> list[str]:
    return list(dossier.events.order_by("seq").values_list("type", flat=True))


def test_the_database_is_postgresql() -> None:
    assert settings.DATABASES["default"]["ENGINE"].endswith("postgresql")


def test_two_clerks_accept_the_same_submission() -> None:
    dossier, second = submitted(), user("quantri")
    second.memberships.create(agency=dossier.receiving_agency, role="reception_clerk", from_on="2026-01-01")
    one_won(at_once(lambda n: actions.accept(dossier.code, by=user(("tiepnhan.datmui", "quantri")[n])), 2))
    assert types(dossier) == ["dossier.submitted", "dossier.accepted"]
    assert dossier.clock_runs.count() == 1
    assert OutboxMessage.objects.filter(subscriber="dossiers.render_receipt").count() == 1


def test_eight_officers_take_up_the_same_dossier() -> None:
    dossier = digitised()
    one_won(at_once(lambda n: actions.take_up(dossier.code, by=user("thuly.anxuyen")), 8))
    assert types(dossier).count("dossier.taken_up") == 1


def test_forty_dossiers_at_one_centre_have_forty_codes() -> None:
    at_once(lambda n: [accepted() for _ in range(10)], 4)
    codes = Dossier.objects.order_by("code").values_list("code", flat=True)
    assert [code[-4:] for code in codes] == [f"{number:04d}" for number in range(1, 41)]


def test_the_same_form_sent_four_times_is_one_dossier() -> None:
    key = str(uuid.uuid4())
    answers = at_once(lambda n: accepted(key=key).code, 4)
    assert set(answers) == {Dossier.objects.get().code}
    assert Dossier.objects.get().events.count() == 1


def test_one_paper_goes_to_one_dossier() -> None:
    clerk = user("tiepnhan.datmui")
    paper, dossiers = uploaded_scan(clerk), [accepted(), accepted()]
    one_won(
        at_once(lambda n: actions.attach(dossiers[n].code, key=paper.key, by=clerk), 2), "paper_not_there"
    )
    assert sum("dossier.paper_attached" in types(dossier) for dossier in dossiers) == 1


def test_a_paper_is_filed_or_attached_not_both() -> None:
    clerk, dossier = user("tiepnhan.datmui"), accepted()
    paper = uploaded_scan(clerk)
    filing = read_filing(FILING | {"papers": [{"document": paper.key}]})
    one_won(
        at_once(
            lambda n: (
                actions.attach(dossier.code, key=paper.key, by=clerk)
                if n
                else actions.accept_filing(filing, by=clerk)
            ),
            2,
        ),
        "paper_not_there",
    )


def test_two_proposals_share_one_number() -> None:
    dossier, officer = in_process(), user("thuly.anxuyen")
    answers = at_once(
        lambda n: actions.propose(dossier.code, outcome="granted", content=CONTENT, by=officer), 2
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    assert (Result.objects.get().number, Result.objects.get().draft) == (1, 2)


def test_two_clicks_on_approve_are_one_signature() -> None:
    dossier = proposed()
    sha256 = Result.objects.get().rendered_sha256
    one_won(at_once(lambda n: actions.approve(dossier.code, sha256=sha256, by=user("kyduyet.anxuyen")), 2))
    result = Result.objects.get()
    assert hashlib.sha256(files.read(result.signed_file)).hexdigest() == result.signed_sha256


def test_a_proposal_and_its_approval_at_once_end_as_one_of_both() -> None:
    """Either the approval came first, or the new proposal did and the draft that was read is no longer there."""
    dossier, officer = proposed(), user("thuly.anxuyen")
    sha256 = Result.objects.get().rendered_sha256
    at_once(
        lambda n: (
            actions.approve(dossier.code, sha256=sha256, by=user("kyduyet.anxuyen"))
            if n
            else actions.propose(dossier.code, outcome="refused", content="Không.", by=officer)
        ),
        2,
    )
    result = Result.objects.get()
    assert (again(dossier).status, result.draft, bool(result.signed_at)) in [
        ("processed", 1, True),
        ("in_process", 2, False),
    ]


def test_issue_at_once_is_one_issue() -> None:
    dossier = sealed()
    one_won(
        at_once(lambda n: actions.issue(dossier.code, by=user("vanthu.anxuyen")), 2), "no_replacement_open"
    )
    assert types(dossier).count("dossier.issued") == 1


def test_two_approvers_at_once_are_one_signature() -> None:
    dossier, second = proposed(), user("quantri")
    second.memberships.create(agency=dossier.agency, role="approver", from_on="2026-01-01")
    sha256, people = Result.objects.get().rendered_sha256, ("kyduyet.anxuyen", "quantri")
    answers = at_once(lambda n: actions.approve(dossier.code, sha256=sha256, by=user(people[n])), 2)
    (refusal,) = [answer for answer in answers if isinstance(answer, Exception)]
    assert isinstance(refusal, Blocked)
    assert types(dossier).count("dossier.approved") == 1


def test_a_replacement_opened_twice_at_once_is_one() -> None:
    dossier, officer = issued(), user("thuly.anxuyen")
    one_won(
        at_once(lambda n: actions.replace_result(dossier.code, reason="Sai.", by=officer), 2),
        "replacement_open",
    )
    assert Result.objects.count() == 2


def test_a_result_sent_twice_at_once_is_on_its_way_once() -> None:
    dossier, clerk = issued(), user("tiepnhan.datmui")
    one_won(
        at_once(lambda n: actions.dispatch(dossier.code, tracking_number=f"EE12345678{n}VN", by=clerk), 2),
        "already_on_its_way",
    )
    assert Delivery.objects.count() == 1


def test_a_result_handed_over_twice_at_once_is_handed_over_once() -> None:
    dossier, clerk = issued(), user("tiepnhan.datmui")
    one_won(
        at_once(
            lambda n: actions.deliver(dossier.code, way="counter", recipient_name="Nguyễn Thử", by=clerk), 2
        ),
        "result_already_delivered",
    )
    assert Delivery.objects.count() == 1


def test_the_receipt_rendered_twice_at_once_is_one() -> None:
    dossier = accepted()
    assert at_once(lambda n: actions.render_receipt(dossier.code, by=system_user()), 2) == [None, None]
    receipt = Document.objects.get()
    assert hashlib.sha256(files.read(receipt.file)).hexdigest() == receipt.sha256
    assert types(dossier).count("dossier.receipt_rendered") == 1
    assert orphans() == []


def test_a_paper_read_twice_at_once_is_read_once() -> None:
    dossier = accepted(scan=True)
    paper = Document.objects.get()
    assert at_once(lambda n: actions.digitise(paper.key, by=system_user()), 2) == [True, True]
    assert types(dossier).count("dossier.paper_digitised") == 1
    assert orphans() == []


def test_a_draft_rendered_twice_at_once_is_one() -> None:
    dossier, officer = in_process(), user("thuly.anxuyen")
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=officer)
    assert at_once(lambda n: actions.render_result(dossier.code, draft=1, by=system_user()), 2) == [
        None,
        None,
    ]
    result = Result.objects.get()
    assert hashlib.sha256(files.read(result.rendered_file)).hexdigest() == result.rendered_sha256
    assert types(dossier).count("dossier.result_rendered") == 1
    assert orphans() == []
