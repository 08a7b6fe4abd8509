"""Issue: the sealed result may leave the house, once both signatures and the approver's hash have been checked."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dossiers import files
from dossiers.lifecycle import Blocked, Reason, apply, lock
from dossiers.models import Dossier
from dossiers.paperwork import is_as_sealed


@transaction.atomic
def issue(code: str, *, by: User) -> Dossier:
    """Check the file itself, not what the table says of it; a file that fails stays in the house."""
    dossier = lock(code, by=by)
    result = dossier.result
    if result is not None and result.sealed_file and not is_as_sealed(files.read(result.sealed_file), result):
        sentence = _(
            "The file of the result is not the one that was signed and sealed. Tell the administrator."
        )
        raise Blocked("issue", Reason("result_not_genuine", sentence))
    event = apply(
        dossier.issue,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        result=result.key if result else "",
        sha256=result.sealed_sha256 if result else "",
    )
    if result is not None:
        result.issued_at = event.at
        result.save(update_fields=["issued_at"])
    return dossier
