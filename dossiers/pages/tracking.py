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

from dossiers.citizen_queries import Tracked
from dossiers.event_types import EVENT_TYPES
from dossiers.models.status import CLOSED, PAUSED, Status
from dossiers.reckoning.timeliness import Timeliness, kept
from procedures import formats

from .due import KEPT_WORDS, UNANSWERED, minutes_left

# What the page says, by the state; some states have a name of their own (`situation`).
REPLACING, CORRECTED, ON_ITS_WAY, SILENCE = "replacing", "corrected", "on_its_way", "silence"
SENTENCES: dict[str, Promise] = {
    Status.DRAFT: gettext_lazy("Your dossier has not been submitted yet"),
    Status.SUBMITTED: gettext_lazy("Your dossier was submitted and waits to be received at %(point)s"),
    Status.RECEIVED: gettext_lazy("Your dossier was received; its papers are being digitised"),
    Status.DIGITISED: gettext_lazy("Your dossier is with %(agency)s and waits for an officer"),
    Status.IN_PROCESS: gettext_lazy("Your dossier is being processed at %(agency)s"),
    Status.AWAITING_SUPPLEMENT: gettext_lazy(
        "Something is missing in your dossier: it waits for your supplement"
    ),
    Status.AWAITING_PAYMENT: gettext_lazy("Your dossier waits for your payment"),
    Status.PROCESSED: gettext_lazy("Your dossier has been decided; the result is being sealed"),
    Status.ISSUED: gettext_lazy("Your result is ready"),
    Status.RETURNED: gettext_lazy("Your result was handed over"),
    Status.DECLINED: gettext_lazy("Your dossier was not received; you were told the reason"),
    Status.WITHDRAWN: gettext_lazy("Your dossier was withdrawn, as you wished"),
    Status.STOPPED: gettext_lazy("Your dossier was stopped; you were told the reason"),
    ON_ITS_WAY: gettext_lazy("Your result is on its way to you by post, as item %(item)s"),
    REPLACING: gettext_lazy("There was a mistake in your result: a corrected one is being made"),
    CORRECTED: gettext_lazy("Your corrected result is ready"),
    SILENCE: gettext_lazy("Your request is granted: the time passed without an objection"),
}
FOR_THE_CITIZEN: dict[str, Promise] = {
    Status.SUBMITTED: gettext_lazy("Bring your papers to %(point)s."),
    Status.AWAITING_SUPPLEMENT: gettext_lazy("Bring what the request for a supplement names to %(point)s."),
    Status.AWAITING_PAYMENT: gettext_lazy("Pay what was asked for; ask at %(point)s how."),
    Status.ISSUED: gettext_lazy("Download the result above, or fetch it at %(point)s; bring the receipt."),
    CORRECTED: gettext_lazy("Download it above, or fetch it at %(point)s; bring the faulty one along."),
}
FOR_NOBODY: dict[str, Promise] = {
    ON_ITS_WAY: gettext_lazy("You need not do anything. The post brings it to your address."),
    REPLACING: gettext_lazy("We apologise. You need not do anything; look here again in a few days."),
}
NOTHING = gettext_lazy("You need not do anything. We are working on it.")
LATE = gettext_lazy(
    "We did not keep our promise and apologise. You need not do anything; ask at %(point)s when you like."
)
DONE = gettext_lazy("You need not do anything more.")
DECIDED: dict[Timeliness, Promise] = {
    Timeliness.EARLY: gettext_lazy("decided early"),
    Timeliness.ON_TIME: gettext_lazy("decided on time"),
    Timeliness.LATE: gettext_lazy("decided late"),
}
DONE_STEP = '<li class="done">{}<time datetime="{}">{}</time></li>'
HERE = '<li class="here" aria-current="step">{}<time datetime="{}">{}</time></li>'
AHEAD = '<li class="ahead">{}<small>{}</small></li>'
# The way that leads to a result, by the event that ends each stretch, and how much of it lies behind a state.
WAY = (
    "dossier.accepted",
    "dossier.digitisation_confirmed",
    "dossier.taken_up",
    "dossier.approved",
    "dossier.issued",
    "dossier.returned",
)
BEHIND: dict[str, int] = {
    Status.DRAFT: 0,
    Status.SUBMITTED: 0,
    Status.RECEIVED: 1,
    Status.DIGITISED: 2,
    Status.IN_PROCESS: 3,
    Status.PROCESSED: 4,
    Status.ISSUED: 5,
    ON_ITS_WAY: 5,
    CORRECTED: 5,
    REPLACING: 4,
}


@cache
def labels(language: str) -> dict[str, str]:
    """Return the fixed words of the page; looked up once per language, because this page is asked for most."""
    return {
        "dossier": _("Dossier %(code)s"),
        "download": _("Download the result (PDF)"),
        "download_faulty": _("See the faulty result (PDF)"),
        "download_one": _("Download: %(name)s (PDF)"),
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
        **{type_.name: str(type_.public) for type_ in EVENT_TYPES.values() if type_.public},
    }


def left_words(tracked: Tracked, at: datetime) -> str:
    """Say how much working time is left, or how it ended; it changes without an event, so the ETag holds it."""
    if tracked.promised_at is None or tracked.status in UNANSWERED:
        return ""
    if tracked.status in PAUSED:
        return str(KEPT_WORDS[Timeliness.PAUSED])
    if tracked.finished_at is not None:
        return str(DECIDED[kept(tracked.promised_at, tracked.finished_at)])
    return formats.remaining(minutes_left(tracked.promised_at, at, tracked.agency_id))


def due_words(tracked: Tracked) -> str:
    """Return the promised instant; for a dossier received without one, that the law sets no time.

    One that ended without an answer promises nothing any more.
    """
    if tracked.status in UNANSWERED:
        return ""
    if tracked.promised_at is not None:
        return formats.instant(tracked.promised_at)
    return _("The law sets no time for it.") if tracked.received_at else ""


def etag(tracked: Tracked, left: str) -> str:
    """Return the entity tag of the page in this language, as of these words."""
    return f'{tracked.etag[:-1]}-{get_language()}-{left.encode().hex()}"'


def situation(tracked: Tracked) -> str:
    """Return the state, or the name of what is particular about it."""
    last = next((type_ for type_, _at in reversed(tracked.events) if type_ in WAY[4:]), "")
    if tracked.replacing:
        return REPLACING
    if tracked.status == Status.ISSUED and tracked.item:
        return ON_ITS_WAY
    if tracked.status == Status.RETURNED and last == "dossier.issued":
        return CORRECTED
    if tracked.status == Status.RETURNED and not tracked.results:
        return SILENCE
    return tracked.status


def todo(tracked: Tracked, at: datetime) -> Promise:
    """Say what the applicant must do now; where it is late, the office apologises."""
    found = situation(tracked)
    if found in FOR_THE_CITIZEN:
        return FOR_THE_CITIZEN[found]
    if found in FOR_NOBODY:
        return FOR_NOBODY[found]
    if tracked.status in CLOSED:
        return DONE
    is_late = tracked.finished_at is None and tracked.promised_at is not None and at > tracked.promised_at
    return LATE if is_late else NOTHING


def page_context(tracked: Tracked, token: str, at: datetime, left: str) -> dict[str, Any]:
    """Return what the page shows, without personal data."""
    words, found = labels(get_language() or "vi"), situation(tracked)
    names = {"agency": tracked.agency, "point": tracked.point, "item": tracked.item}
    return {
        "words": words,
        "title": words["dossier"] % {"code": tracked.code},
        "sentence": str(SENTENCES[found]) % names,
        "due": due_words(tracked),
        "left": left,
        "why_url": reverse("track_why", args=[token]) if tracked.received_at else "",
        "must_act": found in FOR_THE_CITIZEN,
        "todo": str(todo(tracked, at)) % names,
        "path": path_steps(tracked, words),
        "procedure": tracked.procedure,
        "agency": tracked.agency,
        "received_by": tracked.point,
        "results": result_links(tracked, token, words),
    }


def result_links(tracked: Tracked, token: str, words: dict[str, str]) -> list[dict[str, str]]:
    """Return for each result in force what its button says, and where it and its verification are."""
    word = "download_faulty" if tracked.replacing else "download"
    many, url = len(tracked.results) > 1, reverse("own_result", args=[token]) if tracked.results else ""
    return [
        {
            "words": words["download_one"] % {"name": one.name} if many else words[word],
            "url": f"{url}?kind={one.kind}" if many else url,
            "verify_url": reverse("verify", args=[one.key]),
        }
        for one in tracked.results
    ]


def path_steps(tracked: Tracked, words: dict[str, str]) -> SafeString:
    """Return the whole way as list items: what was done, with its instant, and what is ahead."""
    done = [(type_, at) for type_, at in tracked.events if type_ in words]
    found = situation(tracked)
    behind = BEHIND.get(tracked.held_from if found in PAUSED else found, len(WAY))
    steps = []
    for number, (type_, at) in enumerate(done, start=1):
        form = HERE if number == len(done) and behind < len(WAY) else DONE_STEP
        steps.append(format_html(form, words[type_], at.isoformat(), formats.short_instant(at)))
    steps += [format_html(AHEAD, words[type_], words["ahead"]) for type_ in WAY[behind:]]
    return mark_safe("".join(steps))  # each step was escaped when it was made
