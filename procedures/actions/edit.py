"""Edit: a draft gets new content, if nobody else has changed it meanwhile. Discard: a draft goes."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import require_may
from accounts.refusals import InputRefused
from procedures.content import Content
from procedures.models import CatalogueAct, ProcedureVersion, VersionFrozen
from procedures.storing import store


class DraftChanged(InputRefused):
    """Somebody else saved the draft after it was opened here."""

    def __init__(self) -> None:
        super().__init__(
            "draft_changed",
            _(
                "Somebody changed this draft meanwhile. Nothing was saved: open it again and repeat your change."
            ),
        )


@transaction.atomic
def edit(version: ProcedureVersion, content: Content, *, seen_edits: int, by: User) -> ProcedureVersion:
    """Store `content` in a draft. `seen_edits` is what the editor saw in `version.edits`; DraftChanged if it moved.

    Code and number stay what they are. Raises VersionFrozen for a published version or a listed entry.
    """
    require_may("edit_catalogue", by=by)
    locked = _locked(version)
    if locked.edits != seen_edits:
        raise DraftChanged
    stored = store(content, version=locked)
    ProcedureVersion.objects.filter(pk=stored.pk).update(edits=F("edits") + 1)
    CatalogueAct.objects.create(version=stored, verb="edit", by=by, facts={"edits": seen_edits + 1})
    return ProcedureVersion.objects.select_related("procedure__field").get(pk=stored.pk)


@transaction.atomic
def discard(version: ProcedureVersion, *, seen_edits: int, by: User) -> None:
    """Delete a draft with all its rows; a procedure that was only this draft goes too."""
    require_may("edit_catalogue", by=by)
    locked = _locked(version)
    if locked.edits != seen_edits:
        raise DraftChanged
    procedure = locked.procedure
    for rows in (locked.requirements, locked.fee_rules, locked.steps, locked.acts):
        rows.all().delete()
    locked.delete()
    if not procedure.versions.exists():
        procedure.delete()


def _locked(version: ProcedureVersion) -> ProcedureVersion:
    locked = ProcedureVersion.objects.select_for_update().select_related(None).get(pk=version.pk)
    if locked.status != ProcedureVersion.Status.DRAFT:
        raise VersionFrozen
    return locked
