"""Ask an opinion: another agency is asked beside the work, with a time limit in its own working hours."""

from decimal import Decimal, InvalidOperation
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, User
from accounts.queries import agency as agency_of
from dossiers import travel
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, StepRun
from dossiers.moves import due_after
from dossiers.rules import require
from procedures.content import StepKind

MOST_QUESTION = 2000
MOST_HOURS = 1000  # half a year of working days
# Names of steps are the catalogue's own words, which are Vietnamese in every interface.
NAME: Final = "Lấy ý kiến"


@transaction.atomic
def ask_opinion(
    code: str, *, of: str, question: str, hours: Decimal, mandatory: bool = True, by: User
) -> Dossier:
    """Ask the agency with code `of`; `hours`: its working hours until the answer is due, more than 0, at most 1000.

    Silence is not consent: when the time has passed, nothing happens by itself. Where the opinion is mandatory, the
    approval waits for it. Raises Invalid, Blocked, PermissionDenied.
    """
    dossier, at = lock(code, by=by), now()
    require(dossier.ask_opinion, by=by)
    asked, question, minutes = _checked(dossier, of, question, hours)
    run = StepRun(
        province=dossier.province,
        dossier=dossier,
        name=NAME,
        kind=StepKind.OPINION,
        agency=asked,
        given_by=by,
        is_mandatory=bool(mandatory),
        minutes=minutes,
        started_at=at,
        due_at=due_after(asked.pk, at, minutes),
        question=question,
    )
    moved = travel.ask(dossier, run)
    apply(
        dossier.ask_opinion,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"question": question},
        number=run.number,
        of=asked.code,
        minutes=minutes,
        mandatory=run.is_mandatory,
        alongside=(moved,),
    )
    return dossier


def _checked(dossier: Dossier, of: str, question: str, hours: object) -> tuple[Agency, str, int]:
    """Return the agency that is asked, the question without what cannot be printed, and working minutes; or Invalid."""
    reader = EntryReader({"question": question})
    question = reader.text("question", MOST_QUESTION, needed=True)
    faults, minutes = reader.faults, _minutes(hours)
    asked = agency_of(of) if isinstance(of, str) else None
    if fault := _agency_fault(asked, dossier):
        faults["of"] = fault
    if minutes is None:
        sentence = _("Enter working hours: more than 0, at most %(most)s.") % {"most": MOST_HOURS}
        faults["hours"] = Fault("hours_not_valid", sentence)
    if faults or asked is None or minutes is None:
        raise Invalid(faults)
    return asked, question, minutes


def _agency_fault(asked: Agency | None, dossier: Dossier) -> Fault | None:
    if asked is None:
        return Fault("agency_unknown", _("There is no agency with this code. Choose one of the province."))
    if asked.valid_until_on is not None and asked.valid_until_on < localdate():
        return Fault("agency_closed", _("This agency is closed. Choose the one that does its work since."))
    if asked.pk == dossier.agency_id:
        sentence = _("This is the competent agency itself. Choose another one to ask.")
        return Fault("agency_own", sentence)
    return None


def _minutes(hours: object) -> int | None:
    """Return working hours as whole minutes; None for what is no number of hours that may be asked for."""
    try:
        number = Decimal(str(hours))
    except InvalidOperation:
        return None
    if not number.is_finite() or not 0 < number <= MOST_HOURS:
        return None
    return int(number * 60) or None
