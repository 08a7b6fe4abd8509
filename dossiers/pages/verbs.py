"""The verbs as a dossier's page offers them: a title, the word on the button, and why one cannot be done now."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from dossiers.models import Dossier
from dossiers.models.status import Status
from dossiers.rules import blockers, permits

# verb: the title of its panel, the word on its button; in the order of a dossier's way
OFFERED: dict[str, tuple[Promise, Promise]] = {
    "accept": (_("Accept the dossier"), _("Accept and print the receipt")),
    "confirm_digitisation": (_("Confirm the digitised papers"), _("The copies are right: confirm")),
    "attach": (_("Add a paper or a better scan"), _("Attach")),
    "take_up": (_("Take up the dossier"), _("Take up")),
    "assign": (_("Give the dossier to another officer"), _("Assign")),
    "release": (_("Put the dossier back on the agency's list"), _("Put back")),
    "propose": (_("Propose a result"), _("Propose for signature")),
    "approve": (_("Approve the result"), _("Approve and sign")),
    "seal": (_("Seal the result"), _("Seal for the agency")),
    "issue": (_("Issue the result"), _("Issue the electronic result")),
    "deliver": (_("Return the result"), _("The result was handed over")),
}
NOTHING_LEFT = (
    "result_already_sealed"  # the reason of a verb whose work is done: its button would only be in the way
)
# who has a dossier next, in the words of the page of somebody who has nothing to do with it now
WAITS_FOR: dict[str, Promise] = {
    Status.SUBMITTED: _("The counter where it was submitted accepts it next."),
    Status.RECEIVED: _("The papers are being digitised; the counter confirms them next."),
    Status.DIGITISED: _("An officer of the competent agency takes it up next."),
    Status.IN_PROCESS: _("The officer proposes a result, and the approver signs it."),
    Status.PROCESSED: _("The records clerk of the competent agency seals and issues the result next."),
    Status.ISSUED: _("The counter returns the result to the applicant next."),
    Status.RETURNED: _("The result is in the applicant's hands. Nothing is left to do."),
}


@dataclass(frozen=True)
class Offer:
    """One verb on the page of one dossier."""

    name: str
    title: str
    words: str
    url: str
    reasons: tuple[Fault, ...]

    @property
    def template(self) -> str:
        return f"dossiers/verbs/{self.name}.html"


@dataclass(frozen=True)
class Offers:
    """`open`: can be done now; `held_up`: the state is right but a condition is not met; `later`: another state."""

    open: list[Offer] = field(default_factory=list)
    held_up: list[Offer] = field(default_factory=list)
    later: list[Offer] = field(default_factory=list)


def offers(dossier: Dossier, user: User) -> Offers:
    """Return what this person may do with the dossier at all, and whether it can be done now."""
    found = Offers()
    for name, (title, words) in OFFERED.items():
        transition = getattr(dossier, name)
        if not permits(transition, by=user):
            continue
        reasons = blockers(transition, by=user)
        offer = Offer(name, str(title), str(words), reverse(name, args=[dossier.code]), reasons)
        if not reasons:
            found.open.append(offer)
        elif any(reason.code == "wrong_state" for reason in reasons):
            found.later.append(offer)
        elif not any(reason.code == NOTHING_LEFT for reason in reasons):
            found.held_up.append(offer)
    return found


def waits_for(dossier: Dossier) -> str:
    """Say who has the dossier next."""
    return str(WAITS_FOR.get(dossier.status, ""))


def holder(dossier: Dossier) -> str:
    """Say in a few words who has the dossier now, for a list."""
    if dossier.status == Status.IN_PROCESS and dossier.officer:
        return str(dossier.officer)
    if dossier.status in (Status.SUBMITTED, Status.RECEIVED, Status.ISSUED, Status.RETURNED):
        return str(dossier.point)
    return dossier.agency_short_name
