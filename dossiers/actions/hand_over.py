"""Hand over: the papers of some dossiers leave together for another agency, on a numbered list."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.faults import Fault, Invalid
from accounts.models import Agency, User
from accounts.roles import CARRIERS
from dossiers.access import NotVisible
from dossiers.carrying import is_open, may_go
from dossiers.code_pattern import CODE_IN_ADDRESSES
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, HandOver, HandOverList
from dossiers.models.rows import insert
from dossiers.numbering import hand_over_number
from dossiers.refusals import Blocked
from dossiers.rules import blockers, permits

MOST_CODES = 200
MOST_NOTE = 300
UNKNOWN = Fault("dossier_unknown", _("There is no such dossier whose papers you could hand over."))
NO_PAPERS = Fault("no_papers", _("This dossier has no papers: it was filed online."))
PAPERS_ELSEWHERE = Fault("papers_elsewhere", _("The papers lie at another agency, which hands them over."))
NOT_ON_THE_WAY = Fault(
    "receiver_not_concerned", _("The receiver has nothing to do with this dossier. Choose another receiver.")
)


@dataclass(frozen=True)
class _Entries:
    codes: tuple[str, ...]
    to: Agency
    carrier: str
    tracking_number: str
    note: str


@transaction.atomic
def hand_over(
    codes: list[str], *, to: str, carrier: str = "own", tracking_number: str = "", note: str = "", by: User
) -> HandOverList:
    """Write one list of 1 to 200 dossiers whose papers lie at one agency of the actor's, for agency `to`; all or none.

    Until they are received there, the giver answers for them. `carrier` is "own" or "post", which has a tracking
    number. Raises Invalid, PermissionDenied, or Blocked with a reason for each dossier that cannot go.
    """
    if not by.agency_ids(*CARRIERS):
        raise PermissionDenied("hand_over")
    given = _entries(codes, to, carrier, tracking_number, note)
    dossiers = _locked(given, by)
    giver = dossiers[0].papers_at
    assert giver is not None  # _locked has seen it
    if giver.pk == given.to.pk:
        sentence = _("The papers lie there already. Choose another receiver.")
        raise Invalid({"to": Fault("receiver_is_giver", sentence)})
    at = now()
    number = hand_over_number(giver, localdate(at).year)
    for dossier in dossiers:
        apply(
            dossier.hand_over,
            given.to,
            by=by,
            on_behalf_of=f"agency:{giver.code}",
            personal={"note": given.note} if given.note else None,
            list=number,
            to=given.to.code,
            carrier=given.carrier,
            tracking_number=given.tracking_number,
        )
    return _written(number, giver, given, dossiers, by)


def _written(number: str, giver: Agency, given: _Entries, dossiers: list[Dossier], by: User) -> HandOverList:
    written = HandOverList.objects.create(
        province=giver.province,
        number_text=number,
        giver=giver,
        receiver=given.to,
        carrier=given.carrier,
        tracking_number=given.tracking_number,
        given_by=by,
        given_at=now(),
    )
    insert(*(HandOver(province=giver.province, list=written, dossier=dossier) for dossier in dossiers))
    return written


def _locked(given: _Entries, by: User) -> list[Dossier]:
    """Lock the dossiers in the order of their codes, as every list does. Raises Blocked with every reason."""
    dossiers, reasons = [], []
    for code in sorted(given.codes):
        try:
            dossiers.append(_lock(code, by))
        except NotVisible:
            reasons.append(_about(code, UNKNOWN))
    if not reasons and not any(dossier.papers_at_id is None or _is_ours(dossier, by) for dossier in dossiers):
        raise PermissionDenied("hand_over")
    for dossier in dossiers:
        reasons += [_about(dossier.code, fault) for fault in _why_not(dossier, given.to, by)]
    if not reasons and len({dossier.papers_at_id for dossier in dossiers}) > 1:
        sentence = _("These papers lie at different agencies. Write one list for each agency that gives.")
        reasons = [Fault("givers_differ", sentence)]
    if reasons:
        raise Blocked("hand_over", *reasons)
    return dossiers


def _lock(code: str, by: User) -> Dossier:
    if not re.fullmatch(CODE_IN_ADDRESSES, code):
        raise NotVisible(code)
    return lock(code, by=by)


def _is_ours(dossier: Dossier, by: User) -> bool:
    return permits(dossier.hand_over, by=by)


def _why_not(dossier: Dossier, to: Agency, by: User) -> tuple[Fault, ...]:
    if dossier.papers_at_id is None:
        return (NO_PAPERS,)
    if not _is_ours(dossier, by):
        return (PAPERS_ELSEWHERE,)
    found = blockers(dossier.hand_over, by=by)
    return found if found or to.pk == dossier.papers_at_id or may_go(dossier, to) else (NOT_ON_THE_WAY,)


def _about(code: str, fault: Fault) -> Fault:
    """Return a fault whose sentence names the dossier."""
    return Fault(fault.code, f"{code}: {fault.sentence}")


def _entries(codes: object, to: object, carrier: object, tracking_number: object, note: object) -> _Entries:
    reader = EntryReader({"note": note})
    faults = reader.faults
    chosen = _codes(codes, faults)
    receiver = _receiver(to, faults)
    if not isinstance(carrier, str) or carrier not in HandOverList.Carrier.values:
        faults["carrier"] = Fault("carrier_unknown", _("Choose the own messenger or public post."))
    tracking = _tracking(tracking_number, carrier == HandOverList.Carrier.POST, faults)
    text = reader.text("note", MOST_NOTE)
    if faults or receiver is None:
        raise Invalid(faults)
    return _Entries(chosen, receiver, str(carrier), tracking, text)


def _codes(codes: object, faults: dict[str, Fault]) -> tuple[str, ...]:
    if not isinstance(codes, list | tuple) or not codes or not all(isinstance(code, str) for code in codes):
        faults["codes"] = Fault("required", _("Choose at least one dossier."))
        return ()
    if len(codes) > MOST_CODES:
        sentence = _("A list has room for %(most)s dossiers. Write another list for the rest.")
        faults["codes"] = Fault("too_many", sentence % {"most": MOST_CODES})
        return ()
    chosen = tuple(code.strip() for code in codes)
    if len(set(chosen)) != len(chosen):
        faults["codes"] = Fault("code_twice", _("A dossier stands on the list twice. Name each once."))
    return chosen


def _receiver(to: object, faults: dict[str, Fault]) -> Agency | None:
    known = isinstance(to, str) and to.isprintable() and len(to) <= 35
    found = accounts.agency(to.strip()) if isinstance(to, str) and known else None
    if found is None or found.province != settings.ONESTOP_PROVINCE:
        sentence = _("There is no agency with this code. Choose one from the list.")
        faults["to"] = Fault("agency_unknown", sentence)
    elif not is_open(found):
        faults["to"] = Fault("agency_closed", _("This agency is closed. Choose its successor."))
    return found


def _tracking(number: object, by_post: bool, faults: dict[str, Fault]) -> str:
    """Return the carrier's number: letters and digits, 8 to 40; only public post has one."""
    text = number.strip().upper() if isinstance(number, str) else ""
    if by_post and not re.fullmatch(r"[A-Z0-9]{8,40}", text):
        sentence = _("Enter the tracking number of the post: 8 to 40 letters and digits.")
        faults["tracking_number"] = Fault("tracking_number_not_valid", sentence)
    elif number and not by_post:
        sentence = _("Only public post has a tracking number. Choose public post, or leave it empty.")
        faults["tracking_number"] = Fault("tracking_number_not_expected", sentence)
    return text if by_post else ""
