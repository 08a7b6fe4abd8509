"""Why something is stuck: each cause with its sentence, its question, whose move it is, and the way on."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import desks, machine

Rows = QuerySet[Any]


class Mover(StrEnum):
    """Whose move it is where no role is named: of the dossier's state, of the row itself, or of nobody in the house."""

    STATE = "state"
    ROW = "row"
    APPLICANT = "applicant"
    MACHINE = "machine"


@dataclass(frozen=True)
class Cause:
    """`find` gives the rows at an instant, each with `since_at`; the other names are columns of these rows.

    `dossier` leads from a row to its dossier, `place` to the agency whose move it is, `role` and `person` to whose it
    is there, `minutes` to a budget of the row's own. `budget` names one of dossiers.stuck.budgets. `verb` is what a
    person does about it; where `is_mended`, a machine can (dossiers.actions.repair).
    """

    code: str
    sentence: Promise
    find: Callable[[datetime], Rows]
    budget: str = ""
    mover: Mover = Mover.STATE
    dossier: str = ""
    place: str = ""
    role: str = ""
    person: str = ""
    minutes: str = ""
    detail: str = ""
    verb: str = ""
    is_mended: bool = False

    def rows(self, at: datetime, visible: Q) -> Rows:
        """Return what is stuck for this cause, of the dossiers that fit `visible`, the longest wait first."""
        found = self.find(at)
        if self.dossier:
            seen = desks.dossiers().filter(visible)
            found = found.filter(**{f"{self.dossier}in": seen})
        else:
            found = found.filter(visible, province=settings.ONESTOP_PROVINCE)
        return found.order_by("since_at", "pk")

    def columns(self) -> dict[str, F]:
        """Return what a list reads of each row, under names that are the same for all causes."""
        names = {
            "its_code": "code",
            "its_status": "status",
            "its_step_role": "step_role",
            "its_receiver": "receiving_agency__name",
            "its_agency": "agency__name",
            "its_step_agency": "step_agency__name",
            "its_officer": "officer__full_name",
        }
        found = {name: F(f"{self.dossier}{path}") for name, path in names.items()}
        own = {
            "row_place": self.place,
            "row_role": self.role,
            "row_person": self.person,
            "row_minutes": self.minutes,
            "row_detail": self.detail,
        }
        return found | {name: F(path) for name, path in own.items() if path}


_RUN: dict[str, Any] = {
    "mover": Mover.ROW,
    "dossier": "dossier__",
    "place": "agency__name",
    "role": "role",
    "person": "officer__full_name",
    "minutes": "minutes",
}
_MESSAGE: dict[str, Any] = {
    "mover": Mover.MACHINE,
    "dossier": "event__dossier__",
    "detail": "subscriber",
    "is_mended": True,
}
_CAUSES = (
    # --- work of people ---
    Cause(
        "overdue",
        _("The due instant has passed and there is no result."),
        desks.overdue,
    ),
    Cause(
        "not_answered",
        _("Submitted, and nobody has answered the applicant."),
        desks.not_answered,
        "not_answered",
        verb="accept",
    ),
    Cause(
        "reception_slow",
        _("Received, and the papers are not confirmed."),
        desks.reception_slow,
        "reception_slow",
        verb="confirm_digitisation",
    ),
    Cause(
        "not_taken_up",
        _("The competent agency has not taken it up."),
        desks.not_taken_up,
        "not_taken_up",
        verb="take_up",
    ),
    Cause("step_overdue", _("A step takes longer than its budget."), desks.step_overdue, **_RUN),
    Cause(
        "step_not_taken",
        _("Nobody has taken over the step."),
        desks.step_not_taken,
        "step_not_taken",
        **{**_RUN, "minutes": "", "verb": "take_over"},
    ),
    Cause(
        "opinion_late",
        _(
            "An opinion is missing past its deadline. Silence is not consent: ask again, or go on with a reason."
        ),
        desks.opinion_late,
        **{**_RUN, "verb": "give_opinion"},
    ),
    Cause(
        "not_issued",
        _("Decided, and the result is not sealed and issued."),
        desks.not_issued,
        "not_issued",
        verb="issue",
    ),
    Cause(
        "replacement_slow",
        _("A faulty result is being replaced, and the new one is not issued."),
        desks.replacement_slow,
        "replacement_slow",
        verb="propose",
    ),
    Cause(
        "not_delivered",
        _("Issued, and the person has not got the result. Call, or send it by post."),
        desks.not_delivered,
        "not_delivered",
        verb="deliver",
    ),
    Cause(
        "delivery_slow",
        _("The carrier has had the result for long. Ask with the tracking number."),
        desks.delivery_slow,
        "delivery_slow",
        dossier="dossier__",
        detail="tracking_number",
        verb="deliver",
    ),
    Cause(
        "papers_in_transit",
        _("Papers were handed over and have not been received at the other end."),
        desks.papers_in_transit,
        mover=Mover.ROW,
        dossier="dossier__",
        place="list__receiver__name",
        detail="list__number_text",
        minutes="allowed",
        verb="receive_hand_over",
    ),
    Cause(
        "supplement_waits",
        _("The applicant has not brought what was asked for. Call, or stop the dossier on its basis."),
        desks.supplement_waits,
        "supplement_waits",
        Mover.APPLICANT,
        verb="supplement",
    ),
    Cause(
        "payment_waits",
        _("The applicant has not paid. Call, or stop the dossier on its basis."),
        desks.payment_waits,
        "payment_waits",
        Mover.APPLICANT,
        verb="settle_fee",
    ),
    Cause(
        "paper_unreadable",
        _("A paper could not be read. Attach a better scan in its place."),
        machine.paper_unreadable,
        dossier="dossier__",
        detail="failure_code",
        verb="attach",
    ),
    # --- work of machines ---
    Cause(
        "message_parked", _("Background work failed and was given up."), machine.message_parked, **_MESSAGE
    ),
    Cause(
        "message_forgotten",
        _("Background work is waiting and nobody does it. If it comes back, look whether the workers run."),
        machine.message_forgotten,
        "message_forgotten",
        **_MESSAGE,
    ),
    Cause(
        "paper_not_digitised",
        _("A paper was taken and never read."),
        machine.paper_not_digitised,
        "paper_not_digitised",
        Mover.MACHINE,
        "dossier__",
        is_mended=True,
    ),
    Cause(
        "receipt_missing",
        _("Received, and the receipt was never made."),
        machine.receipt_missing,
        "receipt_missing",
        Mover.MACHINE,
        is_mended=True,
    ),
    Cause(
        "draft_missing",
        _("A result was proposed, and its draft was never made."),
        machine.draft_missing,
        "draft_missing",
        Mover.MACHINE,
        "dossier__",
        is_mended=True,
    ),
    Cause(
        "not_archived",
        _("Closed, and no archive has it."),
        machine.not_archived,
        "not_archived",
        Mover.MACHINE,
        is_mended=True,
    ),
    Cause(
        "no_step",
        _("In process, and at no step: it stands on nobody's list."),
        machine.no_step,
        mover=Mover.MACHINE,
        is_mended=True,
    ),
    Cause(
        "due_missing",
        _("The clock runs, and no due instant is written."),
        machine.due_missing,
        mover=Mover.MACHINE,
        is_mended=True,
    ),
    Cause(
        "clock_running",
        _("The clock runs although the dossier waits for the applicant or has ended."),
        machine.clock_running,
        mover=Mover.MACHINE,
        is_mended=True,
    ),
)
CAUSES: dict[str, Cause] = {cause.code: cause for cause in _CAUSES}
MENDED: tuple[str, ...] = tuple(cause.code for cause in _CAUSES if cause.is_mended)
