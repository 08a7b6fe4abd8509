"""Every type of event: its sentence for staff, its sentence for the citizen, and its personal data.

A type that is not registered here cannot be written. `personal` names the keys that may stand in
Event.personal; they leave with `erase_personal` (dossiers.chain), which nulls them and their salt.
"""

from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class EventType:
    name: str
    sentence: str | Promise
    public: str | Promise | None = None
    personal: frozenset[str] = field(default_factory=frozenset)


PARTIES = frozenset({"subject_name", "representative_name", "representative_basis"})
INTAKE = frozenset({"applicant_name", "applicant_phone", "applicant_address", "request"}) | PARTIES
REASON = frozenset({"reason"})
_TYPES = (
    EventType("dossier.submitted", _("submitted the dossier"), _("Dossier submitted"), INTAKE),
    EventType("dossier.accepted", _("accepted the dossier"), _("Dossier received"), INTAKE),
    EventType("dossier.declined", _("declined to receive the dossier"), _("Reception declined"), REASON),
    EventType("dossier.paper_attached", _("attached a paper"), None, frozenset({"name"})),
    EventType("dossier.receipt_rendered", _("made the receipt")),
    EventType("dossier.paper_digitised", _("digitised a paper")),
    EventType("dossier.digitisation_confirmed", _("confirmed the digitised papers"), _("Papers digitised")),
    EventType(
        "dossier.intake_corrected",
        _("corrected what was entered at reception"),
        _("Entries corrected"),
        REASON | {"before", "after"},
    ),
    EventType(
        "dossier.reclassified",
        _("moved the dossier to the right procedure"),
        _("Procedure corrected"),
        REASON | {"answers"},
    ),
    EventType(
        "dossier.presence_confirmed",
        _("confirmed who was present"),
        _("Presence confirmed"),
        frozenset({"present"}),
    ),
    EventType(
        "dossier.papers_handed_over",
        _("handed the papers over"),
        _("Papers on their way"),
        frozenset({"note"}),
    ),
    EventType("dossier.papers_received", _("ended a hand-over of papers"), None, frozenset({"note"})),
    EventType(
        "dossier.rerouted", _("sent the dossier to another agency"), _("Sent to the competent agency"), REASON
    ),
    EventType("dossier.taken_up", _("took up the dossier"), _("Taken up by the competent agency")),
    EventType("dossier.assigned", _("assigned the dossier to another officer")),
    EventType("dossier.taken_over", _("took the dossier over")),
    EventType("dossier.released", _("gave the dossier back to the agency's list")),
    EventType("dossier.step_released", _("gave the step back to the list of its role")),
    EventType("dossier.step_completed", _("completed a step"), None, frozenset({"note", "without_opinions"})),
    EventType("dossier.opinion_asked", _("asked an agency for its opinion"), None, frozenset({"question"})),
    EventType("dossier.opinion_given", _("gave an opinion"), None, frozenset({"answer"})),
    EventType("dossier.instructed", _("gave an instruction"), None, frozenset({"instruction"})),
    EventType(
        "dossier.supplement_requested",
        _("asked for a supplement"),
        _("Something is missing: a supplement is asked for"),
        REASON | {"items", "contact"},
    ),
    EventType(
        "dossier.supplemented", _("took the supplement"), _("Supplement received"), frozenset({"note"})
    ),
    EventType("dossier.payment_requested", _("asked for a payment"), _("A payment is asked for"), REASON),
    EventType("dossier.fee_settled", _("recorded the payment as settled"), _("Payment settled")),
    EventType(
        "dossier.extended",
        _("apologised and named a new day"),
        _("The time was extended, with an apology"),
        REASON,
    ),
    EventType("dossier.due_amended", _("amended the due instant"), _("The due date was amended"), REASON),
    EventType("dossier.due_recomputed", _("recomputed the due instant after a change of the calendar")),
    EventType(
        "dossier.proposal_released", _("released the proposal from an approver who may not sign any more")
    ),
    EventType("dossier.proposed", _("proposed a result"), None, frozenset({"content"})),
    EventType("dossier.result_rendered", _("made the draft of the result")),
    EventType("dossier.sent_back", _("sent the proposal back"), None, REASON),
    EventType(
        "dossier.approved",
        _("approved and signed the result"),
        _("Result approved"),
        frozenset({"without_opinions"}),
    ),
    EventType(
        "dossier.granted_by_silence",
        _("recorded that the time has passed: silence grants"),
        _("Granted: the time passed without an objection"),
    ),
    EventType("dossier.sealed", _("sealed the result for the agency")),
    EventType("dossier.issued", _("issued the electronic result"), _("Electronic result issued")),
    EventType("dossier.result_sent", _("handed the result to the carrier"), _("Result sent by post")),
    EventType(
        "dossier.returned", _("returned the result"), _("Result returned"), frozenset({"recipient_name"})
    ),
    EventType(
        "dossier.result_replaced",
        _("opened the replacement of a faulty result"),
        _("The result is being replaced"),
        REASON,
    ),
    EventType("dossier.withdrawn", _("recorded the withdrawal"), _("Dossier withdrawn"), REASON),
    EventType("dossier.stopped", _("stopped the dossier"), _("Dossier stopped"), REASON | {"basis"}),
    EventType("dossier.archived", _("handed the dossier to the archive")),
    EventType("dossier.erased", _("erased the personal data after the time of keeping")),
)
EVENT_TYPES: dict[str, EventType] = {type_.name: type_ for type_ in _TYPES}
