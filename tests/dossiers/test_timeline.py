"""The history as sentences: who, in whose place, for whom, with whose help, where, and the facts that matter."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from accounts.models import User
from accounts.queries import system_user
from dossiers import access, actions, chain
from dossiers.event_types import EVENT_TYPES
from dossiers.models import Dossier, Event
from dossiers.timeline import Line, public_timeline, timeline
from tests.conftest import Api, Who
from tests.journeys import (
    CONTENT,
    FILING,
    accepted,
    again,
    in_process,
    issued,
    proposed,
    returned,
    run_background,
)
from tests.statements import statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


def lines(dossier: Dossier, reader: User) -> dict[str, Line]:
    """The lines by type of event, the last of each; in English."""
    with translation.override("en"):
        opened = access.open_dossier(reader, dossier.code)
        told = timeline(opened, reader)
        return {event.type: line for event, line in zip(opened.events, told, strict=True)}


def test_every_event_is_a_line_in_order(supervisor: User) -> None:
    opened = access.open_dossier(supervisor, returned().code)
    told = timeline(opened, supervisor)
    assert [(line.seq, line.at) for line in told] == [(event.seq, event.at) for event in opened.events]
    assert all(line.who and line.sentence for line in told)


def test_the_counter_acts_for_the_applicant_at_its_point(clerk: User, supervisor: User) -> None:
    line = lines(accepted(), supervisor)["dossier.accepted"]
    assert (line.who, line.on_behalf_of, line.in_place_of) == ("Trần Thị Mẫu", "the applicant", "")
    assert line.office == accepted(id_number="096085004528").point.name
    assert (line.sentence, line.public) == ("accepted the dossier", "Dossier received")


def test_representative_and_basis_are_told(supervisor: User) -> None:
    persons: dict[str, Any] = {
        "subject_name": "Lê Thị Con",
        "representative_name": "Lê Văn Đại",
        "representative_basis": "Cha của trẻ",
    }
    line = lines(accepted(**persons), supervisor)["dossier.accepted"]
    assert line.on_behalf_of == "the applicant's representative"
    assert line.details == (
        "Whom it is about: Lê Thị Con",
        "Represented by Lê Văn Đại",
        "Basis of the representation: Cha của trẻ",
    )


def test_who_helped_is_named_by_the_point(supervisor: User) -> None:
    line = lines(accepted(helped_at="H12.226.01-1"), supervisor)["dossier.accepted"]
    assert line.helped_by
    assert line.helped_by != "point:H12.226.01-1"


def test_officers_act_for_their_agency(supervisor: User) -> None:
    line = lines(in_process(), supervisor)["dossier.taken_up"]
    name = "Ủy ban nhân dân phường An Xuyên"
    assert (line.on_behalf_of, line.office, line.details) == (name, name, ("Step: Thẩm định",))


def test_a_new_officer_is_named(officer: User, supervisor: User, who: Who) -> None:
    second = User.objects.create(username="thuly.hai", full_name="Lê Thị Mẫu")
    post = officer.memberships.get()
    second.memberships.create(agency=post.agency, role="processing_officer", from_on="2026-01-01")
    dossier = actions.assign(in_process().code, officer="thuly.hai", by=who("phochutich.anxuyen"))
    assert lines(dossier, supervisor)["dossier.assigned"].details == ("Responsible: Lê Văn Thử → Lê Thị Mẫu",)


def test_due_instants_are_told_before_and_after(
    morning: time_machine.Traveller, approver: User, supervisor: User
) -> None:
    dossier = in_process()
    actions.extend(
        dossier.code, until=dossier.named_on + timedelta(days=3), reason="Chờ xác minh", by=approver
    )
    line = lines(dossier, supervisor)["dossier.extended"]
    assert "Due: 20/11/2026, 17:00 → 23/11/2026, 17:00" in line.details
    assert "Reason: Chờ xác minh" in line.details


def test_a_pause_says_that_the_time_stands_still(officer: User, supervisor: User) -> None:
    dossier = in_process()
    items = [{"requirement": None, "what": "Bản chính sổ hộ khẩu"}]
    actions.request_supplement(dossier.code, items=items, reason="Điều 9", by=officer)
    line = lines(dossier, supervisor)["dossier.supplement_requested"]
    assert "The time stands still; it was due 20/11/2026, 17:00" in line.details
    assert "What is missing: Bản chính sổ hộ khẩu" in line.details


def test_a_correction_tells_old_and_new(clerk: User, supervisor: User) -> None:
    dossier = accepted()
    changes = {"id_number": "096185004512", "applicant_name": "Nguyễn Văn Đúng"}
    actions.correct_intake(dossier.code, changes=changes, reason="Gõ nhầm", by=clerk)
    line = lines(dossier, supervisor)["dossier.intake_corrected"]
    assert line.details == (
        "Reason: Gõ nhầm",
        f"Full name: {FILING['applicant_name']} → Nguyễn Văn Đúng",
        "Personal number: 096******511 → 096******512",
    )


def test_a_move_to_another_procedure_tells_agencies_by_name(clerk: User, supervisor: User) -> None:
    dossier = accepted(copies=1)
    actions.reclassify(dossier.code, procedure="1.004873", area="32244", reason="Nhầm", by=clerk)
    line = lines(dossier, supervisor)["dossier.reclassified"]
    assert line.details[0] == "Procedure: 2.000635 → 1.004873"
    assert line.details[1].startswith(
        "Competent agency: Ủy ban nhân dân phường An Xuyên → Ủy ban nhân dân xã"
    )
    assert "Reason: Nhầm" in line.details
    assert not any("H12." in one for one in line.details)


def test_result_numbers_are_told(supervisor: User) -> None:
    told = lines(issued(), supervisor)
    assert any(one.startswith("Number ") for one in told["dossier.approved"].details)
    assert any(one.startswith("Number ") for one in told["dossier.issued"].details)


def test_a_substitute_is_named_with_whose_place_they_take(supervisor: User) -> None:
    dossier = in_process()
    last = dossier.events.latest("seq")
    opened = access.open_dossier(supervisor, dossier.code)
    opened.events[-1].on_behalf_of = "user:kyduyet.anxuyen"
    line = timeline(opened, supervisor)[-1]
    assert last.type == "dossier.taken_up"
    assert line.in_place_of == str(User.objects.get(username="kyduyet.anxuyen"))
    assert (line.on_behalf_of, line.office) == ("", "Ủy ban nhân dân phường An Xuyên")


def test_erased_texts_are_not_told(clerk: User, supervisor: User) -> None:
    dossier = accepted()
    actions.correct_intake(dossier.code, changes={"request": "Khác"}, reason="Gõ nhầm", by=clerk)
    chain.erase_personal(again(dossier))
    assert lines(dossier, supervisor)["dossier.intake_corrected"].details == ()


def test_who_only_helps_reads_no_texts(clerk: User, who: Who) -> None:
    dossier = accepted(helped_at="H12.264.01-1")
    actions.correct_intake(dossier.code, changes={"request": "Khác"}, reason="Gõ nhầm", by=clerk)
    assert lines(dossier, clerk)["dossier.intake_corrected"].details
    assert lines(dossier, who("buudien.datmui"))["dossier.intake_corrected"].details == ()


def test_the_applicant_is_told_public_sentences_alone(supervisor: User) -> None:
    dossier = returned()
    opened = access.open_dossier(supervisor, dossier.code)
    with translation.override("en"):
        told = [line.sentence for line in public_timeline(opened.events)]
    assert told[0] == "Dossier received"
    assert told[-1] == "Result returned"
    assert len(told) < len(opened.events)


def test_every_type_of_event_has_a_line(supervisor: User) -> None:
    """Facts of any shape are told or left out; nothing fails on a history that was written long ago."""
    opened = access.open_dossier(supervisor, accepted().code)
    first = opened.events[0]
    for type_ in EVENT_TYPES:
        event = Event(seq=1, type=type_, actor=first.actor, at=first.at, facts={}, personal=None)
        opened.events[:] = [event]
        (line,) = timeline(opened, supervisor)
        assert (line.sentence, line.details) == (str(EVENT_TYPES[type_].sentence), ())


def test_the_history_reads_nothing_beside_the_dossier(supervisor: User) -> None:
    dossier = issued()
    timeline(access.open_dossier(supervisor, dossier.code), supervisor)  # names are remembered
    opened = access.open_dossier(supervisor, dossier.code)
    with statements() as asked:
        timeline(opened, supervisor)
    assert asked == []


def test_the_api_tells_the_same(api: Api, supervisor: User) -> None:
    dossier = proposed()
    event = api(supervisor).get(f"/api/v1/dossiers/{dossier.code}/").json()["events"][0]
    told = lines(dossier, supervisor)["dossier.accepted"]
    assert (event["who"], event["sentence"], event["office"]) == (told.who, told.sentence, told.office)


def test_the_page_shows_the_history_and_whose_time_it_was(
    morning: time_machine.Traveller, signed_in: Any, officer: User
) -> None:
    dossier = in_process()
    morning.shift(timedelta(hours=2))
    client: Client = signed_in(officer)
    page = client.get(f"/counter/dossiers/{dossier.code}/").content.decode()
    assert "Bước xử lý" in page or "Step: Thẩm định" in page or "Thẩm định" in page
    assert 'class="split__office" x="0.0" width="100.0"' in page


def test_content_of_a_proposal_is_not_repeated(officer: User, supervisor: User) -> None:
    line = lines(proposed(), supervisor)["dossier.proposed"]
    assert not any(CONTENT.splitlines()[0] in one for one in line.details)


def test_the_system_has_no_office(supervisor: User) -> None:
    dossier = accepted()
    run_background()
    line = lines(dossier, supervisor)["dossier.receipt_rendered"]
    assert (line.who, line.office) == (str(system_user()), "")
