"""Deliver: the result is in the person's hands; the event is the evidence."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.names import NameRefused, clean_name
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Delivery, Dossier
from dossiers.models.rows import insert
from dossiers.refusals import Blocked
from dossiers.rules import require

WAYS = ("counter", "post", "online")


@transaction.atomic
def deliver(code: str, *, way: str, recipient_name: str, by: User) -> Dossier:
    """Hand all results in force over; `way` is counter, post or online, `recipient_name` who took them.

    By post, what was dispatched is delivered; otherwise, what was on its way has come back.
    """
    if way not in WAYS:
        raise Invalid(
            {"way": Fault("way_unknown", _("Choose how the result was returned: counter, post or online."))}
        )
    try:
        recipient = clean_name(recipient_name)
    except NameRefused as refused:
        raise Invalid({"recipient_name": Fault(refused.code, refused.sentence)}) from None
    dossier = lock(code, by=by)
    require(dossier.deliver, by=by)
    at = now()
    _end_delivery(dossier, way, at)
    apply(
        dossier.deliver,
        by=by,
        on_behalf_of="applicant",
        personal={"recipient_name": recipient},
        way=way,
        alongside=(travel.returned(dossier, at, by=by),),
    )
    dossier.results.exclude(issued_at=None).filter(delivered_at=None).exclude(
        replaced_by__issued_at__isnull=False
    ).update(delivered_at=at)
    return dossier


def _end_delivery(dossier: Dossier, way: str, at: datetime) -> None:
    """Say of what was sent how it ended; a delivery that no carrier made is written with its end."""
    sent = dossier.deliveries.filter(status=Delivery.Status.SENT)
    if way != "post":
        sent.update(status=Delivery.Status.CAME_BACK, ended_at=at)
        done = Delivery(province=dossier.province, dossier=dossier, way=way, ended_at=at)
        done.status = Delivery.Status.DELIVERED
        insert(done)
        return
    issued = dossier.results.exclude(issued_at=None).order_by("-issued_at").values("issued_at")
    # What was sent before the newest result was issued carries one that has been replaced.
    if not sent.filter(sent_at__gte=issued[:1]).update(status=Delivery.Status.DELIVERED, ended_at=at):
        sentence = _(
            "This result was not handed to the post. Dispatch it first, with the number of the item."
        )
        raise Blocked("deliver", Fault("not_dispatched", sentence))
