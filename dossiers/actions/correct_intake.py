"""Correct the intake: a mistyped name, number, telephone, address or person is set right; code and clock are kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.id_card import check_id_number
from accounts.models import User
from accounts.names import clean_name, fold, mask_id
from accounts.phone import normalise_phone
from dossiers import identity, persons
from dossiers.entries import EntryReader
from dossiers.filing import MOST_ADDRESS, MOST_REQUEST
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.persons import Persons
from dossiers.refusals import Blocked
from dossiers.rules import require

MOST_REASON = 1000
OF_DOSSIER = ("applicant_name", "id_number", "applicant_phone", "applicant_address", "request")
FIELDS = (*OF_DOSSIER, *persons.FIELDS)
NUMBERS = ("id_number", "representative_id_number")
PRINTED = {"applicant_name", "applicant_address"}  # on the result too
UNCHANGED = Fault("field_unchanged", _("This is what stands there already. Enter what it should be."))
PROPOSED = Fault(
    "result_proposed",
    _(
        "The result that was proposed bears this name and address."
        " It is sent back first, and proposed again afterwards."
    ),
)


@dataclass
class Corrected:
    """The fields of a dossier as they should have been entered, and what follows from them."""

    dossier: Dossier
    entered: dict[str, str]
    beside: Persons | None

    def settle(self, dossier: Dossier) -> None:
        entered = dict(self.entered)
        if "id_number" in entered:
            identity.seal(dossier, entered.pop("id_number"))
        for name, value in entered.items():
            setattr(dossier, name, value)
        dossier.applicant_search = fold(dossier.applicant_name)[:120]

    def write(self) -> None:
        if self.beside is not None:
            persons.change(self.dossier, self.beside)


@transaction.atomic
def correct_intake(code: str, *, changes: Mapping[str, Any], reason: str, by: User) -> Dossier:
    """Set right what was entered at reception; `changes` holds the new value of each field of FIELDS that was wrong.

    An empty `representative_name` or `subject_name` takes that person out. Old and new stand in the event, identity
    numbers masked. Raises Invalid by field, Blocked, PermissionDenied, NotVisible.
    """
    dossier = lock(code, by=by)
    require(dossier.correct_intake, by=by)
    before = _standing(dossier)
    after = _read(changes, before)
    why, faults = _reason(reason)
    changed = [name for name in FIELDS if name in after and after[name] != before[name]]
    faults |= {name: UNCHANGED for name in changes if name in after and after[name] == before[name]}
    if faults:
        raise Invalid(faults)
    if PRINTED & set(changed) and _is_proposed(dossier):
        raise Blocked("correct_intake", PROPOSED)
    beside = Persons(**{name: after[name] for name in persons.FIELDS})
    has_other_persons = any(name in persons.FIELDS for name in changed)
    apply(
        dossier.correct_intake,
        by=by,
        on_behalf_of="applicant",
        personal={
            "reason": why,
            "before": {name: _shown(name, before[name]) for name in changed},
            "after": {name: _shown(name, after[name]) for name in changed},
        },
        alongside=(
            Corrected(
                dossier,
                {name: after[name] for name in changed if name in OF_DOSSIER},
                beside if has_other_persons else None,
            ),
        ),
        changed=changed,
        **persons.filed_persons(beside),
    )
    return dossier


def _standing(dossier: Dossier) -> dict[str, str]:
    """Every field of FIELDS as it stands now, numbers in clear."""
    own = {name: getattr(dossier, name) for name in OF_DOSSIER if name != "id_number"}
    return own | {"id_number": identity.id_number(dossier)} | asdict(persons.known(dossier))


def _read(changes: Mapping[str, Any], before: dict[str, str]) -> dict[str, str]:
    """Return every field as it should be, checked as a filing is. Raises Invalid."""
    if not isinstance(changes, Mapping) or not changes or not set(changes) <= set(FIELDS):
        sentence = _("Name at least one field that was entered wrongly, and only such: %(fields)s.")
        raise Invalid({"changes": Fault("field_unknown", sentence % {"fields": ", ".join(FIELDS)})})
    reader = EntryReader(changes)
    read = {
        "applicant_name": lambda: reader.checked("applicant_name", 200, clean_name),
        "id_number": lambda: reader.checked("id_number", 40, check_id_number),
        "applicant_phone": lambda: reader.checked("applicant_phone", 40, normalise_phone, needed=False),
        "applicant_address": lambda: reader.text("applicant_address", MOST_ADDRESS),
        "request": lambda: reader.text("request", MOST_REQUEST),
    }
    after = before | {name: read[name]() for name in OF_DOSSIER if name in changes}
    if any(name in persons.FIELDS for name in changes):
        after |= asdict(_persons(reader, changes, before, after["id_number"]))
    elif persons.IS_APPLICANT in persons.faults_between(_of(before), after["id_number"]).values():
        reader.faults.setdefault("id_number", persons.IS_APPLICANT)
    if reader.faults:
        raise Invalid(reader.faults)
    return after


def _persons(
    reader: EntryReader, changes: Mapping[str, Any], before: dict[str, str], id_number: str
) -> Persons:
    """The persons as they should be: what is not changed stays, and goes with a representative who is taken out."""
    asked = EntryReader({name: changes.get(name) for name in persons.FIELDS})
    named = persons.read_entered(asked)
    kept = {name: before[name] for name in persons.FIELDS if name not in changes}
    found = replace(named, **kept)
    if "representative_name" in changes and not named.representative_name and not asked.faults:
        kept_of_others = {name: "" for name in persons.OF_REPRESENTATIVE if name not in changes}
        found = replace(found, **kept_of_others)
    reader.faults |= asked.faults
    for name, fault in persons.faults_between(found, id_number).items():
        reader.faults.setdefault(name, fault)
    return found


def _of(fields: dict[str, str]) -> Persons:
    return Persons(**{name: fields[name] for name in persons.FIELDS})


def _reason(reason: Any) -> tuple[str, dict[str, Fault]]:
    reader = EntryReader({"reason": reason})
    return reader.text("reason", MOST_REASON, needed=True), reader.faults


def _is_proposed(dossier: Dossier) -> bool:
    """A page of the result waits for its signature: it was made with what stood there then."""
    pending = any(result.approver_id and result.signed_at is None for result in dossier.results_in_hand)
    return pending and dossier.step_role not in ("", "processing_officer")


def _shown(name: str, value: str) -> str:
    return mask_id(value) if name in NUMBERS and value else value
