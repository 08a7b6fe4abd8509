"""Deliver: the result is in the person's hands; the event is the evidence."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.names import NameRefused, clean_name
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier

WAYS = ("counter", "post", "online")


@transaction.atomic
def deliver(code: str, *, way: str, recipient_name: str, by: User) -> Dossier:
    """Hand the result over; `way` is counter, post or online, `recipient_name` who took it."""
    if way not in WAYS:
        raise Invalid(
            {"way": Fault("way_unknown", _("Choose how the result was returned: counter, post or online."))}
        )
    try:
        recipient = clean_name(recipient_name)
    except NameRefused as refused:
        raise Invalid({"recipient_name": Fault(refused.code, refused.sentence)}) from None
    dossier = lock(code, by=by)
    apply(dossier.deliver, by=by, on_behalf_of="applicant", personal={"recipient_name": recipient}, way=way)
    return dossier
