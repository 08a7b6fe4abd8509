"""Role by door: every door of the API and every page, and the answer that each person must get there."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import localdate, now

from accounts.models import Agency, User
from accounts.queries import system_user
from dossiers import actions
from dossiers.hand_over_queries import address_of
from dossiers.leasing import with_codes
from dossiers.models import AccessRecord, Document, Dossier, OutboxMessage
from procedures.actions.draft import draft
from procedures.actions.edit import discard, edit
from procedures.models import ProcedureVersion
from procedures.storing import content_of
from tests.access.routes import routes
from tests.access.table import ACTING, COLUMNS, READING, USERNAMES, rows
from tests.conftest import Api
from tests.dossiers.doors import CASES
from tests.dossiers.pages.test_verb_doors import SENT
from tests.dossiers.playing import act, list_number
from tests.journeys import (
    CONTENT,
    FILING,
    accepted,
    again,
    digitised,
    in_process,
    issued,
    processed,
    proposed,
    scan,
    sealed,
    submitted,
    uploaded_scan,
    user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stranger", "second")]
CODE = "2.000635"
ANSWERS = {
    "requester": {"full_name": "Nguyễn Văn Thử", "id_number": "096085004511", "address": "Ấp 3"},
    "record": {"relationship": "SELF", "full_name": "Nguyễn Văn Thử", "born_on": "1985-03-15"},
    "extract": {"kind": "BIRTH", "registered_at": "Xã Khánh An", "copies": 2},
    "declaration": True,
}
LISTED = "code,name,field\n9.000001,Thủ tục thử,Hộ tịch\n"
READ, ACTED = rows(READING), rows(ACTING)


@pytest.fixture
def stranger(db: None) -> User:
    """Receives at xã Khánh An, which has nothing to do with any dossier here."""
    person = User.objects.create(username=USERNAMES["stra"], full_name="Ngô Thị Lạ")
    centre = Agency.objects.get(code="H12.232.01")
    person.memberships.create(agency=centre, role="reception_clerk", from_on="2026-01-01")
    return person


@pytest.fixture
def second(db: None) -> User:
    """Another officer of phường An Xuyên, to whom a dossier may be assigned."""
    person = User.objects.create(username="thuly.hai", full_name="Lê Thị Mẫu")
    agency = Agency.objects.get(code="H12.226")
    person.memberships.create(agency=agency, role="processing_officer", from_on="2026-01-01")
    return person


def test_every_door_is_in_the_table() -> None:
    in_table = {path.partition("?")[0] for path in (*READ, *ACTED)}
    assert routes() == in_table


def client_of(column: str, path: str, api: Api) -> Client:
    """A program for the API, a browser for the pages."""
    if column == "anon":
        return Client()
    person = User.objects.get(username=USERNAMES[column])
    if path.startswith("/api/"):
        return api(person)
    browser = Client()
    browser.force_login(person)
    return browser


def catalogue_names(path: str) -> dict[str, str]:
    """A procedure with an e-form: its published version to read and to retire, else a draft that may be published."""
    if "<number>" not in path or path.endswith("/retire/"):
        discard_drafts()
        return {"<code>": CODE, "<number>": str(newest().number)}
    if not ProcedureVersion.objects.filter(procedure__code=CODE, status="draft").exists():
        version, editor = draft(CODE, by=user(USERNAMES["edit"])), user(USERNAMES["edit"])
        decided = replace(content_of(version), decision="9/QĐ-BTP", decision_on=localdate())
        edit(version, decided, seen_edits=0, by=editor)
    return {"<code>": CODE, "<number>": str(newest().number), "<part>": "competence"}


def discard_drafts() -> None:
    for version in ProcedureVersion.objects.filter(status="draft"):
        discard(version, seen_edits=version.edits, by=user(USERNAMES["edit"]))


def newest() -> ProcedureVersion:
    return ProcedureVersion.objects.filter(procedure__code=CODE).latest("number")


def sent_to_the_catalogue(path: str) -> dict[str, Any]:
    """The right entries for the editor's doors."""
    names = {"code": f"9.{ProcedureVersion.objects.count():06}", "name": "Thủ tục thử", "field": "G15-TP07"}
    bodies: dict[str, dict[str, Any]] = {
        "new": names,
        "validate": {"answers": ANSWERS},
        "<part>": {"edits": "1", "by": "register", "level": "COMMUNE"},
        "steps": {"edits": "1", "do": "add", "name": "Bước thử", "role": "processing_officer"},
        "publish": {"edits": "1"},
        "discard": {"edits": "1", "sure": "yes"},
        "retire": {"until_on": "2099-12-31", "decision": "1/QĐ-UBND"},
    }
    if path == "/catalogue/import/":
        return {"file": SimpleUploadedFile("list.csv", LISTED.encode())}
    return bodies.get(path.rstrip("/").rpartition("/")[2], {})


def seen(answer: Any) -> str:
    """Word an answer as the table does."""
    if answer.status_code != 302:
        return str(answer.status_code)
    return "in" if answer["Location"].startswith("/sign-in/") else "go"


def addressed(path: str, dossier: Dossier | None = None) -> str:
    """Fill in an address."""
    names = {"<name>": "overdue" if path.startswith("/supervision") else "open", "<rendition>": "original"}
    if path.startswith(("/api/v1/procedures", "/procedures", "/catalogue")):
        names |= catalogue_names(path)
    names["<username>"] = USERNAMES["offi"]
    if path.startswith("/staff/"):
        names["<code>"] = "H12.13"  # nobody works there, and nothing is open
    if dossier is not None:
        result, papers = dossier.results.first(), dossier.documents.filter(kind="paper")
        key = result.key if result and path.startswith("/v/") else getattr(papers.first(), "key", "")
        names = {"<code>": dossier.code, "<token>": dossier.token, "<key>": key} | names
        names |= {"<list_number>": address_of(list_number(dossier)), "<form>": "01"}
    for name, value in names.items():
        path = path.replace(name, value)
    return path


@pytest.fixture
def complete() -> Dossier:
    """Issued, with a paper that was read, a receipt and a result."""
    clerk = user(USERNAMES["recp"])
    paper = uploaded_scan(clerk)
    dossier = accepted(papers=[{"document": paper.key}])
    actions.digitise(paper.key, by=system_user())
    actions.render_receipt(dossier.code, by=system_user())
    actions.confirm_digitisation(dossier.code, by=clerk)
    actions.take_up(dossier.code, by=user(USERNAMES["offi"]))
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=user(USERNAMES["offi"]))
    actions.render_result(dossier.code, draft=1, by=system_user())
    sha256 = dossier.results.get().rendered_sha256
    actions.approve(dossier.code, sha256=sha256, by=user(USERNAMES["appr"]))
    actions.seal(dossier.code, by=user(USERNAMES["reco"]))
    actions.issue(dossier.code, by=user(USERNAMES["reco"]))
    act(dossier, "hand_over", "reception_clerk")
    return again(dossier)


# What says nothing of a dossier's contents, or is a list, leaves no record of its own.
BARE = {
    "/api/v1/dossiers/<code>/verbs/",
    "/api/v1/hand-overs/<list_number>/",
    "/counter/hand-overs/<list_number>/",
    "/counter/hand-overs/<list_number>/print/",
}


def test_reading(complete: Dossier, api: Api) -> None:
    clients = {(column, door): client_of(column, door, api) for column in COLUMNS for door in ("/", "/api/")}
    for path, expected in READ.items():
        door, address = "/api/" if path.startswith("/api/") else "/", addressed(path, complete)
        answers = {column: seen(clients[column, door].get(address)) for column in COLUMNS}
        assert answers == expected, path
    # Every opening left its access record, and whoever saw nothing left none.
    openings = [path for path, expected in READ.items() if expected["neig"] == "404" and path not in BARE]
    for column in COLUMNS[1:]:
        opened = AccessRecord.objects.filter(user__username=USERNAMES[column], dossier=complete).count()
        assert opened == sum(READ[path][column] == "200" for path in openings), column


def parked() -> Dossier:
    dossier = accepted()
    OutboxMessage.objects.filter(event__dossier=dossier, subscriber="payments.charge").update(parked_at=now())
    return dossier


def staffed(path: str) -> int:
    """The key of a fresh membership or substitution at phường An Xuyên, for the administrator's doors."""
    person = User.objects.create(username=f"nguoi.{User.objects.count()}", full_name="Lê Thị Mẫu")
    agency = Agency.objects.get(code="H12.226")
    post = person.memberships.create(agency=agency, role="approver", from_on="2026-01-01")
    if "/substitutions/" not in path:
        return post.pk
    colleague, today = user(USERNAMES["head"]), localdate()
    return post.substitutions.create(substitute=colleague, from_on=today, until_on=today, basis="QĐ 1").pk


def substituting(key: int) -> dict[str, str]:
    """The form that names a substitute for that membership."""
    today = localdate().isoformat()
    given = {"substitute": USERNAMES["head"], "from_on": today, "until_on": today, "basis": "QĐ 1"}
    return {f"substitute-{key}-{name}": value for name, value in given.items()}


def of_a_colleague() -> Dossier:
    """In process, in the hands of another officer."""
    return actions.assign(in_process().code, officer="thuly.hai", by=user(USERNAMES["head"]))


POINT = "H12.264.01-1"
OF_LISTS = ("hand_over", "receive_hand_over", "give")


def on_their_way() -> Dossier:
    dossier = accepted()
    act(dossier, "hand_over", "reception_clerk")
    return dossier


# The state in which a verb may be done, and what is sent with it.
STATES: dict[str, Callable[[], Dossier]] = {verb: case.reach for verb, case in CASES.items()} | {
    "take_over": of_a_colleague,
    "hand_over": accepted,
    "receive_hand_over": on_their_way,
    "receive": on_their_way,
    "give": accepted,
    "accept": submitted,
    "attach": accepted,
    "confirm_digitisation": accepted,
    "take_up": digitised,
    "assign": in_process,
    "release": in_process,
    "propose": in_process,
    "approve": proposed,
    "seal": processed,
    "issue": sealed,
    "deliver": issued,
    "retry": parked,
}


def sent(path: str, dossier: Dossier | None, column: str) -> dict[str, Any]:
    """The right body for a door."""
    if path.startswith(("/catalogue", "/api/v1/procedures")):
        return sent_to_the_catalogue(path)
    if path.startswith("/staff/"):
        return sent_to_the_staff_room(path)
    if "numbers" in path or "number-leases" in path:
        return {"reason": "Điện đã có lại."} if path.endswith("/return/") else {"point": POINT, "count": 2}
    if path in ("/api/v1/dossiers/submit/", "/api/v1/dossiers/decline/") and column in ("post", "help"):
        helped = {"helped_at": "H12.264.01-HT1", "channel": "POSTAL", "reason": "Không thuộc thẩm quyền."}
        return FILING | helped
    return sent_about_dossiers(path, dossier)


def sent_to_the_staff_room(path: str) -> dict[str, Any]:
    """The right entries for the administrator's doors, confirmed where they ask."""
    today, door = localdate().isoformat(), path.rstrip("/").rpartition("/")[2]
    post = {"agency": "H12.264", "role": "cashier", "from_on": today, "on": today}
    given: dict[str, dict[str, Any]] = {
        "appoint": post,
        "move": post | {"from_agency": "H12.226"},
        "rename": {"name": "Sở Thử", "short_name": "Sở Thử", "on": today, "basis": "NQ 1"},
        "close": {"on": today, "successor": "H12.02", "basis": "NQ 1"},
    }
    if door == "new":
        return post | {"username": "nguoi.moi", "full_name": "Lê Thị Mẫu"}
    return {"confirm": "yes"} | {f"{door}-{name}": text for name, text in given.get(door, {}).items()}


def leased() -> str:
    """The first code of a fresh lease at the point of xã Đất Mũi."""
    return with_codes([actions.lease_numbers(POINT, 2, by=user(USERNAMES["cent"]))])[0].key


def sent_about_dossiers(path: str, dossier: Dossier | None) -> dict[str, Any]:
    verb = path.rstrip("/").rpartition("/")[2]
    if path.endswith("/documents/") or path == "/counter/dossiers/<code>/attach/":
        return {"file": SimpleUploadedFile("đơn.jpg", scan())}
    if path == "/counter/":
        return FILING | {"accept": "1"}
    if path in ("/api/v1/dossiers/accept/", "/api/v1/dossiers/submit/"):
        return FILING
    if path == "/api/v1/dossiers/decline/":
        return FILING | {"reason": "Không thuộc thẩm quyền."}
    return sent_with_a_verb(path, verb, dossier) if dossier else {"language": "en"}


def sent_with_a_verb(path: str, verb: str, dossier: Dossier) -> dict[str, Any]:
    """What is right for a verb in its own state."""
    if verb in ("hand_over", "give"):
        return {"to": "H12.226", "towards": "H12.226", "carrier": "own", "codes": [dossier.code]}
    if verb == "receive_hand_over":
        return {"number": list_number(dossier)}
    if verb == "take_over":
        return {"instead_of": "thuly.hai"}
    if verb not in CASES:
        return {}
    return (SENT if path.startswith("/counter/") else {}).get(verb, CASES[verb].body)(dossier)


@pytest.mark.parametrize("path", list(ACTED))
def test_acting(path: str, api: Api) -> None:
    cache.clear()  # the sign-in's throttle
    verb = path.rstrip("/").rpartition("/")[2]
    reached = STATES.get(verb) if "<" in path or verb in OF_LISTS else None
    dossier, found = reached() if reached else None, {}
    for column, expected in ACTED[path].items():
        address, body = addressed(path, dossier), sent(path, dossier, column)
        if "numbers/<code>" in path or "number-leases/<code>" in path:
            address = path.replace("<code>", leased())
        if "<message_id>" in path:
            address = path.replace("<message_id>", str(OutboxMessage.objects.get(parked_at__isnull=False).pk))
        if path.startswith("/staff/") and "<key>" in path:
            key = staffed(path)
            address, body = (
                path.replace("<key>", str(key)),
                substituting(key) if "/substitute/" in path else {"confirm": "yes"},
            )
        as_json = path.startswith("/api/") and not path.endswith("/documents/")
        how = {"content_type": "application/json"} if as_json else {}
        found[column] = seen(
            client_of(column, path, api).post(address, json.dumps(body) if as_json else body, **how)  # type: ignore[arg-type]
        )
        if reached and expected in ("200", "201", "go"):
            OutboxMessage.objects.update(parked_at=None)
            dossier = reached()
    assert found == ACTED[path]


def test_what_acts_cannot_be_read(api: Api) -> None:
    dossier = on_their_way()
    for path in set(ACTED) - set(READ) - {"/language/"}:  # which sends a GET back and changes nothing
        address = addressed(path, dossier).replace("<message_id>", "1").replace("//", "/1/")
        assert client_of("recp", path, api).get(address).status_code == 405, path


def test_what_is_not_there_is_404(api: Api) -> None:
    for path in (path for path in READ if "<" in path):
        if path.startswith("/staff/"):
            continue  # for the administrator, and tested with those pages
        reader = "edit" if path.startswith("/catalogue/") else "supe"
        address = path.replace("<code>", "H12.264.01-260101-9999" if "dossiers" in path else "9.999999")
        for name in ("<key>", "<token>", "<name>", "<rendition>"):
            address = address.replace(name, "x" * 22)
        address = address.replace("<number>", "1").replace("<part>", "general")
        assert client_of(reader, path, api).get(address).status_code == 404, path


def test_an_upload_is_its_uploaders_alone(api: Api) -> None:
    document = uploaded_scan(user(USERNAMES["recp"]))
    for path in (
        "/api/v1/documents/<key>/content/",
        "/counter/documents/<key>/",
        "/counter/documents/<key>/<rendition>/",
    ):
        address = path.replace("<key>", document.key).replace("<rendition>", "original")
        answers = {column: seen(client_of(column, path, api).get(address)) for column in COLUMNS[1:]}
        assert answers == {column: "200" if column == "recp" else "404" for column in COLUMNS[1:]}


def test_a_list_names_only_what_its_reader_may_open(api: Api) -> None:
    mine, other = accepted(), accepted(area="32248")
    for column in COLUMNS[1:]:
        listed = client_of(column, "/api/", api).get("/api/v1/dossiers/").json()["rows"]
        page = client_of(column, "/", api).get("/counter/lists/open/").content.decode()
        for dossier in (mine, other):
            opened = client_of(column, "/", api).get(f"/counter/dossiers/{dossier.code}/").status_code
            assert (dossier.code in {row["code"] for row in listed}) == (opened == 200), (column, dossier)
            assert (dossier.code in page) == (opened == 200), (column, dossier)


def test_the_administrator_of_an_agency_reads_no_contents(api: Api) -> None:
    dossier, admin = accepted(), user(USERNAMES["admi"])
    admin.memberships.create(agency=dossier.agency, role="administrator", from_on="2026-01-01")
    assert api(admin).get(f"/api/v1/dossiers/{dossier.code}/").status_code == 404
    assert Document.objects.filter(dossier=dossier).count() == 0


def test_a_helper_sees_what_was_helped_with_at_their_centre(api: Api) -> None:
    helped = api(user(USERNAMES["help"])).post(
        "/api/v1/dossiers/submit/",
        FILING | {"helped_at": "H12.264.01-HT2", "channel": "POSTAL"},
        content_type="application/json",
    )
    assert helped.status_code == 201
    code = helped.json()["code"]
    event = Dossier.objects.get(code=code).events.get()
    assert (event.actor.username, event.on_behalf_of) == (USERNAMES["help"], "applicant")
    assert event.helped_by == "point:H12.264.01-HT2"
    seen_by = {
        column
        for column in COLUMNS[1:]
        if api(user(USERNAMES[column])).get(f"/api/v1/dossiers/{code}/").status_code == 200
    }
    decides = {"offi", "appr", "reco", "head"}
    assert seen_by == {"recp", "hand", "cent", "cash", "supe", "post", "help"} | decides


def test_a_helper_is_no_applicant_and_receives_nothing(api: Api) -> None:
    helper = api(user(USERNAMES["help"]))
    for changes in (
        {"channel": "POSTAL"},
        {"channel": "POSTAL", "helped_at": "H12.226.01-HT1"},
        {"channel": "DIRECT", "helped_at": "H12.264.01-HT1"},
        {"channel": "POSTAL", "helped_at": "H12.264.01-HT1", "point": "H12.264.01-HT1"},
    ):
        answer = helper.post("/api/v1/dossiers/submit/", FILING | changes, content_type="application/json")
        assert answer.status_code == 400, changes
