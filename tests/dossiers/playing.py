"""Every verb as somebody would play it: with entries that are right where the verb is possible at all."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from accounts.models import Agency, User
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Document, Dossier, HandOver
from procedures.due.working_calendar import WorkingCalendar
from procedures.queries import working_calendar
from tests.journeys import CONTENT, FILING, again, uploaded_scan, user

# Who stands for each role in the table: one person of the demonstration, at the agency where the role matters.
PEOPLE: dict[str, str] = {
    "reception_clerk": "tiepnhan.datmui",
    "processing_officer": "thuly.anxuyen",
    "unit_head": "phochutich.anxuyen",
    "approver": "kyduyet.anxuyen",
    "records_clerk": "vanthu.anxuyen",
    "cashier": "thungan.datmui",
    "result_clerk": "traketqua.datmui",
    "centre_head": "truongtrungtam.datmui",
    "supervisor": "giamsat",
    "administrator": "quantri",
    "catalogue_editor": "bientap",
    "postal_agent": "buudien.datmui",
    "community_helper": "hotro.datmui",
    "officer of another agency": "thuly.tuphap",
    "system": "system",
}
ASKED = "H12.03"  # the agency that is asked for opinions
Play = Callable[[Dossier, User], Any]


def person(column: str) -> User:
    return system_user() if PEOPLE[column] == "system" else user(PEOPLE[column])


def workday(ahead: int, agency_id: int) -> Any:
    """A working day so many working days from today."""
    calendar: WorkingCalendar = working_calendar(agency_id)
    return calendar.working_day(localdate(), ahead)


def hashes(dossier: Dossier) -> list[str]:
    return [result.rendered_sha256 for result in again(dossier).results_in_hand]


def list_number(dossier: Dossier) -> str:
    last = HandOver.objects.filter(dossier=dossier).select_related("list").order_by("-pk").first()
    return last.list.number_text if last else "0"


def paper_of(by: User) -> str:
    """The key of a paper that `by` uploaded, or of none where they may not upload."""
    try:
        return uploaded_scan(by).key
    except PermissionDenied:
        return "x" * 22


def unread(dossier: Dossier) -> list[str]:
    papers = Document.objects.filter(dossier=dossier, kind="paper", digitised_at=None)
    return list(papers.values_list("key", flat=True))


def responsible(dossier: Dossier) -> str:
    """Who has the open task now, by user name."""
    task = again(dossier).task
    return task.officer.username if task and task.officer else ""


def another_officer(dossier: Dossier) -> str:
    """A second officer of the competent agency."""
    found, _new = User.objects.get_or_create(
        username="thuly.hai", defaults={"full_name": "Lê Thị Mẫu", "is_active": True}
    )
    agency = Agency.objects.get(code="H12.226")
    found.memberships.get_or_create(
        agency=agency, role="processing_officer", defaults={"from_on": "2026-01-01"}
    )
    return found.username


PLAYED: dict[str, Play] = {
    "accept": lambda it, by: actions.accept(it.code, by=by),
    "decline": lambda it, by: actions.decline(it.code, reason="Không thuộc thẩm quyền.", by=by),
    "attach": lambda it, by: actions.attach(it.code, key=paper_of(by), by=by),
    "correct_intake": lambda it, by: actions.correct_intake(
        it.code, changes={"applicant_name": "Nguyễn Văn Thử Lại"}, reason="Gõ nhầm tên.", by=by
    ),
    "reclassify": lambda it, by: actions.reclassify(
        it.code, procedure="1.004873", area=FILING["area"], reason="Nhầm thủ tục.", by=by
    ),
    "render_receipt": lambda it, by: actions.render_receipt(it.code, by=by),
    "digitise": lambda it, by: [actions.digitise(key, by=by) for key in unread(it)[:1]],
    "confirm_digitisation": lambda it, by: actions.confirm_digitisation(it.code, by=by),
    "confirm_presence": lambda it, by: actions.confirm_presence(it.code, present="Nguyễn Văn Thử", by=by),
    "take_up": lambda it, by: actions.take_up(it.code, by=by),
    "assign": lambda it, by: actions.assign(it.code, officer=another_officer(it), by=by),
    "take_over": lambda it, by: actions.take_over(it.code, instead_of=responsible(it), by=by),
    "release": lambda it, by: actions.release(it.code, by=by),
    "release_step": lambda it, by: actions.release_step(it.code, by=by),
    "complete_step": lambda it, by: actions.complete_step(it.code, by=by),
    "reroute": lambda it, by: actions.reroute(it.code, to="H12.264", reason="Chuyển nhầm.", by=by),
    "ask_opinion": lambda it, by: actions.ask_opinion(
        it.code, of=ASKED, question="Có ý kiến gì?", hours=Decimal(8), by=by
    ),
    "give_opinion": lambda it, by: actions.give_opinion(it.code, verdict="agrees", answer="Nhất trí.", by=by),
    "instruct": lambda it, by: actions.instruct(it.code, instruction="Giải quyết sớm.", by=by),
    "request_supplement": lambda it, by: actions.request_supplement(
        it.code,
        items=[{"requirement": None, "what": "Bản chính"}],
        reason="Thiếu giấy tờ.",
        anyway=True,
        by=by,
    ),
    "supplement": lambda it, by: actions.supplement(it.code, note="Đã nộp đủ.", by=by),
    "request_payment": lambda it, by: actions.request_payment(it.code, amount=8000, reason="Lệ phí.", by=by),
    "settle_fee": lambda it, by: actions.settle_fee(it.code, reference="BL-1", by=by),
    "extend": lambda it, by: actions.extend(
        it.code, until=workday(9, it.agency_id), reason="Cần xác minh.", by=by
    ),
    "amend_due": lambda it, by: actions.amend_due(
        it.code, until=workday(12, it.agency_id), basis="Văn bản 12/UBND", by=by
    ),
    "recompute_due": lambda it, by: actions.recompute_due(it.code, by=by),
    "propose": lambda it, by: actions.propose(it.code, outcome="granted", content=CONTENT, by=by),
    "release_proposal": lambda it, by: actions.release_proposal(it.code, by=by),
    "render_result": lambda it, by: actions.render_result(it.code, draft=again(it).proposals, by=by),
    "send_back": lambda it, by: actions.send_back(it.code, reason="Sai căn cứ.", by=by),
    "approve": lambda it, by: actions.approve(it.code, sha256=hashes(it), by=by),
    "grant_by_silence": lambda it, by: actions.grant_by_silence(it.code, by=by),
    "seal": lambda it, by: actions.seal(it.code, by=by),
    "issue": lambda it, by: actions.issue(it.code, by=by),
    "hand_over": lambda it, by: actions.hand_over([it.code], to="H12.226", by=by),
    "receive_hand_over": lambda it, by: actions.receive_hand_over(list_number(it), by=by),
    "dispatch": lambda it, by: actions.dispatch(it.code, tracking_number="EE123456789VN", by=by),
    "deliver": lambda it, by: actions.deliver(it.code, way="counter", recipient_name="Nguyễn Văn Thử", by=by),
    "replace_result": lambda it, by: actions.replace_result(it.code, reason="Sai ngày sinh.", by=by),
    "withdraw": lambda it, by: actions.withdraw(it.code, reason="Theo đơn.", money="none", by=by),
    "stop": lambda it, by: actions.stop(
        it.code, reason="Không đủ điều kiện.", basis="Điều 1", money="none", by=by
    ),
    "archive": lambda it, by: actions.archive(it.code, by=by),
    "erase": lambda it, by: actions.erase(it.code, by=by),
}


def act(dossier: Dossier, verb: str, column: str) -> None:
    """Play a verb by the person of a column, as they would."""
    PLAYED[verb](dossier, person(column))
