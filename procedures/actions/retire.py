"""Retire: a published version gets its last day, by a decision; dossiers received until then keep it for ever."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.memory import forget_all
from accounts.models import User
from accounts.names import printable
from accounts.permissions import require_may
from procedures.models import CatalogueAct, Procedure, ProcedureVersion


@transaction.atomic
def retire(
    version: ProcedureVersion,
    *,
    until_on: date,
    decision: str,
    replaced_by: str = "",
    note: str = "",
    by: User,
) -> ProcedureVersion:
    """Set the last day of a published version and the decision that repeals it. Raises Invalid with every fault.

    A last day in the past is refused: dossiers may have been received after it. `replaced_by` is the code of the
    procedure that takes its place, empty for none.
    """
    require_may("retire_procedure", by=by)
    Procedure.objects.select_for_update().get(pk=version.procedure_id)
    found = ProcedureVersion.objects.select_related("procedure__field").get(pk=version.pk)
    decision, replaced_by = printable(decision).strip(), printable(replaced_by).strip()
    if faults := _faults(found, until_on, decision, replaced_by):
        raise Invalid(faults)
    repeal = {
        "decision": decision,
        "on": until_on.isoformat(),
        "replaced_by": replaced_by,
        "note": printable(note).strip()[:400],
    }
    # Past the frozen save(), on purpose: the end is the one thing that a published version still learns.
    ProcedureVersion.objects.filter(pk=found.pk).update(valid_until_on=until_on, repeal=repeal)
    CatalogueAct.objects.create(version=found, verb="retire", by=by, facts=repeal)
    transaction.on_commit(forget_all)
    found.valid_until_on, found.repeal = until_on, repeal
    return found


def _faults(version: ProcedureVersion, until_on: date, decision: str, replaced_by: str) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    if version.status == ProcedureVersion.Status.DRAFT:
        faults["until_on"] = Fault("not_published", _("A draft is not in force. Discard it instead."))
    elif until_on < max(localdate(), version.valid_from_on):
        faults["until_on"] = Fault(
            "end_in_the_past", _("The last day cannot be before today, nor before the first day.")
        )
    elif version.valid_until_on is not None and version.valid_until_on < until_on:
        faults["until_on"] = Fault(
            "end_moved_back", _("This version already ends earlier. Publish a new version to go on.")
        )
    if not decision or len(decision) > 100:
        faults["decision"] = Fault(
            "decision_needed", _("Enter the decision that repeals it, at most 100 characters.")
        )
    if replaced_by and not Procedure.objects.filter(code=replaced_by).exists():
        faults["replaced_by"] = Fault("procedure_unknown", _("There is no procedure with this code."))
    return faults
