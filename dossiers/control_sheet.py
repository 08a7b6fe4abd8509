"""Statutory form 06 from rows: who gave a dossier to whom and when, told by its events, steps and hand-overs."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from accounts.models import User
from accounts.queries import agency as agency_of
from accounts.queries import full_name
from accounts.roles import Role

from .models import Dossier, Event, HandOver, StepRun
from .models.status import CLOSED
from .papers.contexts import ControlSheetContext, Passage, Reprint, clock_and_day, weekday_and_time
from .reckoning.timeliness import Timeliness, counts_as_late, kept

RUNNING = "Đang giải quyết"
KEPT = {
    Timeliness.EARLY: "Trước hạn",
    Timeliness.ON_TIME: "Đúng hạn",
    Timeliness.LATE: "Trễ hạn",
}
ENDINGS = {
    StepRun.Ending.SENT_BACK: "Trả lại",
    StepRun.Ending.LEFT: "Dừng giữa chừng",
    StepRun.Ending.PASSED: "Tiếp tục khi chưa có ý kiến",
}
WAYS = {"counter": "Tại quầy", "post": "Qua bưu chính", "online": "Trực tuyến"}
SYSTEM = "Hệ thống"


def control_sheet(dossier: Dossier, *, reprint: Reprint | None) -> ControlSheetContext:
    """Return the sheet as the record stands; the last event dates it, so that the same record gives the same bytes."""
    events = list(Event.objects.filter(dossier=dossier).select_related("actor").order_by("seq"))
    runs = list(dossier.step_runs.select_related("agency", "officer", "given_by").order_by("number"))
    return ControlSheetContext(
        form="06",
        superior_name="",
        office_name=dossier.agency_name,
        place=dossier.agency.area.name,
        at=events[-1].at,
        dossier_code=dossier.code,
        link=f"{settings.ONESTOP_BASE_URL}/counter/dossiers/{dossier.code}/",
        link_words="Quét mã để mở hồ sơ trên hệ thống",
        reprint=reprint,
        applicant_name=dossier.applicant_name,
        procedure_code=dossier.procedure_version.procedure.code,
        procedure_name=dossier.procedure_version.name,
        lead_agency_name=dossier.agency_name,
        coordinating=_coordinating(dossier, runs),
        passages=_passages(dossier, events, runs),
        received_words=weekday_and_time(dossier.received_at) if dossier.received_at else "Chưa tiếp nhận",
        due_words=weekday_and_time(dossier.promised_at) if dossier.promised_at else "Không quy định thời hạn",
        finished_words=weekday_and_time(dossier.finished_at) if dossier.finished_at else "",
        result=result_words(dossier),
    )


def result_words(dossier: Dossier) -> str:
    """Say early, on time or late of a decided dossier; its state where it ended without a result; else that it runs."""
    if dossier.finished_at is None:
        return RUNNING
    if dossier.status in CLOSED and dossier.status != "returned":
        return str(dossier.get_status_display()).capitalize()
    if dossier.promised_at is None:
        return "Không quy định thời hạn"
    found = kept(dossier.promised_at, dossier.finished_at)
    return KEPT[Timeliness.LATE if counts_as_late(found, dossier.supplements) else found]


def _coordinating(dossier: Dossier, runs: list[StepRun]) -> tuple[str, ...]:
    """Whom the version names, and whose opinion or step it was beside the lead and the receiving agency."""
    asked = (
        run.agency for run in runs if run.agency_id not in (dossier.agency_id, dossier.receiving_agency_id)
    )
    names = (*dossier.procedure_version.coordinating, *(one.name_on(dossier.named_on) for one in asked))
    return tuple(dict.fromkeys(names))


def _passages(dossier: Dossier, events: list[Event], runs: list[StepRun]) -> tuple[Passage, ...]:
    found = [word(dossier, event) for event in events if (word := _WORDED.get(event.type))]
    found += [_of_step(dossier, run) for run in runs]
    found += list(_of_hand_overs(dossier))
    return tuple(sorted(found, key=lambda passage: passage.at))


def _of_step(dossier: Dossier, run: StepRun) -> Passage:
    holder = str(run.officer) if run.officer else str(Role(run.role).label).capitalize() if run.role else ""
    note = ENDINGS.get(StepRun.Ending(run.ending), "") if run.ending else ""
    ended = f"Xong lúc {clock_and_day(run.ended_at)}" if run.ended_at else ""
    return Passage(
        giver=dossier.point.name if run.given_by_id == run.officer_id else _name(run.given_by),
        receiver=", ".join(filter(None, (holder, run.agency.name_on(dossier.named_on)))),
        what=run.name or "Ý kiến phối hợp",
        at=run.started_at,
        result=_kept(run),
        note=". ".join(filter(None, (note, ended))),
    )


def _kept(run: StepRun) -> str:
    """How the budget of a step was kept; nothing where it had none."""
    if run.ended_at is None:
        return RUNNING
    return KEPT[kept(run.due_at, run.ended_at)] if run.due_at else ""


def _of_hand_overs(dossier: Dossier) -> Iterator[Passage]:
    needs = ("list__giver", "list__receiver", "list__given_by", "ended_by")
    for one in dossier.hand_overs.select_related(*needs).order_by("pk"):
        carried = one.list
        by_post = f"Bưu chính {carried.tracking_number}" if carried.carrier == "post" else ""
        ended = ""
        if one.ended_at:
            word = "Nhận" if one.ending == HandOver.Ending.RECEIVED else "Báo thiếu"
            ended = f"{word} lúc {clock_and_day(one.ended_at)}"
        yield Passage(
            giver=f"{carried.given_by}, {carried.giver.name_on(localdate(carried.given_at))}",
            receiver=", ".join(
                filter(None, (str(one.ended_by or ""), carried.receiver.name_on(localdate(carried.given_at))))
            ),
            what=f"Bàn giao hồ sơ giấy, danh sách {carried.number_text}",
            at=carried.given_at,
            note=". ".join(filter(None, (by_post, ended))),
        )


def _name(person: User) -> str:
    return SYSTEM if person.is_system else str(person)


def _from_applicant(what: str) -> Callable[[Dossier, Event], Passage]:
    def word(dossier: Dossier, event: Event) -> Passage:
        receiver = f"{_name(event.actor)}, {dossier.point.name}"
        return Passage(f"{dossier.applicant_name} (người nộp)", receiver, what, event.at)

    return word


def _to_applicant(what: str) -> Callable[[Dossier, Event], Passage]:
    def word(dossier: Dossier, event: Event) -> Passage:
        receiver = (event.personal or {}).get("recipient_name") or f"{dossier.applicant_name} (người nộp)"
        number, way = event.facts.get("number"), WAYS.get(event.facts.get("way", ""), "")
        return Passage(
            _name(event.actor), receiver, what, event.at, note=way or (f"Số {number}" if number else "")
        )

    return word


def _to_colleague(what: str) -> Callable[[Dossier, Event], Passage]:
    def word(dossier: Dossier, event: Event) -> Passage:
        before, after = event.facts.get("before"), event.facts.get("officer")
        giver = full_name(before) if before else _name(event.actor)
        return Passage(giver, full_name(after) if after else dossier.agency_name, what, event.at)

    return word


def _to_agency(dossier: Dossier, event: Event) -> Passage:
    before, after = (agency_of(str(event.facts.get(key, ""))) for key in ("before", "to"))
    giver, receiver = (
        (one.name_on(localdate(event.at)) if one else dossier.agency_name) for one in (before, after)
    )
    return Passage(giver, receiver, "Chuyển đến cơ quan có thẩm quyền", event.at, note=_name(event.actor))


def _to_centre(dossier: Dossier, event: Event) -> Passage:
    return Passage(_name(event.actor), dossier.point.name, "Phát hành kết quả điện tử", event.at)


_WORDED: dict[str, Any] = {
    "dossier.submitted": _from_applicant("Nộp hồ sơ"),
    "dossier.accepted": _from_applicant("Tiếp nhận hồ sơ"),
    "dossier.declined": _to_applicant("Từ chối tiếp nhận"),
    "dossier.supplement_requested": _to_applicant("Yêu cầu bổ sung"),
    "dossier.supplemented": _from_applicant("Nộp bổ sung"),
    "dossier.payment_requested": _to_applicant("Yêu cầu thực hiện nghĩa vụ tài chính"),
    "dossier.rerouted": _to_agency,
    "dossier.assigned": _to_colleague("Phân công lại"),
    "dossier.taken_over": _to_colleague("Nhận thay"),
    "dossier.issued": _to_centre,
    "dossier.returned": _to_applicant("Trả kết quả"),
    "dossier.withdrawn": _to_applicant("Rút hồ sơ"),
    "dossier.stopped": _to_applicant("Dừng giải quyết"),
}
