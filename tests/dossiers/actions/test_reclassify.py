"""Reclassify: the right procedure from the day of reception on; code, reception, papers and used time are kept."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import PermissionDenied

from accounts.faults import Invalid
from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, clock, files
from dossiers.access import NotVisible
from dossiers.chain import broken_at
from dossiers.models import Document, Dossier
from dossiers.refusals import Blocked
from procedures.content import Named
from tests.catalogue import newer
from tests.journeys import accepted, again, digitised, in_process, processed, run_background, submitted
from tests.journeys import uploaded_scan as scan
from tests.papers.reading import text
from tests.refusals import refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
RIGHT = {"procedure": "1.004873", "area": "32002", "reason": "Nhận nhầm thủ tục"}
AUTHORISATION = {"2.000635": 3, "1.004873": 4}  # number of the same paper in both procedures


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


def moved(dossier: Dossier, by: User, **changes: Any) -> Dossier:
    actions.reclassify(dossier.code, by=by, **(RIGHT | changes))
    return again(dossier)


def faults(dossier: Dossier, by: User, **changes: Any) -> dict[str, str]:
    """Field and code of every fault; the dossier stays as it was."""
    with refused(dossier, Invalid):
        moved(dossier, by, **changes)
    with pytest.raises(Invalid) as told:
        moved(dossier, by, **changes)
    assert all(str(fault.sentence) for fault in told.value.faults.values())
    return {name: fault.code for name, fault in told.value.faults.items()}


def test_version_fee_and_agency_are_settled_again(clerk: User) -> None:
    before = accepted(copies=1)
    found = moved(before, clerk, area="32244")
    assert found.procedure_version.procedure.code == "1.004873"
    assert (found.agency.code, found.area.code) == ("H12.263", "32244")
    assert (before.fee_total, found.fee_total) == (8_000, 5_000)


def test_code_reception_and_state_are_kept(morning: time_machine.Traveller, clerk: User) -> None:
    before = digitised()
    morning.shift(timedelta(hours=5))
    found = moved(before, clerk)
    kept = ("code", "token", "status", "received_at", "intake_key", "point_id")
    assert [getattr(found, name) for name in kept] == [getattr(before, name) for name in kept]


def test_what_is_due_counts_by_the_new_limit_from_the_reception(
    morning: time_machine.Traveller, clerk: User
) -> None:
    before = accepted()  # the same day, by 15:00
    assert before.due_at == at(20, 17)
    morning.move_to(at(23, 9))
    found = moved(before, clerk)  # three working days after Friday; Tuesday 24 November is a holiday
    assert (found.due_at, found.promised_at) == (at(26, 17), at(26, 17))
    runs = list(found.clock_runs.all())
    assert [(run.started_at, run.stopped_at) for run in runs] == [(before.received_at, None)]
    assert clock.reckoned(found).due_at == found.due_at


def test_the_version_is_that_of_the_day_of_reception(morning: time_machine.Traveller, clerk: User) -> None:
    before = accepted()
    newer("1.004873", on=at(23, 0).date())
    morning.move_to(at(23, 9))
    assert moved(before, clerk).procedure_version.number == 1


def test_the_event_says_what_was_and_what_is(clerk: User) -> None:
    found = moved(accepted(copies=1), clerk, area="32244")
    event = found.events.get(type="dossier.reclassified")
    assert (event.actor, event.on_behalf_of, event.personal) == (
        clerk,
        "applicant",
        {"reason": "Nhận nhầm thủ tục"},
    )
    told = ("procedure_before", "procedure", "agency_before", "agency", "fee_before", "fee")
    assert [event.facts[name] for name in told] == [
        "2.000635",
        "1.004873",
        "H12.226",
        "H12.263",
        8_000,
        5_000,
    ]
    assert event.facts["due_before"] < event.facts["due_after"]
    assert broken_at(found, found.events.all()) is None


def test_a_paper_that_is_not_asked_for_stays_under_its_name(clerk: User) -> None:
    both = [AUTHORISATION["2.000635"], 1]
    papers = [
        {"document": scan(clerk, seed=n).key, "requirement": number} for n, number in enumerate(both, 1)
    ]
    found = moved(accepted(papers=papers, handed_in=[4]), clerk)
    numbers = [one.requirement and one.requirement.number for one in found.documents.order_by("id")]
    assert numbers == [AUTHORISATION["1.004873"], None]
    facts = found.events.get(type="dossier.reclassified").facts
    assert facts["handed_in"] == [AUTHORISATION["1.004873"], 5]
    assert [paper["requirement"] for paper in facts["papers"]] == numbers


def test_a_paper_that_was_only_shown_is_still_on_the_receipt(clerk: User) -> None:
    dossier = accepted(handed_in=[1, 3])
    run_background("results")
    moved(dossier, clerk)
    run_background("results")
    receipt = dossier.documents.get(kind=Document.Kind.RECEIPT, replaced_by=None)
    printed = " ".join(text(files.read(receipt.file)).split())
    assert "Tờ khai đề nghị cấp bản sao trích lục" in printed
    assert "Văn bản ủy quyền" in printed
    assert "Giấy xác nhận tình trạng hôn nhân" in printed
    assert "26/11/2026" in printed


def test_before_reception_nothing_is_due(clerk: User) -> None:
    found = moved(submitted(), clerk)
    assert (found.status, found.due_at, found.promised_at) == ("submitted", None, None)
    run_background("results")
    assert actions.accept(found.code, by=clerk).promised_at == at(25, 17) + timedelta(days=1)


def test_answers_that_the_new_form_does_not_know_are_kept_with_the_event(clerk: User) -> None:
    dossier = accepted()
    Dossier.objects.filter(pk=dossier.pk).update(answers={"strange": "đáp án cũ"})
    found = moved(dossier, clerk)
    assert found.answers is None
    personal = found.events.get(type="dossier.reclassified").personal
    assert personal is not None
    assert personal["answers"] == {"strange": "đáp án cũ"}


def test_online_the_new_form_has_to_be_answered(clerk: User) -> None:
    dossier = submitted()
    Dossier.objects.filter(pk=dossier.pk).update(channel="ONLINE")
    assert any(name.startswith("answers.") for name in faults(dossier, clerk))


def test_cases_and_channels_are_those_of_the_new_procedure(clerk: User) -> None:
    assert faults(accepted(), clerk, cases=["Không có"]) == {"cases": "choice_unknown"}
    found = moved(accepted(id_number="096085004528"), clerk, cases=["Cấp lại / hết hạn sử dụng"])
    assert found.cases == ["Cấp lại / hết hạn sử dụng"]
    newer("1.004873", channels=("ONLINE",), cases=(Named("", "Một"),))
    assert faults(accepted(id_number="096085004535"), clerk) == {"channel": "channel_not_offered"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"procedure": "2.000635"}, {"procedure": "procedure_unchanged"}),
        ({"procedure": "9.999999"}, {"procedure": "procedure_unknown"}),
        ({"procedure": ""}, {"procedure": "required"}),
        ({"procedure": 7}, {"procedure": "text_not_valid"}),
        ({"area": ""}, {"area": "required"}),
        ({"area": "00000"}, {"area": "area_unknown"}),
        ({"reason": " "}, {"reason": "required"}),
        ({"reason": "x" * 1001}, {"reason": "text_not_valid"}),
        ({"pages": -1}, {"pages": "number_not_valid"}),
        ({"categories": ["nobody"]}, {"categories": "choice_unknown"}),
    ],
)
def test_a_wrong_entry_is_refused(clerk: User, changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert faults(accepted(), clerk, **changes) == expected


def test_in_process_it_is_released_first(clerk: User) -> None:
    dossier = in_process()
    with refused(dossier, Blocked, "reclassify"):
        moved(dossier, clerk)
    with pytest.raises(Blocked) as told:
        moved(dossier, clerk)
    assert [reason.code for reason in told.value.reasons] == ["wrong_state"]
    assert "đưa hồ sơ về danh sách" in str(told.value.reasons[0].sentence)
    actions.release(dossier.code, by=system_user())
    assert moved(dossier, clerk).procedure_version.procedure.code == "1.004873"


def test_too_late_once_it_is_decided(clerk: User) -> None:
    dossier = processed()
    with refused(dossier, Blocked, "reclassify"):
        moved(dossier, clerk)


def test_twice_is_once(clerk: User) -> None:
    dossier = accepted()
    moved(dossier, clerk)
    assert faults(dossier, clerk) == {"procedure": "procedure_unchanged"}


def test_who_may_not(officer: User, neighbour: User) -> None:
    for dossier in (accepted(), in_process(id_number="096085004528")):
        for by in (officer, neighbour):
            with refused(dossier, (PermissionDenied, NotVisible)):
                moved(dossier, by)
