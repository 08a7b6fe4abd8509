"""Every verb as a program or a page sends it: when, by whom, with what, and what comes of sending it twice."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.roles import Role
from dossiers import actions
from dossiers.models import Dossier
from procedures.content import RouteStep
from tests.catalogue import newer
from tests.dossiers.playing import PEOPLE, act, another_officer, hashes, workday
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
    sealed,
    submitted,
    uploaded_scan,
    user,
)

CLERK, OFFICER, HEAD = (PEOPLE[one] for one in ("reception_clerk", "processing_officer", "unit_head"))
APPROVER, RECORDS, CASHIER = (PEOPLE[one] for one in ("approver", "records_clerk", "cashier"))
SECOND, ASKED, STRANGER, SUPERVISOR = "thuly.hai", "thuly.tuphap", "thuly.datmui", "giamsat"
REASON = {"reason": "Theo quy định."}
TWO_STEPS = (
    RouteStep("examine", "Thẩm định", role=Role.PROCESSING_OFFICER, hours=Decimal(2)),
    RouteStep("verify", "Xác minh", role=Role.PROCESSING_OFFICER, hours=Decimal(2)),
    RouteStep("sign", "Ký duyệt", role=Role.APPROVER, hours=Decimal(2)),
    RouteStep("publish", "Phát hành", role=Role.RECORDS_CLERK, hours=Decimal(1)),
)
Body = dict[str, Any]


def declined() -> Dossier:
    return actions.decline(submitted().code, by=user(CLERK), **REASON)


def with_presence() -> Dossier:
    newer(FILING["procedure"], presence_required=True)
    return accepted()


def at_first_of_two_steps() -> Dossier:
    newer(FILING["procedure"], steps=TWO_STEPS, links=())
    return in_process()


def with_second_officer() -> Dossier:
    dossier = in_process()
    another_officer(dossier)
    return dossier


def asked() -> Dossier:
    """In process; an opinion is asked of an agency that has one officer."""
    dossier = in_process()
    act(dossier, "ask_opinion", "processing_officer")
    return again(dossier)


def answered() -> Dossier:
    dossier = asked()
    return actions.give_opinion(dossier.code, verdict="agrees", answer="", by=user(ASKED))


def waiting(verb: str) -> Callable[[], Dossier]:
    def build() -> Dossier:
        dossier = accepted()
        act(dossier, verb, "reception_clerk")
        return again(dossier)

    return build


@dataclass(frozen=True)
class Case:
    """`wrong`: a body that has not the shape; `blocked`: where it is refused; `second`: (status, code) sent again."""

    by: str
    reach: Callable[[], Dossier]
    body: Callable[[Dossier], Body] = lambda it: {}
    wrong: Body | None = None
    second: tuple[int, str] = (409, "wrong_state")
    blocked: Callable[[], Dossier] = declined
    not_for: str = SUPERVISOR


def given(**body: Any) -> Callable[[Dossier], Body]:
    return lambda it: dict(body)


AGAIN = (200, "")  # meant a second time, as another one
CASES: dict[str, Case] = {
    "accept": Case(CLERK, submitted),
    "decline": Case(CLERK, submitted, given(**REASON), {}, blocked=accepted),
    "attach": Case(
        CLERK,
        accepted,
        lambda it: {"document": uploaded_scan(user(CLERK)).key},
        {},
        second=(409, "paper_not_there"),
    ),
    "correct_intake": Case(
        CLERK,
        accepted,
        given(changes={"applicant_name": "Nguyễn Văn Mới"}, **REASON),
        {"changes": []},
        second=(400, "invalid"),
    ),
    "reclassify": Case(
        CLERK,
        accepted,
        given(procedure="1.004873", area=FILING["area"], **REASON),
        {},
        second=(400, "invalid"),
    ),
    "confirm_digitisation": Case(CLERK, accepted),
    "confirm_presence": Case(
        CLERK, with_presence, given(present="Nguyễn Văn Thử"), {}, second=(409, "presence_not_asked")
    ),
    "take_up": Case(OFFICER, digitised),
    "assign": Case(HEAD, with_second_officer, given(officer=SECOND), {}, second=(400, "invalid")),
    "take_over": Case(
        SECOND,
        with_second_officer,
        given(instead_of=OFFICER),
        {"instead_of": []},
        second=(409, "taken_already"),
        blocked=with_second_officer,
    ),
    "release": Case(HEAD, in_process),
    "complete_step": Case(
        OFFICER,
        at_first_of_two_steps,
        given(note="Đủ giấy tờ."),
        {"note": []},
        second=(409, "step_not_taken"),
        blocked=in_process,
    ),
    "reroute": Case(OFFICER, in_process, given(to="H12.264", **REASON), {}, second=(404, "not_found")),
    "ask_opinion": Case(
        OFFICER, in_process, given(of="H12.03", question="Có ý kiến gì?", hours="8"), {}, second=AGAIN
    ),
    "give_opinion": Case(
        ASKED,
        asked,
        given(verdict="agrees", answer="Nhất trí."),
        {},
        second=(409, "no_opinion_asked"),
        blocked=answered,
    ),
    "instruct": Case(HEAD, in_process, given(instruction="Giải quyết sớm."), {}, AGAIN, not_for=CLERK),
    "request_supplement": Case(
        CLERK, accepted, given(items=[{"requirement": None, "what": "Bản chính"}], **REASON), {"items": "x"}
    ),
    "supplement": Case(CLERK, waiting("request_supplement"), given(note="Đã nộp."), {"papers": "x"}),
    "request_payment": Case(CLERK, accepted, given(amount=8000, **REASON), {"amount": "much"}),
    "settle_fee": Case(CASHIER, waiting("request_payment"), given(reference="BL-1"), {}),
    "extend": Case(
        APPROVER,
        in_process,
        lambda it: {"until": workday(9, it.agency_id).isoformat(), **REASON},
        {"until": "tomorrow"},
        second=(409, "already_extended"),
    ),
    "amend_due": Case(
        APPROVER,
        in_process,
        lambda it: {"until": workday(12, it.agency_id).isoformat(), "basis": "Văn bản 12/UBND"},
        {"until": "tomorrow"},
        second=(400, "invalid"),
    ),
    "propose": Case(OFFICER, in_process, given(outcome="granted", content=CONTENT), {}, second=AGAIN),
    "send_back": Case(APPROVER, proposed, given(**REASON), {}, second=(409, "nothing_to_review")),
    "approve": Case(APPROVER, proposed, lambda it: {"sha256": hashes(it)}, {"sha256": 5}),
    "seal": Case(RECORDS, processed, second=(409, "result_already_sealed")),
    "issue": Case(RECORDS, sealed, second=(409, "no_replacement_open")),
    "dispatch": Case(
        CLERK, issued, given(tracking_number="EE123456789VN"), {}, second=(409, "already_on_its_way")
    ),
    "deliver": Case(
        CLERK,
        issued,
        given(way="counter", recipient_name="Nguyễn Văn Thử"),
        {},
        second=(409, "result_already_delivered"),
    ),
    "replace_result": Case(OFFICER, issued, given(**REASON), {}, second=(409, "replacement_open")),
    "withdraw": Case(CLERK, accepted, given(money="none", **REASON), {"money": "gift"}),
    "stop": Case(APPROVER, in_process, given(basis="Điều 1", money="none", **REASON), {"money": "gift"}),
}
