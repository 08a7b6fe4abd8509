"""From rows to what the desk's templates show: words, bars, links. Reads nothing beside what it is given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.phone import readable_phone
from accounts.verb_form import VerbForm
from dossiers.access import OpenDossier
from dossiers.identity import sees_numbers, shown_to
from dossiers.models import Dossier
from dossiers.outbox import subscriptions
from dossiers.queries import Attention, Worklist
from procedures import formats
from procedures.eforms import Group, groups

from .due import DueBar, due_bar, why_due
from .history import history
from .panels import panels
from .papers import form_links
from .verb_table import DOORS
from .verbs import offers
from .waiting import holder, waits_for

Facts = list[tuple[Any, Any]]

FAILURES: dict[str, Promise] = {
    "image_broken": gettext_lazy(
        "The image is damaged. Scan the paper again and attach it in the place of this one."
    ),
    "page_unreadable": gettext_lazy(
        "A page cannot be shown. Scan the paper again and attach it in the place of this one."
    ),
    "document_too_heavy": gettext_lazy(
        "The file is too heavy to be read. Scan at 200 to 300 dpi and attach it in the place of this one."
    ),
    "pdf_broken": gettext_lazy(
        "The PDF is damaged. Export it once more and attach it in the place of this one."
    ),
    "pdf_encrypted": gettext_lazy("The PDF is locked with a password. Attach a copy without password."),
    "worker_died": gettext_lazy(
        "The work was begun many times and never ended. Tell the administrator, then try again."
    ),
}
FAILED = gettext_lazy("The work failed several times. Try again; if it fails again, tell the administrator.")


@dataclass(frozen=True)
class Row:
    """One dossier in a list."""

    url: str
    code: str
    applicant_name: str
    procedure_name: str
    agency_name: str
    due: DueBar | None
    status: str
    status_words: str
    holder: str


def row(dossier: Dossier) -> Row:
    """Return a dossier as a line of a worklist."""
    return Row(
        url=reverse("dossier", args=[dossier.code]),
        code=dossier.code,
        applicant_name=dossier.applicant_name,
        procedure_name=dossier.procedure_version.name,
        agency_name=dossier.agency_short_name,
        due=due_bar(dossier, now()),
        status=dossier.status,
        status_words=dossier.get_status_display(),
        holder=holder(dossier),
    )


@dataclass(frozen=True)
class Tab:
    url: str
    title: str
    is_here: bool


def tabs(mine: list[Worklist], listed: Worklist | None) -> list[Tab]:
    """Return the person's worklists and, last, what needs attention (`listed` None: that one is open)."""
    found = [Tab(reverse("worklist", args=[each.name]), str(each.caption), each is listed) for each in mine]
    return [*found, Tab(reverse("attention"), _("Needs attention"), listed is None)]


def dossier_context(
    opened: OpenDossier, user: User, *, refused: str = "", forms: Mapping[str, Any] | None = None, **said: Any
) -> dict[str, Any]:
    """Return what the page of one dossier shows.

    `refused`: the verb that was refused a moment ago; `forms`: what was sent with it, with its faults. What was typed
    for a verb that cannot be done any more is shown as `unsent`.
    """
    dossier = opened.dossier
    if opened.dossier.runs:  # so that no guard reads again what is here
        dossier.runs_open = [run for run in opened.step_runs if run.ended_at is None]
    kept, at = dict(forms or {}), now()
    found = offers(dossier, user).with_forms(
        lambda verb: kept[verb] if verb in kept else verb_form(verb, opened, user)
    )
    return {
        "d": dossier,
        "at": "worklist",
        "verbs": found,
        "refused": refused,
        "waiting_for": waits_for(dossier),
        "documents": opened.documents,
        "result": dossier.result,
        "drafts": dossier.results_in_hand,
        "receipt": next((each for each in opened.documents if each.kind == "receipt"), None),
        **history(opened, user),
        **panels(opened, user, at),
        "due": due_bar(dossier, at),
        "due_why": why_due(dossier),
        "request_facts": request_facts(dossier),
        "person_facts": person_facts(dossier, reader=user),
        "place_facts": place_facts(dossier),
        "answer_groups": answer_groups(dossier, reader=user),
        "printable": form_links(opened, user),
        "unsent": [] if refused in {each.name for each in found.doable} else unsent(kept.get(refused)),
        **said,
    }


def verb_form(verb: str, opened: OpenDossier, user: User) -> Any:
    """Return the empty form of a verb; None for one that asks nothing."""
    form = DOORS[verb].form
    return form(opened=opened, user=user) if form else None


def unsent(form: VerbForm | None) -> Facts:
    """What was typed into a form that cannot be sent any more, so that it can be copied."""
    if form is None:
        return []
    return [(field.label, field.value()) for field in form if not field.is_hidden and field.value()]


def request_facts(dossier: Dossier) -> Facts:
    """What is asked for, and what it costs."""
    version = dossier.procedure_version
    return [
        (_("Procedure"), version.name),
        (_("Code of the procedure"), version.procedure.code),
        (_("What is asked for"), dossier.request),
        (_("Copies"), dossier.copies),
        (_("Fee"), formats.money(dossier.fee_total)),
    ]


def person_facts(dossier: Dossier, *, reader: User) -> Facts:
    """Who filed, in the person's own spelling; the number masked for who needs it not."""
    return [
        (_("Full name"), dossier.applicant_name),
        (_("Personal number"), shown_to(reader, dossier)),
        (_("Telephone"), readable_phone(dossier.applicant_phone)),
        (_("Address"), dossier.applicant_address),
    ]


def answer_groups(dossier: Dossier, *, reader: User) -> list[Group]:
    """The answers of the e-form as people read them; identity numbers masked for who needs them not."""
    if not dossier.answers:
        return []
    masks = not sees_numbers(reader, dossier)
    return groups(dossier.procedure_version.form, dossier.answers, masks_numbers=masks)


def place_facts(dossier: Dossier) -> Facts:
    """The places of a dossier: where it was received, who decides, who is responsible."""
    return [
        (_("Received at"), dossier.point.name),
        (_("Competent agency"), dossier.agency_name),
        (_("Processing officer"), str(dossier.officer) if dossier.officer else ""),
    ]


@dataclass(frozen=True)
class AttentionRow:
    """One thing that went wrong in the background, in words."""

    url: str
    code: str
    work: str
    sentence: str
    since: datetime | None
    message_id: int | None


def attention_rows(found: list[Attention]) -> list[AttentionRow]:
    """Return what needs attention as lines of a list."""
    return [
        AttentionRow(
            url=reverse("dossier", args=[each.dossier.code]),
            code=each.dossier.code,
            work=each.what if each.document_key else work_words(each.what),
            sentence=failure_words(each.code),
            since=each.since,
            message_id=each.message_id,
        )
        for each in found
    ]


def work_words(subscriber: str) -> str:
    """Name background work by the first line of what does it."""
    subscription = subscriptions.get(subscriber)
    return _(subscription.caption) if subscription else subscriber


def failure_words(code: str) -> str:
    """Say what a stable failure code means and what to do next."""
    return str(FAILURES.get(code, FAILED))
