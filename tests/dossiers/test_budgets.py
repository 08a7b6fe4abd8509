"""What each piece of work may ask of the database: pinned, because nobody notices one statement more."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.timezone import localdate

from accounts.models import Agency, User, former_names, substituted_by
from accounts.queries import approvers_of, person_by_key, signing_certificates, system_user
from dossiers import access, actions, citizen_queries, queries
from dossiers.filing import read_filing
from dossiers.models import Document, Dossier
from procedures.routes import route_of
from tests.conftest import Api
from tests.journeys import (
    CONTENT,
    FILING,
    accepted,
    digitised,
    in_process,
    issued,
    processed,
    proposed,
    returned,
    run_background,
    sealed,
    submitted,
    uploaded_scan,
    user,
)
from tests.statements import statements

pytestmark = pytest.mark.django_db
Verb = Callable[[Dossier, User], object]


def known(username: str) -> User:
    """A person whose memberships are read already, as they are after signing in."""
    found = system_user() if username == "system" else user(username)
    assert found.memberships_today or found.is_system
    return found


@pytest.fixture(autouse=True)
def warm(db: None) -> None:
    """Remember what a process remembers after its first acceptance: points, catalogue, calendar, former names."""
    dossier = accepted()
    route_of(dossier.procedure_version_id)
    access.recall(dossier)
    for person in User.objects.all():
        person_by_key(person.pk)
    former_names()
    substituted_by(localdate())
    for signer in (user("kyduyet.anxuyen"), None):
        signing_certificates(signer and signer.pk, Agency.objects.get(code="H12.226").pk)


def test_accepting_takes_eight() -> None:
    clerk = known("tiepnhan.datmui")
    papers = [{"document": uploaded_scan(clerk).key, "requirement": 1}]
    filing = read_filing(FILING | {"papers": papers}, key=str(uuid.uuid4()))
    with statements() as asked:
        actions.accept_filing(filing, by=clerk)
    assert len(asked) <= 8, asked


# verb: who, on which dossier, how, and the most statements. Six are the house's limit; a verb that moves the dossier
# on its route reads the open step, ends it and begins the next one: three more.
VERBS: dict[str, tuple[str, Callable[[], Dossier], Verb, int]] = {
    "submit": (
        "tiepnhan.datmui",
        accepted,
        lambda it, by: actions.submit(read_filing(FILING), by=by),
        3,
    ),
    "accept": ("tiepnhan.datmui", submitted, lambda it, by: actions.accept(it.code, by=by), 5),
    "confirm_digitisation": (
        "tiepnhan.datmui",
        accepted,
        lambda it, by: actions.confirm_digitisation(it.code, by=by),
        4,
    ),
    "take_up": ("thuly.anxuyen", digitised, lambda it, by: actions.take_up(it.code, by=by), 5),
    "propose": (
        "thuly.anxuyen",
        in_process,
        lambda it, by: actions.propose(it.code, outcome="granted", content=CONTENT, by=by),
        9,
    ),
    "approve": (
        "kyduyet.anxuyen",
        proposed,
        lambda it, by: actions.approve(it.code, sha256=SHA256[it.code], by=by),
        8,
    ),
    "seal": ("vanthu.anxuyen", processed, lambda it, by: actions.seal(it.code, by=by), 5),
    "issue": ("vanthu.anxuyen", sealed, lambda it, by: actions.issue(it.code, by=by), 8),
    "deliver": (
        "tiepnhan.datmui",
        issued,
        lambda it, by: actions.deliver(it.code, way="counter", recipient_name="Nguyễn Văn Thử", by=by),
        8,
    ),
}
SHA256: dict[str, str] = {}


@pytest.mark.parametrize("verb", list(VERBS))
def test_a_verb_takes_what_is_pinned(verb: str) -> None:
    who, journey, act, most = VERBS[verb]
    by, dossier = known(who), journey()
    SHA256[dossier.code] = dossier.result.rendered_sha256 if dossier.result else ""
    approvers_of(dossier.agency_id)  # remembered for half a minute, like the person's own roles
    with statements() as asked:
        act(dossier, by)
    assert len(asked) == most, asked


@pytest.mark.parametrize("in_place", [False, True])
def test_attaching_takes_six(in_place: bool) -> None:
    clerk, dossier = known("tiepnhan.datmui"), accepted(scan=True)
    key, replaces = uploaded_scan(clerk).key, dossier.documents.get().key if in_place else ""
    with statements() as asked:
        actions.attach(dossier.code, key=key, replaces=replaces, by=clerk)
    assert len(asked) == 6, asked


def after_lock(asked: list[str]) -> list[str]:
    """The statements of the transaction: what the slow work before it read, it read without a lock."""
    (start,) = (number for number, sql in enumerate(asked) if "FOR UPDATE" in sql)
    return asked[start:]


def test_the_systems_verbs_take_seven_in_their_transaction(officer: User) -> None:
    system, dossier = known("system"), accepted(scan=True)
    key = Document.objects.get(dossier=dossier).key
    with statements() as receipt:
        actions.render_receipt(dossier.code, by=system)
    with statements() as digitisation:
        actions.digitise(key, by=system)
    proposal = in_process()
    actions.propose(proposal.code, outcome="granted", content=CONTENT, by=officer)
    with statements() as result:
        actions.render_result(proposal.code, draft=1, by=system)
    assert [len(after_lock(asked)) for asked in (receipt, digitisation, result)] == [7, 4, 4]


def test_reading_a_dossier_takes_four(supervisor: User) -> None:
    dossier = returned()
    run_background()
    assert supervisor.memberships_today
    with statements() as asked:
        opened = access.open_dossier(supervisor, dossier.code)
        list(opened.documents)
        assert opened.dossier.agency.area.name and opened.dossier.procedure_version.procedure.code
        assert [event.actor.username for event in opened.events]
    assert len(asked) == 4, asked


def test_what_a_dossier_has_beside_its_events_takes_one_each(api: Api, clerk: User) -> None:
    """Fresh from the counter it has nothing; steps, results and deliveries are read only where there are any."""
    client = api(clerk)
    for journey, most in ((submitted, 4), (accepted, 4), (issued, 6), (returned, 7)):
        code = journey().code
        client.get(f"/api/v1/dossiers/{code}/")
        with statements() as asked:
            assert client.get(f"/api/v1/dossiers/{code}/").status_code == 200
        assert len(asked) <= most, (journey.__name__, asked)


def test_tracking_takes_one() -> None:
    dossier = issued()
    with statements() as asked:
        assert citizen_queries.tracked(dossier.token)
    assert len(asked) == 1, asked


def test_tracking_a_token_that_nobody_has_takes_one() -> None:
    with statements() as asked:
        assert citizen_queries.tracked("x" * 22) is None
    assert len(asked) == 1, asked


LISTED: dict[str, tuple[str, Callable[[], Dossier]]] = {
    "to_accept": ("tiepnhan.datmui", submitted),
    "to_confirm": ("tiepnhan.datmui", accepted),
    "to_take_up": ("thuly.anxuyen", digitised),
    "in_my_hands": ("thuly.anxuyen", in_process),
    "open": ("giamsat", accepted),
}


@pytest.mark.parametrize("name", list(LISTED))
def test_a_worklist_takes_one_however_long(name: str) -> None:
    username, journey = LISTED[name]
    by, worklist = known(username), queries.WORKLISTS[name]
    for length in (1, 30):
        for _ in range(length - 1):
            journey()
        journey()
        with statements() as asked:
            rows = queries.page(worklist, by).rows
            assert all(row.procedure_version.name and row.agency.name and row.point.name for row in rows)
        assert len(rows) >= length
        assert len(asked) == 1, asked
        assert "COUNT(" not in asked[0].upper()
        assert "OFFSET" not in asked[0].upper()


@pytest.mark.parametrize("name", list(queries.WORKLISTS))
def test_no_worklist_counts_or_skips(name: str) -> None:
    everybody = [
        known(name) for name in ("tiepnhan.datmui", "thuly.anxuyen", "kyduyet.anxuyen", "vanthu.anxuyen")
    ]
    for by in everybody:
        with statements() as asked:
            queries.page(queries.WORKLISTS[name], by, after="2026-11-20T17:00:00+07:00~1")
        assert len(asked) <= 1
        assert not any(word in sql.upper() for sql in asked for word in ("COUNT(", "OFFSET"))


def test_what_needs_attention_takes_two(supervisor: User) -> None:
    assert supervisor.memberships_today
    with statements() as asked:
        queries.needs_attention(supervisor)
    assert len(asked) == 2, asked


def test_a_whole_request_adds_nothing_once_the_token_is_known(api: Api, clerk: User) -> None:
    client = api(clerk)
    code = client.post("/api/v1/dossiers/accept/", FILING, content_type="application/json").json()["code"]
    with statements() as accepting:
        client.post("/api/v1/dossiers/accept/", FILING, content_type="application/json")
    with statements() as reading:
        assert client.get(f"/api/v1/dossiers/{code}/").status_code == 200
    with statements() as listing:
        assert client.get("/api/v1/dossiers/").status_code == 200
    with statements() as confirming:
        assert client.post(f"/api/v1/dossiers/{code}/confirm_digitisation/").status_code == 200
    assert [len(asked) for asked in (accepting, reading, listing, confirming)] == [5, 4, 1, 4]


def test_tracking_page_and_its_304_take_one(client: Client) -> None:
    token = issued().token
    with statements() as asked:
        answer = client.get(f"/t/{token}/")
    assert (answer.status_code, len(asked)) == (200, 1), asked
    with statements() as asked:
        again = client.get(f"/t/{token}/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, len(asked)) == (304, 1), asked
