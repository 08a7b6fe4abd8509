"""Attach: a further paper for a received dossier, or a better scan in the place of another."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from accounts.names import printable
from dossiers.lifecycle import apply, lock
from dossiers.models import Document, Dossier
from dossiers.refusals import Blocked
from dossiers.rules import require


@transaction.atomic
def attach(code: str, *, key: str, replaces: str = "", by: User) -> Dossier:
    """Give the uploaded document `key` to the dossier; `replaces` names the document whose place it takes."""
    dossier = lock(code, by=by)
    require(dossier.attach, by=by)
    document, old = _papers(dossier, printable(key), printable(replaces), by)
    if document is None or (replaces and old is None):
        sentence = _("A paper was handed in already or was never uploaded. Upload it again.")
        raise Blocked("attach", Fault("paper_not_there", sentence))
    apply(
        dossier.attach,
        by=by,
        on_behalf_of="applicant",
        personal={"name": document.name},
        document=key,
        replaces=replaces,
        sha256=document.sha256,
    )
    document.dossier = dossier
    if old is not None:
        document.requirement_id, old.replaced_by = old.requirement_id, document
    changed = [document, old] if old is not None else [document]
    Document.objects.bulk_update(changed, ["dossier", "requirement", "replaced_by"])
    return dossier


def _papers(dossier: Dossier, key: str, replaces: str, by: User) -> tuple[Document | None, Document | None]:
    """Lock and return the upload that waits, and the paper in force whose place it takes, in one statement."""
    papers = Document.objects.filter(province=dossier.province, kind=Document.Kind.PAPER).defer("text")
    waits = Q(key=key, dossier=None, uploaded_by=by)
    in_force = Q(key=replaces, dossier=dossier, replaced_by=None)
    found = {
        (paper.key, paper.dossier_id is None): paper
        for paper in papers.filter(waits | in_force).select_for_update()
    }
    return found.get((key, True)), found.get((replaces, False))
