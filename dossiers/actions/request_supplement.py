"""Request a supplement: what is missing, once and completely, in writing (form 02); the clock stands still."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, User
from dossiers import clock
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.models.status import Status
from dossiers.numbering import form_number
from dossiers.reckoning.timeliness import SUPPLEMENTS_IN_TIME
from dossiers.rules import require

MOST_ITEMS = 50
MOST_WHAT, MOST_REASON, MOST_CONTACT = 500, 2000, 200
ITEMS_NEEDED = Fault("items_needed", _("Name what is missing, paper by paper: at least one, at most 50."))
ITEM_NOT_VALID = Fault("item_not_valid", _("Say of each item what is missing, in at most 500 characters."))
REQUIREMENT_UNKNOWN = Fault(
    "requirement_unknown", _("The procedure asks for no such paper. Choose from its list.")
)
SECOND = Fault(
    "second_supplement",
    _(
        "A supplement was asked for once already. With a second request the dossier counts as late, whenever it ends."
        " Confirm that you ask anyway."
    ),
)


@transaction.atomic
def request_supplement(
    code: str,
    *,
    items: Sequence[Mapping[str, Any]],
    reason: str,
    contact: str = "",
    until: date | None = None,
    anyway: bool = False,
    by: User,
) -> Dossier:
    """Ask the applicant for what is missing; `items` are {"requirement": number or None, "what": text}.

    `reason` names the legal basis, `contact` whom the applicant may ask, `until` the day by which it should come.
    A second request needs `anyway`. Raises Invalid, Blocked, PermissionDenied.
    """
    dossier = lock(code, by=by)
    require(dossier.request_supplement, by=by)
    reader = EntryReader({"reason": reason, "contact": contact})
    why, whom = reader.text("reason", MOST_REASON, needed=True), reader.text("contact", MOST_CONTACT)
    missing = _items(reader, items, dossier)
    if dossier.supplements >= SUPPLEMENTS_IN_TIME and anyway is not True:
        reader.faults["anyway"] = SECOND
    if reader.faults:
        raise Invalid(reader.faults)
    if until is not None:
        clock.closing_ahead(dossier, until)
    paused, office = clock.pausing(dossier, now()), office_asking(dossier)
    apply(
        dossier.request_supplement,
        by=by,
        on_behalf_of=f"agency:{office.code}",
        personal={"items": missing, "reason": why, "contact": whom},
        alongside=(paused,),
        office=office.code,
        form="02",
        number=form_number("02", office, localdate().year),
        requirements=sorted({item["requirement"] for item in missing if item["requirement"]}),
        until=until.isoformat() if until else "",
        policy=dossier.procedure_version.on_supplement,
        **clock.moved(dossier, paused),
    )
    return dossier


def office_asking(dossier: Dossier) -> Agency:
    """Return the agency that asks: the service centre until the papers are digitised, then the competent one."""
    is_at_counter = dossier.status in (Status.SUBMITTED, Status.RECEIVED)
    return dossier.receiving_agency if is_at_counter else dossier.agency


def _items(reader: EntryReader, items: Any, dossier: Dossier) -> list[dict[str, Any]]:
    """Return the items as they are kept, their texts clean; what is wrong goes to the reader's faults."""
    if not isinstance(items, list | tuple) or not 0 < len(items) <= MOST_ITEMS:
        reader.faults["items"] = ITEMS_NEEDED
        return []
    numbers = {requirement.number for requirement in dossier.procedure_version.requirements.all()}
    found = []
    for item in items:
        entry = EntryReader(item if isinstance(item, Mapping) else {})
        requirement, what = entry.data.get("requirement"), entry.text("what", MOST_WHAT, needed=True)
        if entry.faults:
            reader.faults["items"] = ITEM_NOT_VALID
        elif requirement is not None and (type(requirement) is not int or requirement not in numbers):
            reader.faults["items"] = REQUIREMENT_UNKNOWN
        found.append({"requirement": requirement, "what": what})
    return found
