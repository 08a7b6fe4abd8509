"""The citizen's page in words: a state as a sentence, the promise, what to do now, and the way with its dates."""

from datetime import datetime
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dossiers.event_types import EVENT_TYPES
from dossiers.models.status import Status
from dossiers.queries import Tracked
from procedures import formats

from .due import Kept, kept, minutes_left

SENTENCES: dict[str, Promise] = {
    Status.SUBMITTED: gettext_lazy("Your dossier was submitted and waits to be received at %(point)s"),
    Status.RECEIVED: gettext_lazy("Your dossier was received; its papers are being digitised"),
    Status.DIGITISED: gettext_lazy("Your dossier is with %(agency)s and waits for an officer"),
    Status.IN_PROCESS: gettext_lazy("Your dossier is being processed at %(agency)s"),
    Status.PROCESSED: gettext_lazy("Your dossier has been decided; the result is being sealed"),
    Status.ISSUED: gettext_lazy("Your result is ready"),
    Status.RETURNED: gettext_lazy("Your result was handed over"),
}
FOR_THE_CITIZEN: dict[str, Promise] = {
    Status.SUBMITTED: gettext_lazy("Bring your papers to %(point)s."),
    Status.ISSUED: gettext_lazy("Download the result above, or fetch it at %(point)s; bring the receipt."),
}
NOTHING = gettext_lazy("You need not do anything. We are working on it.")
LATE = gettext_lazy(
    "We did not keep our promise and apologise. You need not do anything; ask at %(point)s when you like."
)
DONE = gettext_lazy("You need not do anything more.")
DECIDED: dict[Kept, Promise] = {
    Kept.EARLY: gettext_lazy("decided early"),
    Kept.ON_TIME: gettext_lazy("decided on time"),
    Kept.LATE: gettext_lazy("decided late"),
}
DONE_STEP = '<li class="done">{}<time datetime="{}">{}</time></li>'
HERE = '<li class="here" aria-current="step">{}<time datetime="{}">{}</time></li>'
AHEAD = '<li class="ahead">{}<small>{}</small></li>'
# The steps that every dossier takes, by the event that ends each.
WAY = (
    "dossier.accepted",
    "dossier.digitisation_confirmed",
    "dossier.taken_up",
    "dossier.approved",
    "dossier.issued",
    "dossier.returned",
)


@cache
def labels(language: str) -> dict[str, str]:
    """Return the fixed words of the page; looked up once per language, because this page is asked for most."""
    return {
        "dossier": _("Dossier %(code)s"),
        "download": _("Download the result (PDF)"),
        "check": _("Check that the document is genuine"),
        "promised": _("Result promised for"),
        "why": _("How this was counted"),
        "now": _("What you do now"),
        "way": _("The way of your dossier"),
        "about": _("What it is about"),
        "procedure": _("Procedure"),
        "agency": _("Competent agency"),
        "point": _("Received at"),
        "ahead": _("not yet"),
        "note": _("This page shows no personal data. Who has the QR code on the receipt can open it."),
        **{type_: str(EVENT_TYPES[type_].public) for type_ in WAY},
    }


def left_words(tracked: Tracked, at: datetime) -> str:
    """Say how much working time is left, or how it ended; it changes without an event, so the ETag holds it."""
    if tracked.promised_at is None:
        return ""
    if tracked.finished_at is not None:
        return str(DECIDED[kept(tracked.promised_at, tracked.finished_at)])
    return formats.remaining(minutes_left(tracked.promised_at, at, tracked.agency_id))


def due_words(tracked: Tracked) -> str:
    """Return the promised instant; for a dossier received without one, that the law sets no time."""
    if tracked.promised_at is not None:
        return formats.instant(tracked.promised_at)
    return _("The law sets no time for it.") if tracked.received_at else ""


def etag(tracked: Tracked, left: str) -> str:
    """Return the entity tag of the page in this language, as of these words."""
    return f'{tracked.etag[:-1]}-{get_language()}-{left.encode().hex()}"'


def todo(tracked: Tracked, at: datetime) -> Promise:
    """Say what the applicant must do now; where it is late, the office apologises."""
    if tracked.status in FOR_THE_CITIZEN:
        return FOR_THE_CITIZEN[tracked.status]
    if tracked.status == Status.RETURNED:
        return DONE
    is_late = tracked.finished_at is None and tracked.promised_at is not None and at > tracked.promised_at
    return LATE if is_late else NOTHING


def page_context(tracked: Tracked, token: str, at: datetime, left: str) -> dict[str, Any]:
    """Return what the page shows, without personal data."""
    words = labels(get_language() or "vi")
    names = {"agency": tracked.agency, "point": tracked.point}
    has_result = bool(tracked.result_key)
    return {
        "words": words,
        "title": words["dossier"] % {"code": tracked.code},
        "sentence": str(SENTENCES[tracked.status]) % names,
        "due": due_words(tracked),
        "left": left,
        "why_url": reverse("track_why", args=[token]) if tracked.received_at else "",
        "must_act": tracked.status in FOR_THE_CITIZEN,
        "todo": str(todo(tracked, at)) % names,
        "path": path_steps(tracked, words),
        "procedure": tracked.procedure,
        "agency": tracked.agency,
        "received_by": tracked.point,
        "result_url": reverse("own_result", args=[token]) if has_result else "",
        "verify_url": reverse("verify", args=[tracked.result_key]) if has_result else "",
    }


def path_steps(tracked: Tracked, words: dict[str, str]) -> SafeString:
    """Return the whole way as list items: what was done, with its instant, and what is ahead."""
    happened = dict(tracked.events)
    last = max((number for number, type_ in enumerate(WAY) if type_ in happened), default=-1)
    steps = []
    for number, type_ in enumerate(WAY):
        at = happened.get(type_)
        if at is None:
            steps.append(format_html(AHEAD, words[type_], words["ahead"]))
        else:
            form = HERE if number == last < len(WAY) - 1 else DONE_STEP
            steps.append(format_html(form, words[type_], at.isoformat(), formats.short_instant(at)))
    return mark_safe("".join(steps))  # each step was escaped when it was made
