"""hand_over: papers leave on one numbered list, all or none; the giver answers until they are received."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.translation import override

from accounts.faults import Invalid
from accounts.models import Agency, User
from dossiers import actions
from dossiers.models import Counter, HandOver, HandOverList
from dossiers.refusals import Blocked
from tests.journeys import accepted, again, in_process, submitted, user

pytestmark = pytest.mark.django_db
CENTRE, COMPETENT, PROVINCE_CENTRE, STRANGE = "H12.264.01", "H12.226", "H12.01.01", "H12.232"


def reasons(codes: list[str], by: User, to: str = COMPETENT, **given: Any) -> list[tuple[str, str]]:
    """Code and sentence of every reason against a list; nothing was written."""
    before = list(HandOverList.objects.all()), list(Counter.objects.values("series", "last"))
    with override("en"), pytest.raises(Blocked) as blocked:
        actions.hand_over(codes, to=to, by=by, **given)
    assert (list(HandOverList.objects.all()), list(Counter.objects.values("series", "last"))) == before
    return [(reason.code, str(reason.sentence)) for reason in blocked.value.reasons]


def faults(codes: Any, by: User, to: Any = COMPETENT, **given: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        actions.hand_over(codes, to=to, by=by, **given)
    assert not HandOverList.objects.exists()
    return {name: fault.code for name, fault in refused.value.faults.items()}


def test_papers_leave_on_one_list(clerk: User, morning: object) -> None:
    dossiers = [accepted(), accepted()]
    codes = [dossier.code for dossier in reversed(dossiers)]
    made = actions.hand_over(codes, to=COMPETENT, note="hai bìa", by=clerk)
    assert made.number_text == "1/BG-H12.264.01-2026"
    assert (made.giver.code, made.receiver.code, made.carrier, made.given_by) == (
        CENTRE,
        COMPETENT,
        "own",
        clerk,
    )
    assert {row.dossier.code for row in made.hand_overs.all()} == set(codes)
    for dossier in dossiers:
        now = again(dossier)
        assert now.papers_at and now.transit_to
        assert (now.papers_at.code, now.transit_to.code) == (CENTRE, COMPETENT)  # the giver still answers
        assert (now.status, now.code, now.due_at) == ("received", dossier.code, dossier.due_at)
        event = now.events.latest("seq")
        assert (event.type, event.on_behalf_of) == ("dossier.papers_handed_over", f"agency:{CENTRE}")
        assert event.facts == {
            "list": "1/BG-H12.264.01-2026",
            "to": COMPETENT,
            "carrier": "own",
            "tracking_number": "",
        }
        assert event.personal == {"note": "hai bìa"}
    assert actions.hand_over([accepted().code], to=COMPETENT, by=clerk).number_text == "2/BG-H12.264.01-2026"


def test_by_post_with_its_tracking_number(clerk: User) -> None:
    code = accepted().code
    made = actions.hand_over(
        [code], to=COMPETENT, carrier="post", tracking_number=" ee123456789vn ", by=clerk
    )
    assert (made.carrier, made.tracking_number) == ("post", "EE123456789VN")


@pytest.mark.parametrize("to", [COMPETENT, "H12.226.01", "H12.264", PROVINCE_CENTRE, "H12.01", "H12"])
def test_where_papers_may_go(clerk: User, to: str) -> None:
    assert actions.hand_over([accepted().code], to=to, by=clerk).receiver.code == to


def test_not_to_an_agency_that_has_nothing_to_do_with_it(clerk: User) -> None:
    dossier = accepted()
    found = reasons([dossier.code], clerk, to=STRANGE)
    assert [code for code, _sentence in found] == ["receiver_not_concerned"]
    assert found[0][1].startswith(f"{dossier.code}: ")


def test_to_an_agency_that_is_asked_for_its_opinion(clerk: User) -> None:
    dossier = in_process()
    asked = Agency.objects.get(code=STRANGE)
    dossier.step_runs.create(
        province=dossier.province,
        number=9,
        name="Ý kiến",
        kind="opinion",
        agency=asked,
        given_by=clerk,
        started_at=dossier.clock_runs.get().started_at,
    )
    assert actions.hand_over([dossier.code], to=STRANGE, by=clerk).receiver == asked


def test_all_or_none_and_each_row_is_named(clerk: User) -> None:
    good, on_its_way, waits = accepted(), accepted(), submitted()
    online = accepted()
    type(online).objects.filter(pk=online.pk).update(papers_at=None)
    actions.hand_over([on_its_way.code], to=COMPETENT, by=clerk)
    strange = "H12.264.01-260101-9999"
    found = reasons([good.code, on_its_way.code, waits.code, online.code, strange, "x\x00"], clerk)
    assert {(code, sentence.partition(":")[0]) for code, sentence in found} == {
        ("papers_on_their_way", on_its_way.code),
        ("wrong_state", waits.code),
        ("no_papers", online.code),
        ("dossier_unknown", strange),
        ("dossier_unknown", "x\x00"),
    }
    assert again(good).transit_to is None


def test_papers_that_lie_elsewhere(clerk: User, neighbour: User) -> None:
    here, there = accepted(), accepted()
    actions.hand_over([there.code], to="H12.226.01", by=clerk)
    actions.receive_hand_over("1/BG-H12.264.01-2026", by=neighbour)
    with pytest.raises(PermissionDenied):
        actions.hand_over([there.code], to=COMPETENT, by=clerk)
    with pytest.raises(Blocked, match="papers_elsewhere"):
        actions.hand_over([here.code, there.code], to=COMPETENT, by=clerk)
    clerk.memberships.create(
        agency=Agency.objects.get(code="H12.226.01"), role="records_clerk", from_on="2026-01-01"
    )
    with pytest.raises(Blocked, match="givers_differ"):
        actions.hand_over([here.code, there.code], to=COMPETENT, by=user(clerk.username))


def test_who_carries_no_papers(approver: User, supervisor: User, neighbour: User) -> None:
    code = accepted().code
    for person in (approver, supervisor):
        with pytest.raises(PermissionDenied):
            actions.hand_over([code], to=COMPETENT, by=person)
    assert reasons([code], neighbour)[0][0] == "dossier_unknown"  # as if it were not there


def test_twice(clerk: User) -> None:
    code = accepted().code
    actions.hand_over([code], to=COMPETENT, by=clerk)
    with pytest.raises(Blocked, match="papers_on_their_way"):
        actions.hand_over([code], to=COMPETENT, by=clerk)
    assert HandOver.objects.count() == 1


@pytest.mark.parametrize("codes", [[], None, "H12", {}, 5, [5], [None], [["x"]]])
def test_codes_are_a_list_of_codes(clerk: User, codes: Any) -> None:
    assert faults(codes, clerk) == {"codes": "required"}


def test_too_many_and_twice_the_same(clerk: User) -> None:
    assert faults([f"H12-261120-{n:05d}" for n in range(10_000)], clerk) == {"codes": "too_many"}
    code = accepted().code
    assert faults([code, f" {code}"], clerk) == {"codes": "code_twice"}


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"to": "H99.1"}, {"to": "agency_unknown"}),
        ({"to": ""}, {"to": "agency_unknown"}),
        ({"to": None}, {"to": "agency_unknown"}),
        ({"to": "H12\x00"}, {"to": "agency_unknown"}),
        ({"to": "H04"}, {"to": "agency_closed"}),
        ({"to": CENTRE}, {"to": "receiver_is_giver"}),
        ({"carrier": "pigeon"}, {"carrier": "carrier_unknown"}),
        ({"carrier": ["own"]}, {"carrier": "carrier_unknown"}),
        ({"carrier": "post"}, {"tracking_number": "tracking_number_not_valid"}),
        ({"carrier": "post", "tracking_number": "EE12345"}, {"tracking_number": "tracking_number_not_valid"}),
        ({"carrier": "post", "tracking_number": "E" * 41}, {"tracking_number": "tracking_number_not_valid"}),
        (
            {"carrier": "post", "tracking_number": "EE-123456"},
            {"tracking_number": "tracking_number_not_valid"},
        ),
        (
            {"carrier": "post", "tracking_number": "EẾ123456"},
            {"tracking_number": "tracking_number_not_valid"},
        ),
        (
            {"carrier": "post", "tracking_number": "١٢٣٤٥٦٧٨"},
            {"tracking_number": "tracking_number_not_valid"},
        ),
        ({"carrier": "post", "tracking_number": 12345678}, {"tracking_number": "tracking_number_not_valid"}),
        ({"tracking_number": "EE123456789VN"}, {"tracking_number": "tracking_number_not_expected"}),
        ({"note": "x" * 301}, {"note": "text_not_valid"}),
        ({"note": "a\ud800"}, {"note": "text_not_valid"}),
        ({"note": ["x"]}, {"note": "text_not_valid"}),
    ],
)
def test_a_wrong_entry_is_named(clerk: User, given: dict[str, Any], fault: dict[str, str]) -> None:
    assert faults([accepted().code], clerk, **given) == fault
