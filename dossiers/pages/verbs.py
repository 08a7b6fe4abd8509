"""The verbs as a dossier's page offers them: a title, the word on the button, and why one cannot be done now."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from accounts.verb_form import VerbForm
from dossiers import rules
from dossiers.actions.complete_step import ends_otherwise
from dossiers.models import Dossier
from dossiers.models.status import Status


class Rank(StrEnum):
    """NEXT leads the dossier onward; BESIDE is done often, beside the way; RARE is kept out of sight under "More"."""

    NEXT = "next"
    BESIDE = "beside"
    RARE = "rare"


@dataclass(frozen=True)
class Shown:
    """How a page shows a verb: title of its panel, word on its button, what it says before the button."""

    title: Promise
    words: Promise
    rank: Rank
    says: str | Promise = ""


NEXT, BESIDE, RARE = Rank.NEXT, Rank.BESIDE, Rank.RARE
# What is next stands first; of two that are open, the one that stands before the other here.
OFFERED: dict[str, Shown] = {
    "accept": Shown(_("Accept the dossier"), _("Accept and print the receipt"), NEXT),
    "supplement": Shown(
        _("Take what was asked for"),
        _("The supplement is here"),
        NEXT,
        _("Tick what was brought. The dossier goes back to whoever asked for it, and its clock runs again."),
    ),
    "settle_fee": Shown(
        _("Record the payment"),
        _("The payment has come"),
        NEXT,
        _("The dossier goes on from where it waited."),
    ),
    "confirm_presence": Shown(_("Record who was present"), _("The person was here"), NEXT),
    "confirm_digitisation": Shown(
        _("Confirm the digitised papers"), _("The copies are right: confirm"), NEXT
    ),
    "receive_hand_over": Shown(_("Receive the papers"), _("The papers have arrived"), NEXT),
    "take_up": Shown(_("Take up the dossier"), _("Take up"), NEXT),
    "give_opinion": Shown(_("Give the opinion that was asked for"), _("Give this opinion"), NEXT),
    "propose": Shown(_("Propose a result"), _("Propose for signature"), NEXT),
    "approve": Shown(_("Approve the result"), _("Approve and sign"), NEXT),
    "seal": Shown(_("Seal the result"), _("Seal for the agency"), NEXT),
    "issue": Shown(_("Issue the result"), _("Issue the electronic result"), NEXT),
    "complete_step": Shown(
        _("Complete this step"),
        _("The step is done"),
        NEXT,
        _("The dossier goes on to what follows on the way of its procedure."),
    ),
    "deliver": Shown(_("Return the result"), _("The result was handed over"), NEXT),
    "take_over": Shown(
        _("Take the step over"),
        _("I am responsible for it"),
        BESIDE,
        _("You become responsible for the step in the place of who is now."),
    ),
    "send_back": Shown(
        _("Send the proposal back"),
        _("Send back to the officer"),
        BESIDE,
        _("The draft is not signed. The officer reads your reason and works on it again."),
    ),
    "decline": Shown(
        _("Decline to receive it"),
        _("Decline to receive"),
        BESIDE,
        _("The applicant gets the reason in writing. The dossier ends here."),
    ),
    "attach": Shown(_("Add a paper or a better scan"), _("Attach"), BESIDE),
    "request_supplement": Shown(
        _("Ask for a supplement"),
        _("Ask the applicant for it"),
        BESIDE,
        _(
            "Everything that is missing is asked for at once, in writing; the dossier waits for the applicant."
        ),
    ),
    "request_payment": Shown(
        _("Ask for a payment"),
        _("Ask the applicant to pay"),
        BESIDE,
        _("The clock stands still until the payment has come."),
    ),
    "ask_opinion": Shown(
        _("Ask an agency for its opinion"),
        _("Ask for the opinion"),
        BESIDE,
        _("The agency is asked beside your own work. Silence is not consent."),
    ),
    "extend": Shown(
        _("Apologise and extend the time"),
        _("Apologise and extend"),
        BESIDE,
        _("In writing, before the due instant, and once. The applicant reads the reason and the new day."),
    ),
    "dispatch": Shown(
        _("Send the result by post"),
        _("The carrier has it"),
        BESIDE,
        _("Sending is no delivery: that is recorded when the person has it."),
    ),
    "assign": Shown(_("Give the dossier to another officer"), _("Assign"), BESIDE),
    "hand_over": Shown(
        _("Hand the papers over"),
        _("Hand over"),
        RARE,
        _("You answer for the papers until they have been received at the other end."),
    ),
    "release": Shown(_("Put the dossier back on the agency's list"), _("Put back"), RARE),
    "instruct": Shown(
        _("Give an instruction"),
        _("Write the instruction"),
        RARE,
        _("It stands on the dossier for everybody who works on it."),
    ),
    "reroute": Shown(
        _("Send it to another agency"),
        _("Send there"),
        RARE,
        _("Another agency is competent. Code and due date are kept."),
    ),
    "correct_intake": Shown(
        _("Correct what was entered"),
        _("Correct"),
        RARE,
        _("Change only what is wrong. A new receipt is made; code and due date are kept."),
    ),
    "reclassify": Shown(
        _("Move it to the right procedure"),
        _("Move to this procedure"),
        RARE,
        _("It was filed for the wrong procedure. Code and reception are kept, a new receipt is made."),
    ),
    "amend_due": Shown(
        _("Amend the due date"),
        _("Amend"),
        RARE,
        _("By hand, on a basis. The old day, the new one and your name stay in the history."),
    ),
    "replace_result": Shown(
        _("Replace a faulty result"),
        _("Open a replacement"),
        RARE,
        _("A new version is made, linked to the faulty one, which stays in force until then."),
    ),
    "withdraw": Shown(
        _("Withdraw for the applicant"),
        _("Withdraw the dossier"),
        RARE,
        _("The applicant does not want it any more. The dossier ends here."),
    ),
    "stop": Shown(
        _("Stop the dossier"),
        _("Stop the dossier"),
        RARE,
        _("The dossier ends without a result. The applicant gets reason and basis in writing."),
    ),
}
ENDS = ("decline", "withdraw", "stop")
# Whose panel shows more than the fields of a form.
OWN_TEMPLATE = {
    "accept",
    "approve",
    "assign",
    "attach",
    "confirm_digitisation",
    "correct_intake",
    "deliver",
    "give_opinion",
    "issue",
    "propose",
    "receive_hand_over",
    "release",
    "request_supplement",
    "seal",
    "supplement",
    "take_over",
    "take_up",
}
# Reasons of a verb whose work is done or not asked for: its button would only be in the way.
NOTHING_LEFT = {
    "result_already_sealed",
    "presence_not_asked",
    "no_opinion_asked",
    "no_replacement_open",
    "result_already_delivered",
}
# A condition that the form of the verb itself can meet.
MET_BY_FORM = {"opinions_awaited"}


@dataclass(frozen=True)
class Offer:
    """One verb on the page of one dossier; `key` presses its button, where it is the one thing to do next."""

    name: str
    title: str
    words: str
    says: str
    url: str
    rank: Rank
    reasons: tuple[Fault, ...]
    key: str = ""
    form: VerbForm | None = None

    @property
    def template(self) -> str:
        return f"dossiers/verbs/{self.name if self.name in OWN_TEMPLATE else 'form'}.html"

    @property
    def is_an_end(self) -> bool:
        return self.name in ENDS


@dataclass(frozen=True)
class Offers:
    """`first`: what is next; `open`: can be done beside it; `more`: can be done, rarely.

    `held_up`: next in this state, but a condition is not met; `later`: another state, or another condition.
    """

    first: Offer | None = None
    open: list[Offer] = field(default_factory=list)
    more: list[Offer] = field(default_factory=list)
    held_up: list[Offer] = field(default_factory=list)
    later: list[Offer] = field(default_factory=list)

    @property
    def doable(self) -> list[Offer]:
        """Everything that can be done now."""
        return [*([self.first] if self.first else []), *self.open, *self.more]

    def with_forms(self, form_of: Callable[[str], VerbForm | None]) -> "Offers":
        """Return the same, each verb that can be done with its form."""

        def formed(some: list[Offer]) -> list[Offer]:
            return [replace(each, form=form_of(each.name)) for each in some]

        first = next(iter(formed([self.first] if self.first else [])), None)
        return replace(self, first=first, open=formed(self.open), more=formed(self.more))


def offers(dossier: Dossier, user: User) -> Offers:
    """Return what this person may do with the dossier at all, and whether it can be done now."""
    permitted = {offer.verb: offer.reasons for offer in rules.offers(dossier, by=user)}
    found = Offers()
    following: list[Offer] = []
    for name, shown in OFFERED.items():
        if name not in permitted or _is_pointless(name, dossier, user):
            continue
        reasons, url = permitted[name], reverse(name, args=[dossier.code])
        rank = _rank(name, dossier)
        offer = Offer(name, str(shown.title), str(shown.words), str(shown.says), url, rank, reasons)
        codes = {reason.code for reason in reasons}
        if codes <= MET_BY_FORM:
            place = {NEXT: following, BESIDE: found.open, RARE: found.more}[rank]
            place.append(offer)
        elif codes & NOTHING_LEFT:
            continue
        elif "wrong_state" not in codes and shown.rank is NEXT:
            found.held_up.append(offer)
        elif "wrong_state" not in codes or shown.rank is NEXT:
            found.later.append(offer)
    first = replace(following[0], key="F8") if following else None
    return replace(found, first=first, open=[*following[1:], *found.open])


def _rank(name: str, dossier: Dossier) -> Rank:
    """A step for which nobody is responsible yet is taken over before anything else can be done."""
    task = dossier.task if name == "take_over" and dossier.step else None
    return NEXT if task and task.officer_id is None else OFFERED[name].rank


def _is_pointless(name: str, dossier: Dossier, user: User) -> bool:
    """Nobody takes over what is theirs already, nor completes a step that ends with a proposal or an approval."""
    if name == "complete_step":
        return dossier.status == Status.IN_PROCESS and ends_otherwise(dossier) is not None
    task = dossier.task if name == "take_over" and dossier.step else None
    return task is not None and task.officer_id == user.pk
