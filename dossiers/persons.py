"""The persons of a dossier beside its applicant: whom it is about, and who represents the applicant on which basis."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.id_card import check_id_number
from accounts.names import clean_name
from accounts.phone import normalise_phone, readable_phone

from . import identity
from .entries import EntryReader
from .models import Dossier, Party
from .models.rows import insert

SUBJECT, REPRESENTATIVE = Party.Kind.SUBJECT.value, Party.Kind.REPRESENTATIVE.value
FIELDS = (
    "subject_name",
    "representative_name",
    "representative_id_number",
    "representative_phone",
    "representative_basis",
)
OF_REPRESENTATIVE = FIELDS[1:]
MOST_BASIS = 300
BASIS_NEEDED = Fault(
    "basis_needed",
    _("Say on which basis: e.g. father of the child, or number and date of the notarised authorisation."),
)
IS_APPLICANT = Fault(
    "representative_is_applicant",
    _(
        "This is the applicant's own number. Who represents is another person:"
        " correct the number, or leave the representative out."
    ),
)


@dataclass(frozen=True)
class Persons:
    """Empty texts where there is no such person; the number is 12 digits, the telephone E.164."""

    subject_name: str = ""
    representative_name: str = ""
    representative_id_number: str = ""
    representative_phone: str = ""
    representative_basis: str = ""

    def __bool__(self) -> bool:
        return bool(self.subject_name or self.representative_name)

    @property
    def kinds(self) -> list[str]:
        """Which of the two there are."""
        named = {SUBJECT: self.subject_name, REPRESENTATIVE: self.representative_name}
        return [kind for kind, name in named.items() if name]

    @property
    def personal(self) -> dict[str, str]:
        """What an event keeps of them, until it is erased: names and basis."""
        kept = ("subject_name", "representative_name", "representative_basis")
        return {name: value for name in kept if (value := getattr(self, name))}


NOBODY = Persons()


def read_persons(reader: EntryReader, *, applicant_id_number: str) -> Persons:
    """Read the optional fields; what is wrong is collected by the reader. Nothing is read where nothing was entered."""
    if not any(reader.data.get(name) for name in FIELDS):
        return NOBODY
    persons = read_entered(reader)
    for name, fault in faults_between(persons, applicant_id_number).items():
        reader.faults.setdefault(name, fault)
    return persons


def read_entered(reader: EntryReader) -> Persons:
    """Read each field by itself."""
    return Persons(
        subject_name=reader.checked("subject_name", 200, clean_name, needed=False),
        representative_name=reader.checked("representative_name", 200, clean_name, needed=False),
        representative_id_number=reader.checked(
            "representative_id_number", 40, check_id_number, needed=False
        ),
        representative_phone=reader.checked("representative_phone", 40, normalise_phone, needed=False),
        representative_basis=reader.text("representative_basis", MOST_BASIS),
    )


def faults_between(persons: Persons, applicant_id_number: str) -> dict[str, Fault]:
    """Return what does not fit together: a basis without a person, a person without a basis, twice the same person."""
    if not any(getattr(persons, name) for name in OF_REPRESENTATIVE):
        return {}
    faults = {}
    if not persons.representative_name:
        faults["representative_name"] = Fault("required", _("Fill in this field."))
    if not persons.representative_basis:
        faults["representative_basis"] = BASIS_NEEDED
    if applicant_id_number and persons.representative_id_number == applicant_id_number:
        faults["representative_id_number"] = IS_APPLICANT
    return faults


def introduce(dossier: Dossier, persons: Persons) -> None:
    """Write the persons of a dossier that has its key, in one statement; none where there is nobody."""
    rows = [_row(dossier, kind, persons) for kind in persons.kinds]
    if rows:
        insert(*rows)


def known(dossier: Dossier) -> Persons:
    """Return the persons of a dossier as they stand now, the number in clear. One statement."""
    rows = {party.kind: party for party in dossier.parties.all()}
    subject, representative = rows.get(SUBJECT), rows.get(REPRESENTATIVE)
    return Persons(
        subject_name=subject.name if subject else "",
        representative_name=representative.name if representative else "",
        representative_id_number=identity.party_number(representative, dossier) if representative else "",
        representative_phone=representative.phone if representative else "",
        representative_basis=representative.basis if representative else "",
    )


def change(dossier: Dossier, persons: Persons) -> None:
    """Write the persons in the place of those that stand there; who is no longer named goes."""
    dossier.parties.exclude(kind__in=persons.kinds).delete()
    for kind in persons.kinds:
        row = _row(dossier, kind, persons)
        written = ("name", "basis", "phone", "id_encrypted", "id_index", "id_key")
        Party.objects.update_or_create(
            province=dossier.province,
            dossier=dossier,
            kind=kind,
            defaults={name: getattr(row, name) for name in written},
        )


def filed_persons(persons: Persons) -> dict[str, Any]:
    """What the first event says of them without personal data."""
    return {"parties": persons.kinds} if persons else {}


def on_paper(dossier: Dossier) -> dict[str, Any]:
    """Return the people of a dossier as every statutory form about it shows them, and how the applicant is reached."""
    found = {party.kind: party for party in dossier.parties.all()}
    subject, representative = found.get(SUBJECT), found.get(REPRESENTATIVE)
    return {
        "applicant_name": dossier.applicant_name,
        "subject_name": subject.name if subject else "",
        "representative_name": representative.name if representative else "",
        "representative_basis": representative.basis if representative else "",
        "address": dossier.applicant_address,
        "phone": readable_phone(dossier.applicant_phone),
    }


def _row(dossier: Dossier, kind: str, persons: Persons) -> Party:
    party = Party(province=dossier.province, dossier=dossier, kind=kind)
    if kind == SUBJECT:
        party.name = persons.subject_name
        return party
    party.name, party.basis = persons.representative_name, persons.representative_basis
    party.phone = persons.representative_phone
    if persons.representative_id_number:
        identity.seal_party(party, dossier, persons.representative_id_number)
    return party
