"""And then what? The consequences of events inside the house, each a Celery task that may run twice.

`manage.py show_subscriptions` prints this as the table in docs/events.md.
"""

from accounts.queries import system_user

from . import actions
from .models import Document, Event
from .models.status import Status
from .outbox import subscribe


@subscribe("dossier.accepted", queue="results")
def render_receipt(event: Event) -> None:
    """Make the receipt (statutory form 01)."""
    actions.render_receipt(event.dossier.code, by=system_user())


@subscribe("dossier.accepted", "dossier.paper_attached", queue="digitisation")
def digitise(event: Event) -> None:
    """Read every paper of the dossier that waits; one that cannot be read is said so on itself."""
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
