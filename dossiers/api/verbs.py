"""One door per verb: what it takes, what it says of itself, which action it calls. From the table come the views."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from accounts.models import User
from dossiers import actions
from dossiers.entries import HandedIn
from dossiers.models import Dossier

from . import answers
from . import serializers as shapes
from . import verb_inputs as inputs
from .doors import ONCE, REPEATS, StaffView, body
from .repeats import once

Given = Mapping[str, Any]


def attach(code: str, *, document: str, replaces: str, by: User) -> Dossier:
    """The API names a document where the verb names its key."""
    return actions.attach(code, key=document, replaces=replaces, by=by)


def supplement(code: str, *, by: User, **given: Any) -> Dossier:
    """Papers come as objects."""
    papers = [HandedIn(one["document"], one.get("requirement")) for one in given.pop("papers", ())]
    return actions.supplement(code, papers=papers, by=by, **given)


@dataclass(frozen=True)
class Door:
    """`shape` None: the body is not even read. `act` None: the action of the verb's name takes what was given."""

    says: str
    shape: type[Serializer[Any]] | None = None
    act: Callable[..., Dossier] | None = None
    answer: Callable[[Dossier], dict[str, Any]] = answers.state
    answer_shape: type[Serializer[Any]] = shapes.StateSerializer


# In the order of accounts.roles.MAY. submit, hand_over and receive_hand_over are about no single dossier: views.py.
DOORS: dict[str, Door] = {
    "accept": Door(
        "Accept a submitted dossier.", answer=answers.accepted, answer_shape=shapes.AcceptedSerializer
    ),
    "decline": Door("Decline to receive a submitted dossier, with the reason.", inputs.ReasonSerializer),
    "attach": Door(
        "Give an uploaded document to a received dossier, or put it in the place of another.",
        inputs.AttachSerializer,
        attach,
    ),
    "correct_intake": Door(
        "Set right what was mistyped at reception; the clock is kept, the receipt is made anew.",
        inputs.CorrectIntakeSerializer,
    ),
    "reclassify": Door(
        "Move a dossier to the right procedure; code and reception are kept.", inputs.ReclassifySerializer
    ),
    "confirm_digitisation": Door("Vouch for the electronic copies."),
    "confirm_presence": Door(
        "Record who was present, where the procedure asks for it.", inputs.ConfirmPresenceSerializer
    ),
    "take_up": Door("Become the responsible officer."),
    "assign": Door("Give a dossier to another officer of the competent agency.", inputs.AssignSerializer),
    "take_over": Door(
        "Become responsible for the step in the place of whom you saw there; whoever comes second is told.",
        inputs.TakeOverSerializer,
    ),
    "release": Door("Put a dossier back on the agency's list, for an officer to take up."),
    "complete_step": Door("End the step you are responsible for.", inputs.CompleteStepSerializer),
    "reroute": Door(
        "Send a dossier to the agency that is competent; code and deadline are kept.",
        inputs.RerouteSerializer,
    ),
    "ask_opinion": Door("Ask another agency for its opinion, with a deadline.", inputs.AskOpinionSerializer),
    "give_opinion": Door("Answer for the agency that was asked.", inputs.GiveOpinionSerializer),
    "instruct": Door("Write an instruction on the dossier.", inputs.InstructSerializer),
    "request_supplement": Door(
        "Ask the applicant for what is missing; the clock pauses or restarts by the version's policy.",
        inputs.RequestSupplementSerializer,
    ),
    "supplement": Door(
        "Take what was asked for; the dossier goes back.", inputs.SupplementSerializer, supplement
    ),
    "request_payment": Door("Ask the applicant for a payment.", inputs.RequestPaymentSerializer),
    "settle_fee": Door("Record that the payment has come.", inputs.SettleFeeSerializer),
    "extend": Door("Apologise in writing and name a new day, once.", inputs.ExtendSerializer),
    "amend_due": Door("Set the due instant by hand, on a basis.", inputs.AmendDueSerializer),
    "propose": Door(
        "Propose an outcome; its number is reserved and its page is made.", inputs.ProposeSerializer
    ),
    "send_back": Door("Send a proposal back to the officer.", inputs.ReasonSerializer),
    "approve": Door("Sign the draft that was read, and decide.", inputs.ApproveSerializer),
    "seal": Door("Add the agency's seal."),
    "issue": Door("Check the sealed file and let it out."),
    "dispatch": Door("Hand the result to a carrier; it is not delivered by that.", inputs.DispatchSerializer),
    "deliver": Door("Put the result in the person's hands.", inputs.DeliverSerializer),
    "replace_result": Door("Open the replacement of a faulty result.", inputs.ReplaceResultSerializer),
    "withdraw": Door("Record that the applicant takes the dossier back.", inputs.WithdrawSerializer),
    "stop": Door("Stop a dossier, with reason and legal basis.", inputs.StopSerializer),
}


def view_of(verb: str) -> type[APIView]:
    """Return the view of a verb's door."""
    door = DOORS[verb]

    def post(self: StaffView, request: Request, code: str) -> Response:
        given = self.given(door.shape) if door.shape else {}
        act = door.act or getattr(actions, verb)

        def answer() -> Response:
            return Response(door.answer(act(code, by=self.who, **given)))

        if key := request.headers.get(REPEATS, ""):
            return once(key, [code, body(request) if door.shape else {}], answer, verb=verb, by=self.who)
        return answer()

    post.__doc__ = door.says
    described = extend_schema(
        operation_id=verb,
        description=door.says,
        parameters=[ONCE],
        request=door.shape or inputs.NothingSerializer,
        responses=door.answer_shape,
    )(post)
    name = "".join(word.title() for word in verb.split("_"))
    return type(name, (StaffView,), {"post": described, "__doc__": door.says, "__module__": __name__})
