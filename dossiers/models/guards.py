"""Named preconditions of verbs: a stable code, a sentence for the clerk, and the check itself.

A guard is asked with the dossier (locked) and the actor; what it reads beside the dossier costs one statement.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.models import Certificate
from accounts.queries import may_sign
from accounts.roles import MAY, Role

from .document import Document
from .status import Status

if TYPE_CHECKING:
    from accounts.models import User

    from .dossier import Dossier
    from .result import Result

Check = Callable[["Dossier", "User"], bool]


@dataclass(frozen=True)
class Guard:
    code: str
    sentence: str | Promise
    check: Check

    def __call__(self, dossier: "Dossier", by: "User") -> bool:
        return self.check(dossier, by)


def _no_paper_waits(dossier: "Dossier", by: "User") -> bool:
    papers = Document.objects.filter(dossier=dossier, kind=Document.Kind.PAPER, replaced_by=None)
    return not papers.filter(digitised_at=None).exists()


def _held_by_actor(dossier: "Dossier", by: "User") -> bool:
    """The officer, or who stands in for the officer today."""
    return dossier.officer_id == by.pk or by.stands_in_for(
        dossier.officer_id, Role.PROCESSING_OFFICER, at=dossier.agency_id
    )


def _result_rendered(dossier: "Dossier", by: "User") -> bool:
    results = _results(dossier)
    return bool(results) and all(result.rendered_at is not None for result in results)


def _addressed_to_actor(dossier: "Dossier", by: "User") -> bool:
    results = _results(dossier)
    return bool(results) and all(result.approver_id == by.pk for result in results)


def _result_signed(dossier: "Dossier", by: "User") -> bool:
    results = _results(dossier)
    return bool(results) and all(result.signed_at is not None for result in results)


def _result_not_signed(dossier: "Dossier", by: "User") -> bool:
    results = _results(dossier)
    return bool(results) and all(result.signed_at is None for result in results)


def _signer_certified(dossier: "Dossier", by: "User") -> bool:
    return may_sign(by.pk, dossier.agency_id, Certificate.Purpose.RESULT, now())


def _seal_certified(dossier: "Dossier", by: "User") -> bool:
    return may_sign(None, dossier.agency_id, Certificate.Purpose.RESULT, now())


def _result_not_sealed(dossier: "Dossier", by: "User") -> bool:
    results = _results(dossier)
    return bool(results) and any(result.sealed_at is None for result in results)


def _result_sealed(dossier: "Dossier", by: "User") -> bool:
    results = _results(dossier)
    return bool(results) and all(result.sealed_at is not None for result in results)


def _results(dossier: "Dossier") -> "list[Result]":
    """The results in hand: the ones being made, of each kind one."""
    return dossier.results_in_hand


def _asked_at_its_stage(dossier: "Dossier", by: "User") -> bool:
    """The counter before an officer has the dossier, then that officer."""
    if dossier.status == Status.IN_PROCESS:
        return _held_by_actor(dossier, by)
    if dossier.status == Status.DIGITISED:
        return by.holds(Role.PROCESSING_OFFICER, at=dossier.agency_id)
    return by.holds(Role.RECEPTION_CLERK, at=dossier.receiving_agency_id)


def _step_taken_by_actor(dossier: "Dossier", by: "User") -> bool:
    """The responsible of the open step, or who stands in for them today."""
    responsible, agency = dossier.responsible_id, dossier.step_agency_id
    if responsible is None or agency is None:
        return False
    return responsible == by.pk or by.stands_in_for(responsible, dossier.step_role, at=agency)


def _opinions_given(dossier: "Dossier", by: "User") -> bool:
    return bool(dossier.goes_on_without) or not dossier.opinions_open(mandatory=True)


def _opinion_asked_of_actor(dossier: "Dossier", by: "User") -> bool:
    """Whatever role the route names: a superior may answer for the agency, as for one asked outside of the route."""
    agencies = by.agency_ids(*MAY["give_opinion"].roles)
    return any(run.agency_id in agencies for run in dossier.opinions_open())


def _is_due_ahead(dossier: "Dossier", by: "User") -> bool:
    return dossier.due_at is not None and now() < dossier.due_at


def _nothing_waits(dossier: "Dossier", by: "User") -> bool:
    """Nobody waits for anything: no result is being replaced, none is on its way, no papers are."""
    on_its_way = dossier.deliveries.filter(status="sent").exists()
    return not (dossier.replacing or dossier.transit_to_id or on_its_way)


def _at_officers_step(dossier: "Dossier", by: "User") -> bool:
    """At the approver's too: who proposed may propose better until it is signed."""
    return dossier.step_role in (Role.PROCESSING_OFFICER, Role.APPROVER)


def _at_approvers_step(dossier: "Dossier", by: "User") -> bool:
    return dossier.step_role == Role.APPROVER


def _at_review(dossier: "Dossier", by: "User") -> bool:
    return dossier.step_role in (Role.APPROVER, Role.UNIT_HEAD) and bool(_results(dossier))


def _reviewed_by_actor(dossier: "Dossier", by: "User") -> bool:
    """The approver to whom it was proposed; before the approval, whoever has taken the step of the review."""
    if dossier.step_role == Role.APPROVER:
        return _addressed_to_actor(dossier, by)
    return _step_taken_by_actor(dossier, by)


def _presence_confirmed(dossier: "Dossier", by: "User") -> bool:
    return not dossier.procedure_version.presence_required or dossier.presence_at is not None


def _presence_asked(dossier: "Dossier", by: "User") -> bool:
    return bool(dossier.procedure_version.presence_required and dossier.presence_at is None)


def _papers_here(dossier: "Dossier", by: "User") -> bool:
    return dossier.transit_to_id is None


def _not_yet_extended(dossier: "Dossier", by: "User") -> bool:
    return dossier.extended_at is None


def _nothing_signed(dossier: "Dossier", by: "User") -> bool:
    return all(result.signed_at is None for result in _results(dossier))


def _nothing_proposed(dossier: "Dossier", by: "User") -> bool:
    return dossier.step_role != Role.APPROVER


def _replacement_open(dossier: "Dossier", by: "User") -> bool:
    return dossier.replacing


def _no_replacement_open(dossier: "Dossier", by: "User") -> bool:
    return not dossier.replacing


def _result_to_deliver(dossier: "Dossier", by: "User") -> bool:
    return any(result.delivered_at is None for result in dossier.results_in_force)


def _silence_grants(dossier: "Dossier", by: "User") -> bool:
    return bool(
        dossier.procedure_version.silent_approval
        and dossier.due_at is not None
        and dossier.due_at <= now()
        and not dossier.results_in_hand
    )


def _archived(dossier: "Dossier", by: "User") -> bool:
    return dossier.archived_at is not None


def _not_yet_archived(dossier: "Dossier", by: "User") -> bool:
    return dossier.archived_at is None


def _not_yet_erased(dossier: "Dossier", by: "User") -> bool:
    return dossier.erased_at is None


PAPERS_DIGITISED = Guard(
    "papers_not_digitised",
    _(
        "Some papers are still being digitised or could not be read. Wait, or attach a better scan in their place."
    ),
    _no_paper_waits,
)
HELD_BY_ACTOR = Guard(
    "held_by_another",
    _("Another officer is responsible for this dossier. Ask for it to be assigned to you."),
    _held_by_actor,
)
RESULT_RENDERED = Guard(
    "result_not_rendered",
    _("The draft of the result is not ready. The officer proposes it, and the page is made within seconds."),
    _result_rendered,
)
ADDRESSED_TO_ACTOR = Guard(
    "addressed_to_another",
    _(
        "This result was proposed to another approver, whose name it bears. Ask the officer to propose it to you."
    ),
    _addressed_to_actor,
)
RESULT_SIGNED = Guard("result_not_signed", _("The approver has not signed the result yet."), _result_signed)
RESULT_NOT_SEALED = Guard(
    "result_already_sealed", _("The result carries the agency's seal already."), _result_not_sealed
)
RESULT_SEALED = Guard(
    "result_not_sealed", _("The agency's seal is missing. Seal the result first."), _result_sealed
)
RESULT_NOT_SIGNED = Guard(
    "result_already_signed",
    _("The result is signed already: nothing waits for an approver."),
    _result_not_signed,
)
SIGNER_CERTIFIED = Guard(
    "certificate_not_valid",
    _(
        "The register holds no certificate of yours at this agency that may sign results today:"
        " none, expired or revoked. Tell the administrator."
    ),
    _signer_certified,
)
SEAL_CERTIFIED = Guard(
    "certificate_not_valid",
    _(
        "The register holds no certificate of the agency that may seal results today: none, expired or revoked."
        " Tell the administrator."
    ),
    _seal_certified,
)
ASKED_AT_ITS_STAGE = Guard(
    "asked_by_another",
    _("Whoever has the dossier asks: the counter until an officer takes it up, then that officer."),
    _asked_at_its_stage,
)
STEP_TAKEN_BY_ACTOR = Guard(
    "step_not_taken",
    _("Somebody else is responsible for this step, or nobody yet. Take it over first."),
    _step_taken_by_actor,
)
AT_OFFICERS_STEP = Guard(
    "step_of_another_role",
    _(
        "The dossier is at a step of another role now. A result is proposed at a step of the processing officer."
    ),
    _at_officers_step,
)
AT_APPROVERS_STEP = Guard(
    "not_at_approval",
    _("The steps before the approval are not done yet."),
    _at_approvers_step,
)
AT_REVIEW = Guard(
    "nothing_to_review",
    _("Nothing has been proposed that waits for a review or a signature."),
    _at_review,
)
REVIEWED_BY_ACTOR = Guard(
    "review_of_another",
    _("Somebody else reviews this proposal. Take the step over, or ask the officer to propose it to you."),
    _reviewed_by_actor,
)
OPINIONS_GIVEN = Guard(
    "opinions_awaited",
    _("An opinion that was asked for is missing. Wait for it, or say why you go on without it."),
    _opinions_given,
)
OPINION_ASKED_OF_ACTOR = Guard(
    "no_opinion_asked",
    _("No opinion on this dossier is asked of your agency now."),
    _opinion_asked_of_actor,
)
PRESENCE_CONFIRMED = Guard(
    "presence_not_confirmed",
    _("This procedure asks the person to be present. Record first who came, and when."),
    _presence_confirmed,
)
PRESENCE_ASKED = Guard(
    "presence_not_asked",
    _("This procedure does not ask the person to be present."),
    _presence_asked,
)
PAPERS_HERE = Guard(
    "papers_on_their_way",
    _("The papers are on their way to another agency. Wait until they have been received there."),
    _papers_here,
)
BEFORE_DUE = Guard(
    "due_has_passed",
    _("The apology is written before the due instant: it has passed, or no time runs."),
    _is_due_ahead,
)
NOT_YET_EXTENDED = Guard(
    "already_extended",
    _("The time was extended once already. The law allows it once."),
    _not_yet_extended,
)
NOTHING_SIGNED = Guard(
    "result_already_signed",
    _("The result is signed already: nothing waits for an approver."),
    _nothing_signed,
)
NOTHING_PROPOSED = Guard(
    "result_proposed",
    _("A result has been proposed to an approver. The approver sends it back first."),
    _nothing_proposed,
)
REPLACEMENT_OPEN = Guard(
    "no_replacement_open",
    _("The result was issued. Open its replacement first, with the reason."),
    _replacement_open,
)
NO_REPLACEMENT_OPEN = Guard(
    "replacement_open",
    _("A replacement of the result is being made already."),
    _no_replacement_open,
)
RESULT_TO_DELIVER = Guard(
    "result_already_delivered",
    _("The result in force was handed over already."),
    _result_to_deliver,
)
SILENCE_GRANTS = Guard(
    "silence_does_not_grant",
    _(
        "Silence grants only where the procedure says so, once the due instant has passed, and nothing was refused."
    ),
    _silence_grants,
)
NOTHING_WAITS = Guard(
    "somebody_waits",
    _("Something of this dossier is still under way: it is kept as it is."),
    _nothing_waits,
)
ARCHIVED = Guard(
    "not_archived",
    _("The dossier has not been handed to the archive yet."),
    _archived,
)
NOT_YET_ARCHIVED = Guard(
    "already_archived",
    _("The dossier has been handed to the archive already."),
    _not_yet_archived,
)
NOT_YET_ERASED = Guard(
    "already_erased",
    _("The personal data of this dossier have been erased already."),
    _not_yet_erased,
)
