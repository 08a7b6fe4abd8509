"""Reroute: another agency is competent; the dossier keeps its code and its deadline, and waits there for an officer."""

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, User
from accounts.queries import agency as agency_of
from dossiers import travel
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.rules import require

MOST_REASON = 1000
RECEIVES_ONLY = (Agency.Kind.PROVINCE_CENTRE, Agency.Kind.COMMUNE_CENTRE)


@transaction.atomic
def reroute(code: str, *, to: str, reason: str, by: User) -> Dossier:
    """Send it to the agency with code `to`. In process the open step begins again there, and opinions are kept.

    What was proposed under a number of the former agency goes: its number is in the event, and stays unused, and so are
    the keys of its files, for the day when they are erased. Papers follow by hand-over lists. Raises Invalid, Blocked,
    PermissionDenied.
    """
    dossier, at = lock(code, by=by), now()
    require(dossier.reroute, by=by)
    reader = EntryReader({"reason": reason})
    reason = reader.text("reason", MOST_REASON, needed=True)
    faults, agency = reader.faults, agency_of(to) if isinstance(to, str) else None
    if fault := _fault(agency, dossier):
        faults["to"] = fault
    if faults or agency is None:
        raise Invalid(faults)
    before, officer = dossier.agency, dossier.officer
    unsigned = [result for result in dossier.every_result if result.signed_at is None]
    moved = travel.reroute(dossier, agency, at, by=by)
    apply(
        dossier.reroute,
        agency,
        by=by,
        on_behalf_of=f"agency:{before.code}",
        personal={"reason": reason},
        before=before.code,
        to=agency.code,
        officer=officer.username if officer else "",
        numbers=[result.number_text for result in unsigned],
        drafts=[result.key for result in unsigned],
        next=moved.next,
        alongside=(moved,),
    )
    for result in unsigned:
        result.delete()
    dossier.__dict__.pop("every_result", None)
    return dossier


def _fault(agency: Agency | None, dossier: Dossier) -> Fault | None:
    if agency is None:
        return Fault("agency_unknown", _("There is no agency with this code. Choose one of the province."))
    if agency.valid_until_on is not None and agency.valid_until_on < localdate():
        return Fault("agency_closed", _("This agency is closed. Choose the one that does its work since."))
    if agency.kind in RECEIVES_ONLY:
        sentence = _(
            "A service centre receives and returns; it does not decide. Choose the agency that does."
        )
        return Fault("agency_does_not_decide", sentence)
    if agency.pk == dossier.agency_id:
        return Fault("agency_same", _("The dossier is at this agency already. Choose another one."))
    return None
