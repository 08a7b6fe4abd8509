"""Submit: a filing waits at the counter with its code; nobody has promised anything yet."""

import uuid

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.models import User
from dossiers import actions
from dossiers.filing import read_filing
from dossiers.models import ClockRun, Dossier
from dossiers.refusals import Blocked
from tests.conftest import MORNING
from tests.journeys import FILING, again, submitted, uploaded_scan
from tests.refusals import refused

pytestmark = pytest.mark.django_db


def test_it_waits_with_its_code(morning: time_machine.Traveller) -> None:
    dossier = again(submitted())
    assert (dossier.status, dossier.code) == ("submitted", "H12.264.01-261120-0001")
    assert dossier.submitted_at == MORNING


def test_nothing_is_promised_and_no_clock_runs() -> None:
    dossier = again(submitted())
    assert (dossier.received_at, dossier.promised_at, dossier.due_at) == (None, None, None)
    assert not ClockRun.objects.exists()


def test_the_event_says_what_was_filed(clerk: User) -> None:
    event = submitted().events.get()
    assert (event.type, event.source, event.target) == ("dossier.submitted", "draft", "submitted")
    assert (event.actor, event.on_behalf_of) == (clerk, "applicant")
    assert event.facts["point"] == "H12.264.01-1"
    assert event.personal is not None
    assert set(event.personal) == {"applicant_name", "applicant_phone", "applicant_address", "request"}


def test_no_consequence_follows_before_it_is_accepted() -> None:
    assert not submitted().events.get().messages.exists()


def test_the_papers_belong_to_the_dossier(clerk: User) -> None:
    document = uploaded_scan(clerk)
    dossier = submitted(papers=[{"document": document.key, "requirement": 1}])
    assert dossier.documents.get() == document


def test_a_clerk_of_any_centre_may(neighbour: User) -> None:
    assert actions.submit(read_filing(FILING), by=neighbour).receiving_agency.code == "H12.264.01"


def test_an_officer_may_not(officer: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.submit(read_filing(FILING), by=officer)
    assert not Dossier.objects.exists()


def test_the_same_filing_key_gives_the_same_dossier() -> None:
    key = str(uuid.uuid4())
    assert submitted(key=key).code == submitted(key=key).code
    assert Dossier.objects.get().events.count() == 1


def test_a_refused_filing_uses_no_number() -> None:
    with pytest.raises(Blocked, match="paper_not_there"):
        submitted(papers=[{"document": "x" * 22}])
    assert not Dossier.objects.exists()
    assert submitted().code.endswith("-0001")


def test_the_same_filing_key_with_another_filing_is_refused() -> None:
    key = str(uuid.uuid4())
    dossier = submitted(key=key)
    with refused(dossier, Blocked, "key_used_before"):
        submitted(key=key, id_number="096185004512")
    assert Dossier.objects.count() == 1
