"""And then what? The consequences of events inside the house, each a Celery task that may run twice.

`manage.py show_subscriptions` prints this as the table in docs/events.md.
"""

import logging

from accounts.queries import system_user

from . import actions
from .archiving.gateways import GatewayUnavailable
from .archiving.package import PackageBroken
from .models import Document, Event
from .models.status import CLOSED, Status
from .outbox import GiveUp, subscribe
from .refusals import Blocked
from .sweeping import remove_files

log = logging.getLogger(__name__)


@subscribe("dossier.accepted", "dossier.intake_corrected", "dossier.reclassified", queue="results")
def render_receipt(event: Event) -> None:
    """Make the receipt (statutory form 01); after a correction the one that replaces it."""
    if event.dossier.received_at is not None:  # corrected before reception: there is none yet
        actions.render_receipt(event.dossier.code, by=system_user())


@subscribe("dossier.accepted", "dossier.paper_attached", "dossier.supplemented", queue="digitisation")
def digitise(event: Event) -> None:
    """Read every paper of the dossier that waits; one that cannot be read is said so on itself."""
    if event.dossier.status in CLOSED:
        return  # nobody will read them any more: the archive has the originals
    papers = Document.objects.filter(dossier=event.dossier_id, kind=Document.Kind.PAPER, replaced_by=None)
    for key in papers.filter(digitised_at=None, failure_code="").order_by("id").values_list("key", flat=True):
        actions.digitise(key, by=system_user())


@subscribe("dossier.accepted")
def confirm_nothing_to_digitise(event: Event) -> None:
    """Confirm the digitisation of a dossier without papers, as the system."""
    dossier = event.dossier
    papers = Document.objects.filter(dossier=dossier, kind=Document.Kind.PAPER)
    if dossier.status == Status.RECEIVED and not papers.exists():
        actions.confirm_digitisation(dossier.code, by=system_user())


@subscribe("dossier.proposed", queue="results")
def render_result(event: Event) -> None:
    """Make the draft of the result that the approver will read and sign."""
    actions.render_result(event.dossier.code, draft=event.facts["draft"], by=system_user())


@subscribe(
    "dossier.returned",
    "dossier.granted_by_silence",
    "dossier.declined",
    "dossier.withdrawn",
    "dossier.stopped",
)
def archive(event: Event) -> None:
    """Hand the closed dossier to the archive; where something is still under way, the hourly run does it later."""
    try:
        actions.archive(event.dossier.code, by=system_user())
    except PackageBroken as broken:
        raise GiveUp(broken.code) from broken
    except GatewayUnavailable as away:
        log.error("the archive did not take %s: %s", event.dossier.code, away.code)
    except Blocked as blocked:
        if blocked.reasons[0].code == "changed_meanwhile":
            raise


@subscribe("dossier.erased")
def remove_erased_files(event: Event) -> None:
    """Remove the files of a dossier whose personal data were erased."""
    remove_files("documents", event.facts["documents"])
    remove_files("results", event.facts["results"])
    remove_files("receipts", [event.dossier.token])
