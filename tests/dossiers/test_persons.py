"""People kept apart: applicant, subject, representative with a basis, helper and clerk, in the record and in events."""

from typing import Any

import pytest

from accounts import cipher
from accounts.faults import Invalid
from accounts.models import User
from dossiers import access, actions, identity, persons
from dossiers.chain import broken_at
from dossiers.filing import read_filing
from dossiers.models import Dossier, Party
from dossiers.persons import NOBODY, Persons
from dossiers.refusals import Blocked
from tests.conftest import Api, Who
from tests.journeys import FILING, accepted, submitted
from tests.statements import statements

pytestmark = pytest.mark.django_db
NUMBER = "096185004512"
FATHER: dict[str, Any] = {
    "subject_name": "Lê Thị Con",
    "representative_name": "Lê Văn Đại",
    "representative_id_number": NUMBER,
    "representative_phone": "0987 654 321",
    "representative_basis": "Cha của trẻ",
}


def faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        read_filing(FILING | changes)
    assert all(str(fault.sentence) for fault in refused.value.faults.values())
    return {name: fault.code for name, fault in refused.value.faults.items()}


def test_without_them_nothing_is_read() -> None:
    assert read_filing(FILING).persons is NOBODY


def test_they_are_read_as_the_applicant_is() -> None:
    read = read_filing(FILING | FATHER | {"subject_name": "  Lê  Thị Con "})
    assert read.persons == Persons("Lê Thị Con", "Lê Văn Đại", NUMBER, "+84987654321", "Cha của trẻ")


@pytest.mark.parametrize("by_submission", [False, True])
def test_they_stand_beside_the_applicant(by_submission: bool) -> None:
    dossier = (submitted if by_submission else accepted)(**FATHER)
    assert dossier.applicant_name == FILING["applicant_name"]
    assert persons.known(dossier) == read_filing(FILING | FATHER).persons
    event = dossier.events.get()
    assert (event.on_behalf_of, event.facts["parties"]) == ("representative", ["subject", "representative"])
    assert event.personal is not None
    assert event.personal["representative_basis"] == "Cha của trẻ"
    assert NUMBER not in str(event.facts) + str(event.personal)
    assert broken_at(dossier, [event]) is None


def test_a_subject_alone_leaves_the_applicant_filing() -> None:
    dossier = accepted(subject_name="Lê Thị Con")
    event = dossier.events.get()
    assert (event.on_behalf_of, event.facts["parties"]) == ("applicant", ["subject"])
    assert [party.kind for party in dossier.parties.all()] == ["subject"]


def test_a_number_is_bound_to_its_dossier_and_its_part() -> None:
    party = accepted(**FATHER).parties.get(kind="representative")
    other = accepted(id_number="096085004528")
    assert bytes(party.id_index) == cipher.blind_index(NUMBER)
    assert NUMBER.encode() not in bytes(party.id_encrypted)
    with pytest.raises(cipher.CipherFailed):
        identity.party_number(party, other)
    with pytest.raises(cipher.CipherFailed):
        identity.party_number(Party(kind="subject", id_encrypted=party.id_encrypted), party.dossier)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"representative_basis": ""}, {"representative_basis": "basis_needed"}),
        ({"representative_basis": "   "}, {"representative_basis": "basis_needed"}),
        ({"representative_basis": "x" * 301}, {"representative_basis": "text_not_valid"}),
        ({"representative_basis": "a\x00b"}, {"representative_basis": "text_not_valid"}),
        ({"representative_basis": ["Cha"]}, {"representative_basis": "text_not_valid"}),
        ({"representative_name": ""}, {"representative_name": "required"}),
        ({"representative_name": "Lê 2"}, {"representative_name": "name_has_digit"}),
        ({"representative_name": "x" * 121}, {"representative_name": "name_too_long"}),
        ({"representative_id_number": FILING["id_number"]},
         {"representative_id_number": "representative_is_applicant"}),
        ({"representative_id_number": "0960 8500 4511"},
         {"representative_id_number": "representative_is_applicant"}),
        ({"representative_id_number": "123"}, {"representative_id_number": "id_length"}),
        ({"representative_phone": "12"}, {"representative_phone": "phone_prefix"}),
        ({"subject_name": "Lê\u0007Con1"}, {"subject_name": "name_has_digit"}),
        ({"subject_name": "x" * 201}, {"subject_name": "text_not_valid"}),
        ({"subject_name": {"a": 1}}, {"subject_name": "text_not_valid"}),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_named(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert faults(**FATHER | changes) == expected


def test_a_representative_needs_no_number() -> None:
    dossier = accepted(representative_name="Lê Văn Đại", representative_basis="Uỷ quyền số 12, 01/11/2026")
    assert identity.party_number(dossier.parties.get(), dossier) == ""


def test_they_belong_to_what_makes_a_repeated_filing_the_same(clerk: User) -> None:
    key = "0b9ab5ff-0d16-4ad4-8f0a-6f34a6b6f7ad"
    first = actions.accept_filing(read_filing(FILING | FATHER, key=key), by=clerk)
    assert actions.accept_filing(read_filing(FILING | FATHER, key=key), by=clerk).code == first.code
    with pytest.raises(Blocked):
        actions.accept_filing(read_filing(FILING, key=key), by=clerk)
    assert Party.objects.count() == 2


def test_they_cost_one_statement_and_nobody_costs_none(clerk: User) -> None:
    accepted()
    assert clerk.memberships_today
    counts = []
    for changes in ({}, FATHER):
        filing = read_filing(FILING | changes)
        with statements() as asked:
            actions.accept_filing(filing, by=clerk)
        counts.append(len(asked))
    assert counts[1] == counts[0] + 1


def test_a_helper_is_the_actor_and_no_applicant(who: Who) -> None:
    helper, point = who("buudien.datmui"), "H12.264.01-1"
    filing = read_filing(FILING | FATHER | {"helped_at": point, "channel": "POSTAL"})
    event = actions.submit(filing, by=helper).events.get()
    assert (event.actor, event.on_behalf_of, event.helped_by) == (helper, "representative", f"point:{point}")


def test_the_api_masks_a_number_like_the_applicants(api: Api, clerk: User, supervisor: User) -> None:
    dossier = accepted(**FATHER)
    url = f"/api/v1/dossiers/{dossier.code}/"
    for reader, shown in ((clerk, NUMBER), (supervisor, "096******512")):
        found = {party["kind"]: party for party in api(reader).get(url).json()["parties"]}
        assert found["representative"]["id_number"] == shown
        assert (found["subject"]["name"], found["subject"]["id_number"]) == ("Lê Thị Con", "")


def test_an_opened_dossier_brings_them(supervisor: User) -> None:
    with_them: Dossier = accepted(**FATHER)
    assert len(access.open_dossier(supervisor, with_them.code).parties) == 2
    assert access.open_dossier(supervisor, accepted(id_number="096085004528").code).parties == []
