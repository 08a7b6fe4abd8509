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


_TYPES = (
    EventType(
        "dossier.submitted",
        _("submitted the dossier"),
        _("Dossier submitted"),
        frozenset({"applicant_name", "applicant_phone", "applicant_address", "request"}),
    ),
    EventType(
        "dossier.accepted",
        _("accepted the dossier"),
        _("Dossier received"),
        frozenset({"applicant_name", "applicant_phone", "applicant_address", "request"}),
    ),
    EventType("dossier.paper_attached", _("attached a paper"), None, frozenset({"name"})),
    EventType("dossier.receipt_rendered", _("made the receipt")),
    EventType("dossier.paper_digitised", _("digitised a paper")),
    EventType("dossier.digitisation_confirmed", _("confirmed the digitised papers"), _("Papers digitised")),
    EventType("dossier.taken_up", _("took up the dossier"), _("Taken up by the competent agency")),
    EventType("dossier.assigned", _("assigned the dossier to another officer")),
    EventType("dossier.released", _("gave the dossier back to the agency's list")),
    EventType(
        "dossier.proposal_released", _("released the proposal from an approver who may not sign any more")
    ),
    EventType("dossier.proposed", _("proposed a result"), None, frozenset({"content"})),
    EventType("dossier.result_rendered", _("made the draft of the result")),
    EventType("dossier.approved", _("approved and signed the result"), _("Result approved")),
    EventType("dossier.sealed", _("sealed the result for the agency")),
    EventType("dossier.issued", _("issued the electronic result"), _("Electronic result issued")),
    EventType(
        "dossier.returned", _("returned the result"), _("Result returned"), frozenset({"recipient_name"})
    ),
)
EVENT_TYPES: dict[str, EventType] = {type_.name: type_ for type_ in _TYPES}
