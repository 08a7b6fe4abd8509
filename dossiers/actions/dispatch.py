"""Dispatch: the result is handed to the public post; what has been sent is not yet delivered."""

import re

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers.lifecycle import apply, lock
from dossiers.models import Delivery, Dossier
from dossiers.models.rows import insert
from dossiers.refusals import Blocked
from dossiers.rules import require

TRACKING_NUMBER = re.compile(r"[A-Z0-9]{8,40}")


@transaction.atomic
def dispatch(code: str, *, tracking_number: str, came_back: bool = False, by: User) -> Dossier:
    """Send all results in force by post; the state stays. `came_back`: what was sent before has come back."""
    number = "".join(tracking_number.split()).upper()
    dossier = lock(code, by=by)
    require(dossier.dispatch, by=by)
    if not TRACKING_NUMBER.fullmatch(number):
        sentence = _("Enter the number of the postal item: 8 to 40 letters and digits.")
        raise Invalid({"tracking_number": Fault("tracking_number_not_valid", sentence)})
    before = dossier.deliveries.filter(status=Delivery.Status.SENT).first()
    if before and not came_back:
        sentence = _(
            "The result is on its way already, as %(number)s. Send it again once that has come back."
        )
        raise Blocked("dispatch", Fault("already_on_its_way", sentence % {"number": before.tracking_number}))
    if came_back and not before:
        sentence = _("Nothing of this dossier is on its way that could have come back.")
        raise Blocked("dispatch", Fault("nothing_on_its_way", sentence))
    apply(
        dossier.dispatch,
        by=by,
        on_behalf_of="applicant",
        tracking_number=number,
        came_back=before.tracking_number if before else "",
    )
    at = now()
    if before:
        before.status, before.ended_at = Delivery.Status.CAME_BACK, at
        before.save(update_fields=["status", "ended_at"])
    insert(
        Delivery(
            province=dossier.province,
            dossier=dossier,
            way="post",
            status=Delivery.Status.SENT,
            tracking_number=number,
            sent_at=at,
        )
    )
    return dossier
