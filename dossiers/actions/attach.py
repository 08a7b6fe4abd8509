"""Attach: a further paper for a received dossier, or a better scan in the place of another."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dossiers.lifecycle import Blocked, Reason, apply, lock
from dossiers.models import Document, Dossier


@transaction.atomic
def attach(code: str, *, key: str, replaces: str = "", by: User) -> Dossier:
    """Give the uploaded document `key` to the dossier; `replaces` names the document whose place it takes."""
    dossier = lock(code, by=by)
    uploads = Document.objects.filter(
        province=settings.ONESTOP_PROVINCE, key=key, dossier=None, uploaded_by=by
    )
    document = uploads.first()
    old = (
        Document.objects.filter(dossier=dossier, key=replaces, replaced_by=None).first() if replaces else None
    )
    if document is None or (replaces and old is None):
        sentence = _("A paper was handed in already or was never uploaded. Upload it again.")
        raise Blocked("attach", Reason("paper_not_there", sentence))
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
        document.requirement_id = old.requirement_id
        old.replaced_by = document
        old.save(update_fields=["replaced_by"])
    document.save(update_fields=["dossier", "requirement"])
    return dossier
