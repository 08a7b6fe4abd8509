"""What the events of a dossier in bulk say: the same keys as the verbs write (a test compares them)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from dossiers.clock import as_fact
from dossiers.models import Dossier, Result

from .offices import Matter
from .people import Person
from .plans import Chapter

CONTENT = "Họ, chữ đệm, tên: theo hồ sơ\nKết quả: đồng ý giải quyết theo quy định."
REASON = "Theo đơn của người nộp hồ sơ."


@dataclass
class Story:
    """One dossier while its rows are made."""

    dossier: Dossier
    matter: Matter
    person: Person
    life: list[Chapter]
    due_at: datetime | None
    result: Result | None = None
    moves: dict[str, tuple[datetime | None, datetime | None]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def filed(self) -> dict[str, Any]:
        """What the first event says of the filing."""
        particular = {"pages": self.matter.pages} if self.matter.pages else {}
        return particular | {
            "procedure": self.matter.version.procedure.code,
            "version": self.matter.version.number,
            "point": self.matter.point.code,
            "agency": self.matter.agency.code,
            "area": self.matter.area.code,
            "channel": self.dossier.channel,
            "copies": 1,
            "handed_in": [],
            "papers": [],
        }

    @property
    def entered(self) -> dict[str, Any]:
        """What the applicant entered, as personal data of the first event."""
        return {
            "applicant_name": self.person.name,
            "applicant_phone": self.person.phone,
            "applicant_address": self.person.address,
            "request": "",
        }

    def moved(self, event: str) -> dict[str, str]:
        """The due instant before and after a turn of the clock."""
        before, after = self.moves[event]
        return {"due_before": as_fact(before), "due_after": as_fact(after)}


Told = tuple[dict[str, Any], dict[str, Any] | None, str]  # facts, personal data, on whose behalf


def told(story: Story, chapter: Chapter, *, is_first: bool) -> Told:
    """Return what the event of a chapter says."""
    event, agency = chapter.event, f"agency:{story.matter.agency.code}"
    if event in ("submitted", "accepted"):
        return _entering(story, event, is_first=is_first)
    if event in ("declined", "withdrawn", "stopped"):
        return _ended(story, event, agency, f"agency:{story.matter.point.agency.code}")
    if event in story.moves:
        return _turning(story, event, agency)
    if story.result and event in (facts := _of_result(story, story.result)):
        personal = {"proposed": {"content": CONTENT}, "returned": {"recipient_name": story.person.name}}
        whose = {"result_rendered": "", "returned": "applicant"}.get(event, agency)
        return facts[event], personal.get(event), whose
    plain: dict[str, dict[str, Any]] = {
        "receipt_rendered": {
            "sha256": "0" * 64,
            "number": story.numbers.get("01", 0),
            "office": story.matter.point.agency.code,
            "replaces": None,
        },
        "taken_up": {"step": _officers_step(story)},
        "archived": _archived(story, chapter),
    }
    return plain.get(event, {}), None, agency if event == "taken_up" else ""


def _entering(story: Story, event: str, *, is_first: bool) -> Told:
    facts = story.filed if is_first else {}
    promise = {"promised_at": as_fact(story.due_at)} if event == "accepted" else {}
    return facts | promise, story.entered if is_first else None, "applicant"


def _turning(story: Story, event: str, agency: str) -> Told:
    """What turns the clock: the applicant is asked for something, and it comes."""
    moved = story.moved(event)
    if event == "supplement_requested":
        asked: dict[str, Any] = {"office": story.matter.agency.code, "form": "02", "requirements": []}
        asked |= {"number": story.numbers["02"]}
        items = [{"requirement": None, "what": "Bản chính giấy tờ để đối chiếu"}]
        personal = {"items": items, "reason": "Thành phần hồ sơ chưa đủ.", "contact": ""}
        return asked | {"until": "", "policy": story.matter.version.on_supplement} | moved, personal, agency
    if event == "supplemented":
        brought: dict[str, Any] = {"handed_in": [], "papers": []}
        return brought | moved, {"note": "Đã nộp đủ."}, "applicant"
    if event == "payment_requested":
        return {"amount": story.matter.fee or 10_000} | moved, {"reason": "Nghĩa vụ tài chính."}, agency
    return {"reference": f"BL-{story.numbers['01']}"} | moved, None, "applicant"


def _archived(story: Story, chapter: Chapter) -> dict[str, Any]:
    """What the archive answered: no package was made, and its reference says so."""
    return {
        "reference": f"bulk/{story.dossier.code}",
        "sha256": "0" * 64,
        "taken_at": as_fact(chapter.at),
        "files": 0,
        "bytes": 0,
        "package": 1,
    }


def _officers_step(story: Story) -> str:
    return next(key for key, role, _minutes in story.matter.steps if role == "processing_officer")


def _ended(story: Story, event: str, agency: str, centre: str) -> Told:
    form = "03" if event == "declined" else "05"
    facts: dict[str, Any] = {"form": form, "number": story.numbers[form]}
    if event == "declined":
        return facts, {"reason": "Không thuộc thẩm quyền giải quyết."}, centre
    personal = {"reason": REASON} | ({"basis": "Quy định của thủ tục."} if event == "stopped" else {})
    return facts | {"money": "none"}, personal, agency if event == "stopped" else "applicant"


def _of_result(story: Story, result: Result) -> dict[str, dict[str, Any]]:
    """What the events on a result's way say, by event."""
    number, approver = result.number_text, result.approver.username if result.approver else ""
    kind: dict[str, Any] = {"kind": 1, "number": number}
    is_granted = result.outcome == Result.Outcome.GRANTED
    name = story.matter.version.result_kind(1).get("name", "") if is_granted else ""
    return {
        "proposed": {
            "outcome": result.outcome,
            "number": number,
            "draft": 1,
            "kind": 1,
            "approver": approver,
            "void": [],
        },
        "result_rendered": {
            "result": result.key,
            "kind": 1,
            "draft": 1,
            "sha256": result.rendered_sha256,
        },
        "approved": {
            "outcome": result.outcome,
            "number": number,
            "results": [kind | {"sha256": result.rendered_sha256, "signed_sha256": result.signed_sha256}],
            "certificate": result.signer_serial,
        },
        "sealed": {"results": [kind | {"sha256": result.sealed_sha256}], "certificate": result.seal_serial},
        "issued": {
            "results": [kind | {"key": result.key, "name": name, "sha256": result.sealed_sha256}],
        },
        "returned": {"way": "counter"},
    }
