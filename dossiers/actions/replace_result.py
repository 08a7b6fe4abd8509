"""Replace a result: what was issued is faulty, so a linked new version is made on the way that the first one went."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers import results
from dossiers.entries import EntryReader
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier, Result
from dossiers.models.rows import insert
from dossiers.rules import principal_of, require

MOST_REASON = 1000


@transaction.atomic
def replace_result(code: str, *, reason: str, kind: int = 1, by: User) -> Dossier:
    """Open the replacement of result `kind`; the officer is responsible for it, and the state stays.

    The new version has a number of its own at once and begins with the words of the old one. Until it is issued, the
    old one is in force. The clock is not touched.
    """
    dossier = lock(code, by=by)
    require(dossier.replace_result, by=by)
    reader = EntryReader({"reason": reason})
    reason = reader.text("reason", MOST_REASON, needed=True)
    old = next((result for result in dossier.results_in_force if result.kind == kind), None)
    if old is None:
        sentence = _("No such result of this dossier is in force. Choose one that was issued.")
        reader.faults["kind"] = Fault("kind_not_in_force", sentence)
    if reader.faults or old is None:
        raise Invalid(reader.faults)
    new = _begun(old, dossier)
    apply(
        dossier.replace_result,
        principal_of(dossier.replace_result, by=by) or by,
        by=by,
        on_behalf_of=f"agency:{dossier.agency.code}",
        personal={"reason": reason},
        kind=kind,
        replaces=old.number_text,
        number=new.number_text,
    )
    insert(new)
    del dossier.every_result
    return dossier


def _begun(old: Result, dossier: Dossier) -> Result:
    """Return the new version, not yet written: proposed to nobody, with the outcome and the words of the old one."""
    new = results.numbered(dossier, old.kind, replaces=old)
    new.draft, new.outcome, new.content = 0, old.outcome, old.content
    return new
