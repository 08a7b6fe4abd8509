"""Every verb on a dossier's page: offered to who may, done by its form, refused with what was typed still there."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from accounts.queries import person_by_key
from dossiers.models import Document, Dossier
from dossiers.pages.verbs import OFFERED
from tests.catalogue import newer
from tests.dossiers.doors import CASES, STRANGER, waiting
from tests.dossiers.playing import act, list_number
from tests.journeys import FILING, accepted, again, in_process, proposed_two, scan, user
from tests.statements import statements

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
# What a browser sends where it differs from what a program sends.
SENT: dict[str, Callable[[Dossier], dict[str, Any]]] = {
    "attach": lambda it: {"file": SimpleUploadedFile("to-khai.jpg", scan())},
    "correct_intake": lambda it: {
        "was_applicant_name": it.applicant_name,
        "applicant_name": "Nguyễn Văn Mới",
        "was_request": "",
        "request": "",
        "reason": "Gõ nhầm.",
    },
    "request_supplement": lambda it: {"missing": "1", "what_1": "Bản chính", "reason": "Thiếu."},
    "give_opinion": lambda it: CASES["give_opinion"].body(it) | {"number": it.opinions_open()[0].number},
    "ask_opinion": lambda it: CASES["ask_opinion"].body(it) | {"mandatory": "on", "hours": "1,5"},
}
# Where the page asks for words: what is typed without them, and is refused, is still there.
TYPED = {
    "withdraw": {"reason": "Gia đình đã đổi ý."},
    "stop": {"reason": "Không còn đối tượng.", "basis": "Điều 19"},
    "extend": {"reason": "Cần xác minh thêm.", "until": "never"},
    "amend_due": {"basis": "Văn bản 12/UBND", "until": ""},
    "request_payment": {"reason": "Lệ phí cấp lại.", "amount": "nhiều"},
    "request_supplement": {"contact": "Cô Lan, 0912 345 678", "what_1": "Bản gốc của giấy"},
    "ask_opinion": {"question": "Có tranh chấp không?", "hours": "x"},
    "reroute": {"to": "nowhere", "reason": "Không thuộc thẩm quyền."},
    "reclassify": {"procedure": "9.999999", "reason": "Nhầm thủ tục."},
    "correct_intake": {"was_request": "", "request": "Bản sao khác", "reason": ""},
    "propose": {"content": "Họ tên: Nguyễn Văn Thử"},
    "give_opinion": {"answer": "Còn thiếu bản vẽ."},
}


def here(dossier: Dossier, verb: str = "") -> str:
    return f"/counter/dossiers/{dossier.code}/" + (f"{verb}/" if verb else "")


def shown(client: Client, dossier: Dossier) -> str:
    return client.get(here(dossier)).content.decode()


def body_of(verb: str, dossier: Dossier) -> dict[str, Any]:
    return SENT.get(verb, CASES[verb].body)(dossier)


LEAVES = {"reroute"}  # the dossier is another agency's then: the door leads to the officer's own list


@pytest.mark.parametrize("verb", sorted(CASES))
def test_it_is_offered_and_done_by_its_form(signed_in: SignIn, verb: str) -> None:
    case = CASES[verb]
    dossier, client = case.reach(), signed_in(user(case.by))
    page = shown(client, dossier)
    assert f'action="{here(dossier, verb)}"' in page
    assert f'id="{verb}"' in page
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    assert set(re.findall(r'<label for="([^"]+)"', page)) <= set(ids)
    answer = client.post(here(dossier, verb), body_of(verb, dossier))
    where = "/counter/dossiers/" if verb in LEAVES else here(dossier)
    assert (answer.status_code, answer.headers.get("Location")) == (302, where), answer.content
    assert again(dossier).version > dossier.version
    assert 'role="status"' in client.get(where).content.decode()


@pytest.mark.parametrize("verb", sorted(CASES))
def test_nobody_else_does_it(signed_in: SignIn, verb: str) -> None:
    case = CASES[verb]
    dossier = case.reach()
    other = signed_in(user(case.not_for))
    assert f'action="{here(dossier, verb)}"' not in shown(other, dossier)
    assert other.post(here(dossier, verb), body_of(verb, dossier)).status_code == 403
    assert again(dossier).version == dossier.version


@pytest.mark.parametrize("verb", sorted(TYPED))
def test_what_was_typed_is_kept_and_the_fault_stands_at_its_field(signed_in: SignIn, verb: str) -> None:
    case = CASES[verb]
    dossier, client = case.reach(), signed_in(user(case.by))
    typed = TYPED[verb]
    answer = client.post(here(dossier, verb), typed)
    page = answer.content.decode()
    assert (answer.status_code, again(dossier).version) == (400, dossier.version)
    assert 'class="field-error"' in page
    assert 'id="errors"' in page
    for text in typed.values():
        assert text in page
    if f'<details class="verb" id="{verb}"' in page:
        assert f'<details class="verb" id="{verb}" open>' in page


def test_what_was_typed_for_a_verb_that_is_gone_is_shown_to_copy(signed_in: SignIn) -> None:
    dossier, client = in_process(), signed_in(user("kyduyet.anxuyen"))
    answer = client.post(here(dossier, "send_back"), {"reason": "Sai căn cứ pháp lý."})
    assert answer.status_code == 409
    assert 'id="unsent"' in answer.content.decode()
    assert "Sai căn cứ pháp lý." in answer.content.decode()


def test_a_second_supplement_is_asked_for_after_a_warning(signed_in: SignIn) -> None:
    dossier, client = waiting("request_supplement")(), signed_in(user("tiepnhan.datmui"))
    act(dossier, "supplement", "reception_clerk")
    assert 'name="anyway"' not in shown(client, dossier)
    typed = {"missing": "1", "what_1": "Bản chính", "reason": "Vẫn thiếu."}
    warned = client.post(here(dossier, "request_supplement"), typed)
    assert warned.status_code == 400
    assert 'name="anyway"' in warned.content.decode()
    assert "Vẫn thiếu." in warned.content.decode()
    assert client.post(here(dossier, "request_supplement"), typed | {"anyway": "on"}).status_code == 302
    assert again(dossier).supplements == 2


def test_what_is_asked_stands_on_the_page_and_can_be_brought_with_a_scan(signed_in: SignIn) -> None:
    dossier, client = accepted(), signed_in(user("tiepnhan.datmui"))
    client.post(
        here(dossier, "request_supplement"),
        {"what_1": "Thiếu chữ ký", "what_other": "Ảnh 3x4", "reason": "R"},
    )
    page = shown(client, dossier)
    assert 'id="asked"' in page
    assert "Thiếu chữ ký" in page and "Ảnh 3x4" in page
    assert 'id="id_brought_1"' in page and 'id="id_brought_2"' not in page
    file = SimpleUploadedFile("bo-sung.jpg", scan(2))
    refused = client.post(here(dossier, "supplement"), {"file_1": file, "note": "x" * 2000})
    assert refused.status_code == 400
    (kept,) = re.findall(r'name="key_1" value="([^"]+)"', refused.content.decode())
    assert client.post(here(dossier, "supplement"), {"key_1": kept, "note": "Đủ."}).status_code == 302
    assert Document.objects.get(key=kept).dossier_id == dossier.pk
    assert again(dossier).status == "received"


def test_several_drafts_are_shown_and_signed_together(signed_in: SignIn) -> None:
    dossier, client = proposed_two(), signed_in(user("kyduyet.anxuyen"))
    page = shown(client, dossier)
    hashes = re.findall(r'name="sha256" value="([0-9a-f]{64})"', page)
    assert len(hashes) == 2
    for kind in (1, 2):
        assert f'data="{here(dossier)}result/?kind={kind}#' in page
        assert client.get(f"{here(dossier)}result/?kind={kind}")["Content-Type"] == "application/pdf"
    assert client.get(f"{here(dossier)}result/?kind=x").status_code == 404
    assert client.post(here(dossier, "approve"), {"sha256": hashes}).status_code == 302


def test_a_missing_opinion_is_gone_without_by_a_reason(signed_in: SignIn) -> None:
    dossier = CASES["give_opinion"].reach()
    act(dossier, "propose", "processing_officer")
    act(dossier, "render_result", "system")
    client = signed_in(user("kyduyet.anxuyen"))
    page = shown(client, dossier)
    assert 'name="without_opinions"' in page
    (sha256,) = re.findall(r'name="sha256" value="([0-9a-f]{64})"', page)
    assert client.post(here(dossier, "approve"), {"sha256": sha256}).status_code == 409
    done = client.post(here(dossier, "approve"), {"sha256": sha256, "without_opinions": "Quá hạn trả lời."})
    assert done.status_code == 302


def test_who_is_asked_reads_and_answers_others_do_not_read(signed_in: SignIn) -> None:
    dossier = CASES["give_opinion"].reach()
    assert "Có ý kiến gì?" in shown(signed_in(user("thuly.tuphap")), dossier)
    assert "Có ý kiến gì?" in shown(signed_in(user("thuly.anxuyen")), dossier)
    page = shown(signed_in(user("tiepnhan.datmui")), dossier)
    assert 'id="opinions"' in page
    assert "Có ý kiến gì?" not in page
    assert signed_in(user(STRANGER)).get(here(dossier)).status_code == 404


def test_the_papers_of_one_dossier_go_and_come(signed_in: SignIn) -> None:
    dossier, clerk, officer = accepted(), signed_in(user("tiepnhan.datmui")), signed_in(user("thuly.anxuyen"))
    assert clerk.post(here(dossier, "hand_over"), {"to": "H12.226", "carrier": "own"}).status_code == 302
    number = list_number(dossier)
    page = shown(officer, dossier)
    assert f'name="number" value="{number}"' in page
    assert officer.post(here(dossier, "receive_hand_over"), {"number": number}).status_code == 302
    assert again(dossier).papers_at.code == "H12.226"  # type: ignore[union-attr]
    assert officer.post(here(dossier, "receive_hand_over"), {"number": number}).status_code == 409


def test_one_thing_is_next_and_the_rare_ones_are_folded_away(signed_in: SignIn) -> None:
    page = shown(signed_in(user("tiepnhan.datmui")), accepted())
    assert page.count('class="sheet sheet--act"') == 1
    assert page.count('data-key="F8"') == 1
    more = page[page.index('class="verbs__more"') :]
    assert 'id="withdraw"' in more and 'id="correct_intake"' in more
    assert 'id="request_supplement"' not in more


def test_every_verb_that_is_offered_has_words_and_a_door() -> None:
    assert set(OFFERED) == set(CASES) | {"hand_over", "receive_hand_over"}


def test_the_page_costs_the_same_however_long_the_history(signed_in: SignIn) -> None:
    newer(FILING["procedure"], presence_required=False)
    dossier, client = CASES["give_opinion"].reach(), signed_in(user("thuly.anxuyen"))
    shown(client, dossier)
    for person in User.objects.all():
        person_by_key(person.pk)  # names are remembered
    with statements() as few:
        shown(client, dossier)
    for _number in range(3):
        act(dossier, "ask_opinion", "processing_officer")
        act(dossier, "instruct", "unit_head")
    with statements() as many:
        shown(client, dossier)
    assert len(many) == len(few), many
