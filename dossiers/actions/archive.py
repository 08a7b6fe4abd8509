"""Archive: one package of a closed dossier, handed to the archive; the event keeps the archive's receipt."""

import tempfile

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from dossiers.archiving.facts import NEEDS
from dossiers.archiving.gateways import About, hand
from dossiers.archiving.package import build
from dossiers.clock import as_fact
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, OutboxMessage
from dossiers.models.outbox import OPEN
from dossiers.queries import of_province
from dossiers.refusals import Blocked
from dossiers.rules import require

MAKING = ("results", "digitisation")  # the queues whose work makes files


def archive(code: str, *, by: User) -> Dossier:
    """Build the package and hand it over, both without a lock; then write what the archive answered.

    Whoever dies in between is followed by one that builds the same bytes, which the archive has already. Raises
    Blocked, archiving.package.PackageBroken, archiving.gateways.GatewayUnavailable.
    """
    dossier = of_province().select_related(*NEEDS).get(code=code)
    require(dossier.archive, by=by)
    if OutboxMessage.objects.filter(OPEN, event__dossier=dossier, queue__in=MAKING).exists():
        sentence = _("A file of this dossier is still being made. It is archived as soon as that is done.")
        raise Blocked("archive", Fault("work_unfinished", sentence))
    earlier = dossier.events.filter(type="dossier.archived").count()
    work = settings.ONESTOP_VAR / "run"
    work.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=work) as package:  # it has no name: a kill leaves nothing
        built = build(dossier, package)
        ended = localdate(dossier.finished_at)
        about = About(ended.year, dossier.agency.code, dossier.code, built.sha256, number=earlier + 1)
        receipt = hand(package, about)
    with transaction.atomic():
        locked = lock(code, by=by)
        if locked.head_seq != dossier.head_seq:
            sentence = _("Somebody changed this dossier meanwhile. Open it again.")
            raise Blocked("archive", Fault("changed_meanwhile", sentence))
        apply(
            locked.archive,
            now(),
            by=by,
            reference=receipt.reference,
            sha256=receipt.sha256,
            taken_at=as_fact(receipt.at),
            files=built.files,
            bytes=built.size,
            package=earlier + 1,
        )
    return locked
