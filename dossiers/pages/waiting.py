"""Who has a dossier now, and who has it next, in the words of a list and of a page."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import agency_name
from accounts.roles import Role
from dossiers.models import Dossier
from dossiers.models.status import PAUSED, Status

# In the words of the page of somebody who has nothing to do with it now.
WAITS_FOR: dict[str, Promise] = {
    Status.SUBMITTED: gettext_lazy("The counter where it was submitted accepts it next."),
    Status.RECEIVED: gettext_lazy("The papers are being digitised; the counter confirms them next."),
    Status.DIGITISED: gettext_lazy("An officer of the competent agency takes it up next."),
    Status.IN_PROCESS: gettext_lazy("The opinions that were asked for are awaited."),
    Status.AWAITING_SUPPLEMENT: gettext_lazy(
        "The applicant brings what was asked for; the counter takes it next."
    ),
    Status.AWAITING_PAYMENT: gettext_lazy("The applicant pays; the cashier records it next."),
    Status.PROCESSED: gettext_lazy(
        "The records clerk of the competent agency seals and issues the result next."
    ),
    Status.ISSUED: gettext_lazy("The counter returns the result to the applicant next."),
    Status.RETURNED: gettext_lazy("The result is in the applicant's hands. Nothing is left to do."),
    Status.DECLINED: gettext_lazy(
        "It was not received; the applicant has the reason. Nothing is left to do."
    ),
    Status.WITHDRAWN: gettext_lazy("The applicant has withdrawn it. Nothing is left to do."),
    Status.STOPPED: gettext_lazy("It was stopped; the applicant has the reason. Nothing is left to do."),
}
AT_COUNTER = (Status.SUBMITTED, Status.RECEIVED, Status.ISSUED, Status.RETURNED)


def waits_for(dossier: Dossier) -> str:
    """Say who has the dossier next."""
    if dossier.replacing:
        return _(
            "A faulty result is being replaced; the officer, the approver and the records clerk do that."
        )
    if dossier.status == Status.IN_PROCESS and dossier.step_role:
        return _("The step belongs to this role now: %(role)s, %(agency)s.") % {
            "role": Role(dossier.step_role).label,
            "agency": _step_agency(dossier),
        }
    return str(WAITS_FOR.get(dossier.status, ""))


def holder(dossier: Dossier) -> str:
    """Say in a few words who has the dossier now, for a list; asks no database but what is remembered."""
    if dossier.status in PAUSED:
        return _("the applicant")
    if dossier.status == Status.IN_PROCESS:
        if dossier.step_role in ("", Role.PROCESSING_OFFICER) and dossier.officer:
            return str(dossier.officer)
        if dossier.step_role:
            return f"{str(Role(dossier.step_role).label).capitalize()}, {_step_agency(dossier)}"
    if dossier.status in AT_COUNTER:
        return str(dossier.point)
    return dossier.agency_short_name


def _step_agency(dossier: Dossier) -> str:
    if dossier.step_agency_id in (None, dossier.agency_id):
        return dossier.agency_short_name
    return agency_name(dossier.step_agency_id, dossier.named_on)
