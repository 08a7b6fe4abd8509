"""Receive a hand-over: the papers of a list have come, but for those that were not there; who gave them keeps these."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.roles import CARRIERS
from dossiers.access import NotVisible
from dossiers.entries import EntryReader
from dossiers.hand_over_queries import number_in, of_province, seen_by
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, HandOver, HandOverList
from dossiers.refusals import Blocked
from dossiers.rules import blockers

MOST_NOTE = 300


@transaction.atomic
def receive_hand_over(
    number: str, *, missing: list[str] | tuple[str, ...] = (), note: str = "", by: User
) -> HandOverList:
    """Receive all of a list but the `missing` codes, for which the giver goes on answering.

    Raises NotVisible, PermissionDenied, Invalid, or Blocked: received already, or a reason for each row.
    """
    found = _locked(number, by)
    if found.receiver_id not in by.agency_ids(*CARRIERS):
        raise PermissionDenied("receive_hand_over")
    rows = list(
        HandOver.objects.filter(list=found, ended_at=None).select_related("dossier").order_by("dossier__code")
    )
    if not rows:
        sentence = _("This list was received already. Look at it for what had come.")
        raise Blocked("receive_hand_over", Fault("already_received", sentence))
    lost, text = _entries(missing, note, {row.dossier.code for row in rows})
    dossiers = [lock(row.dossier.code, by=by) for row in rows]
    _require(dossiers, by)
    at, of_all = now(), not lost
    for row, dossier in zip(rows, dossiers, strict=True):
        is_missing = dossier.code in lost
        said = text if of_all or is_missing else ""  # a note about what is missing is not about the rest
        apply(
            dossier.receive_hand_over,
            found.giver if is_missing else found.receiver,
            by=by,
            on_behalf_of=f"agency:{found.receiver.code}",
            personal={"note": said} if said else None,
            list=found.number_text,
            missing=is_missing,
        )
        row.ended_at, row.ended_by, row.note = at, by, said
        row.ending = HandOver.Ending.MISSING if is_missing else HandOver.Ending.RECEIVED
    HandOver.objects.bulk_update(rows, ["ended_at", "ended_by", "ending", "note"])
    return found


def _locked(number: str, by: User) -> HandOverList:
    """Hold the list until the end: of two who receive it at once, the second finds it received."""
    known = isinstance(number, str) and number.isprintable() and len(number) <= 60
    seen = of_province().filter(seen_by(by), number_text=number_in(number) if known else "")
    found = seen.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        raise NotVisible(str(number))
    return found


def _require(dossiers: list[Dossier], by: User) -> None:
    reasons = [
        Fault(fault.code, f"{dossier.code}: {fault.sentence}")
        for dossier in dossiers
        for fault in blockers(dossier.receive_hand_over, by=by)
    ]
    if reasons:
        raise Blocked("receive_hand_over", *reasons)


def _entries(missing: object, note: object, codes: set[str]) -> tuple[set[str], str]:
    reader = EntryReader({"note": note})
    text = reader.text("note", MOST_NOTE)
    lost = missing if isinstance(missing, list | tuple) else [None]
    if not all(isinstance(code, str) and code in codes for code in lost):
        sentence = _(
            "A dossier is named as missing that does not stand on this list. Tick those that are missing."
        )
        reader.faults["missing"] = Fault("not_on_list", sentence)
    if reader.faults:
        raise Invalid(reader.faults)
    return set(lost), text
