"""Accept: code, promise, clock, event and jobs in one transaction."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localtime

from accounts import cipher
from accounts.faults import Invalid
from accounts.models import User
from dossiers import actions
from dossiers.filing import read_filing
from dossiers.identity import id_number
from dossiers.models import ClockRun, Document, Dossier, OutboxMessage
from dossiers.refusals import Blocked
from procedures.queries import working_calendar
from tests.journeys import FILING, accepted, again, submitted, uploaded_scan

pytestmark = pytest.mark.django_db


def test_the_dossier_is_received_with_its_code(morning: time_machine.Traveller) -> None:
    dossier = again(accepted())
    assert (dossier.status, dossier.code) == ("received", "H12.264.01-261120-0001")
    assert dossier.agency.code == "H12.226"
    assert dossier.fee_total == 16_000


def test_codes_of_a_day_follow_one_another(morning: time_machine.Traveller) -> None:
    assert [accepted().code[-4:] for _ in range(3)] == ["0001", "0002", "0003"]


def test_a_same_day_procedure_is_due_the_same_day(morning: time_machine.Traveller) -> None:
    dossier = accepted()
    assert dossier.due_at == dossier.promised_at
    assert localtime(dossier.due_at).strftime("%d/%m %H:%M") == "20/11 17:00"


def test_after_three_it_is_due_the_next_working_day(morning: time_machine.Traveller) -> None:
    morning.shift(timedelta(hours=6, minutes=1))
    # Saturday and Sunday are no working days.
    assert localtime(accepted().due_at).strftime("%d/%m %H:%M") == "23/11 17:00"


def test_the_event_names_clerk_and_applicant(clerk: User) -> None:
    event = accepted().events.get()
    assert (event.type, event.actor, event.on_behalf_of) == ("dossier.accepted", clerk, "applicant")
    assert event.facts["agency"] == "H12.226"
    assert event.personal is not None
    assert event.personal["applicant_name"] == "Nguyễn Văn Thử"


def test_personal_data_stay_out_of_the_hashed_facts() -> None:
    facts = str(accepted().events.get().facts)
    assert "Nguyễn" not in facts
    assert "096085004511" not in facts


def test_the_identity_number_is_sealed_and_can_be_found() -> None:
    dossier = again(accepted())
    assert b"096085004511" not in bytes(dossier.id_encrypted)
    assert id_number(dossier) == "096085004511"
    assert Dossier.objects.get(id_index=cipher.blind_index("096085004511")) == dossier


def test_the_clock_runs_and_the_jobs_wait() -> None:
    dossier = accepted()
    assert ClockRun.objects.get(dossier=dossier).stopped_at is None
    waiting = OutboxMessage.objects.filter(event__dossier=dossier).values_list("subscriber", flat=True)
    assert {"dossiers.render_receipt", "dossiers.digitise", "payments.charge"} <= set(waiting)


def test_the_papers_belong_to_the_dossier(clerk: User) -> None:
    dossier = accepted(scan=True)
    assert dossier.documents.get().requirement.number == 1  # type: ignore[union-attr]


def test_a_paper_is_handed_in_once(clerk: User) -> None:
    papers = [{"document": uploaded_scan(clerk).key}]
    accepted(papers=papers)
    with pytest.raises(Blocked, match="paper_not_there"):
        accepted(papers=papers)
    assert Dossier.objects.count() == 1


def test_a_paper_of_another_clerk_is_not_taken(neighbour: User) -> None:
    with pytest.raises(Blocked, match="paper_not_there"):
        accepted(papers=[{"document": uploaded_scan(neighbour).key}])


def test_the_same_filing_key_gives_the_same_dossier() -> None:
    key = str(uuid.uuid4())
    assert accepted(key=key).code == accepted(key=key).code
    assert Dossier.objects.count() == 1


def test_a_clerk_of_another_centre_may_not(neighbour: User) -> None:
    with pytest.raises(PermissionDenied):
        actions.accept_filing(read_filing(FILING), by=neighbour)
    assert not Dossier.objects.exists()


def test_a_submitted_dossier_keeps_its_code(clerk: User) -> None:
    dossier = submitted()
    assert actions.accept(dossier.code, by=clerk).code == dossier.code
    assert [event.type for event in dossier.events.order_by("seq")] == [
        "dossier.submitted",
        "dossier.accepted",
    ]


def test_accepting_twice_is_refused(clerk: User) -> None:
    dossier = accepted()
    with pytest.raises(Blocked, match="wrong_state"):
        actions.accept(dossier.code, by=clerk)
    assert dossier.events.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("procedure", "9.999999", "procedure_unknown"),
        ("applicant_name", "  ", "required"),
        ("id_number", "12345", "id_length"),
        ("point", "nowhere", "point_unknown"),
        ("area", "01", "no_competent_agency"),
        ("copies", 0, "number_not_valid"),
        ("channel", "PIGEON", "channel_unknown"),
        ("papers", [{"document": "../../etc/passwd"}], "papers_not_valid"),
        ("papers", "all", "papers_not_valid"),
    ],
)
def test_a_wrong_entry_is_named(field: str, value: object, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_filing(FILING | {field: value})
    assert refused.value.faults[field].code == code
    assert str(refused.value.faults[field].sentence)


def test_it_takes_at_most_eight_statements(clerk: User) -> None:
    papers = [{"document": uploaded_scan(clerk).key, "requirement": 1}]
    filing = read_filing(FILING | {"papers": papers}, key=str(uuid.uuid4()))
    assert clerk.memberships_today
    working_calendar()  # remembered for a minute by the process
    with CaptureQueriesContext(
        connection,
    ) as queries:
        actions.accept_filing(filing, by=clerk)
    statements = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(statements) <= 8, statements


def test_nothing_stays_when_a_step_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Document.objects.count()
    with pytest.raises(Blocked):
        accepted(papers=[{"document": "x" * 22}])
    assert (Dossier.objects.count(), OutboxMessage.objects.count(), Document.objects.count()) == (
        0,
        0,
        before,
    )


def test_a_filing_key_is_not_used_for_another_filing() -> None:
    key = str(uuid.uuid4())
    accepted(key=key)
    with pytest.raises(Blocked, match="key_used_before"):
        accepted(key=key, id_number="096192004512")
    assert Dossier.objects.count() == 1
