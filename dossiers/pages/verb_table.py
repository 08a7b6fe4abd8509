"""What each verb's door on a page reads, shows and says when it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.verb_form import VerbForm
from dossiers.access import OpenDossier

from . import entered, paper_forms, step_forms, verb_forms
from .assigning import AssignForm
from .entered import texts
from .forms import AttachForm, DeliverForm, ProposeForm

Form = Callable[..., VerbForm]


@dataclass(frozen=True)
class Door:
    """`done`: what the page says afterwards; `reads`: makes what the verb takes; `form`: its fields."""

    done: Promise
    reads: Callable[[QueryDict], dict[str, Any]] = texts()
    form: Form | None = None


def proposing(data: QueryDict | None = None, *, opened: OpenDossier, user: User) -> VerbForm:
    """What was proposed, or is being replaced, stands in the form."""
    result = opened.dossier.result
    initial = {"outcome": result.outcome, "content": result.content, "kind": result.kind} if result else {}
    return ProposeForm(data, dossier=opened.dossier, initial=initial)


def assigning(data: QueryDict | None = None, *, opened: OpenDossier, user: User) -> VerbForm:
    return AssignForm(data, dossier=opened.dossier)


def delivering(data: QueryDict | None = None, *, opened: OpenDossier, user: User) -> VerbForm:
    initial = {"way": "counter", "recipient_name": opened.dossier.applicant_name}
    return DeliverForm(data, initial=initial)


def attaching(data: QueryDict | None = None, *, opened: OpenDossier, user: User) -> VerbForm:
    return AttachForm(data, documents=opened.documents)


DOORS: dict[str, Door] = {
    "accept": Door(_("The dossier was accepted; its receipt is being made.")),
    "decline": Door(
        _("Reception was declined. Give the applicant the refusal."), texts("reason"), verb_forms.DeclineForm
    ),
    "attach": Door(_("The paper was attached and is being read."), texts(), attaching),
    "correct_intake": Door(
        _("The entries were corrected; a new receipt is being made."),
        entered.correction,
        paper_forms.CorrectIntakeForm,
    ),
    "reclassify": Door(
        _("The dossier belongs to the right procedure now."),
        entered.right_procedure,
        verb_forms.ReclassifyForm,
    ),
    "confirm_digitisation": Door(
        _("The digitised papers were confirmed; the dossier is with the competent agency.")
    ),
    "confirm_presence": Door(
        _("It is recorded who was present."), texts("present"), verb_forms.ConfirmPresenceForm
    ),
    "take_up": Door(_("You are responsible for this dossier now.")),
    "assign": Door(_("The dossier has a new officer."), texts("officer"), assigning),
    "take_over": Door(
        _("You are responsible for this step now."), texts("instead_of"), step_forms.TakeOverForm
    ),
    "release": Door(_("The dossier waits on the agency's list for an officer.")),
    "complete_step": Door(
        _("The step is done; the dossier has gone on."),
        texts("note", "without_opinions"),
        step_forms.CompleteStepForm,
    ),
    "reroute": Door(
        _("The dossier was sent to the competent agency."), texts("to", "reason"), verb_forms.RerouteForm
    ),
    "ask_opinion": Door(
        _("The agency was asked for its opinion."), entered.question, step_forms.AskOpinionForm
    ),
    "give_opinion": Door(_("The opinion was given."), entered.opinion, step_forms.GiveOpinionForm),
    "instruct": Door(
        _("The instruction stands on the dossier."), texts("instruction"), verb_forms.InstructForm
    ),
    "request_supplement": Door(
        _("The applicant is asked for what is missing; the dossier waits."),
        entered.missing,
        paper_forms.RequestSupplementForm,
    ),
    "supplement": Door(
        _("The supplement was taken; the dossier goes on."), texts("note"), paper_forms.SupplementForm
    ),
    "request_payment": Door(
        _("The applicant is asked to pay; the dossier waits."), entered.payment, verb_forms.RequestPaymentForm
    ),
    "settle_fee": Door(
        _("The payment was recorded; the dossier goes on."), texts("reference"), verb_forms.SettleFeeForm
    ),
    "extend": Door(
        _("The time was extended; the apology can be printed."), entered.extension, verb_forms.ExtendForm
    ),
    "amend_due": Door(_("The due date was amended."), entered.amendment, verb_forms.AmendDueForm),
    "propose": Door(
        _("The result was proposed; its draft is being made for the approver."), entered.proposal, proposing
    ),
    "send_back": Door(
        _("The proposal was sent back to the officer."), texts("reason"), verb_forms.SendBackForm
    ),
    "approve": Door(_("The result was approved and signed."), entered.approval, step_forms.ApproveForm),
    "seal": Door(_("The result carries the agency's seal.")),
    "issue": Door(_("The electronic result was issued.")),
    "hand_over": Door(
        _("The papers are on their way; you answer for them until they are received."),
        texts("to", "carrier", "tracking_number", "note"),
        verb_forms.HandOverForm,
    ),
    "receive_hand_over": Door(
        _("The list was received."), texts("number", "note"), verb_forms.ReceiveHandOverForm
    ),
    "dispatch": Door(_("The result is on its way by post."), entered.sending, verb_forms.DispatchForm),
    "deliver": Door(
        _("The result was handed over. The dossier is closed."), texts("way", "recipient_name"), delivering
    ),
    "replace_result": Door(
        _("A replacement of the result was opened."), entered.replacement, verb_forms.ReplaceResultForm
    ),
    "withdraw": Door(_("The dossier was withdrawn."), texts("reason", "money"), verb_forms.WithdrawForm),
    "stop": Door(_("The dossier was stopped."), texts("reason", "basis", "money"), verb_forms.StopForm),
}
