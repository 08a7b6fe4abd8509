"""The citizen's page in words: a state as a sentence, the promise, what to do now, and the way with its dates."""

from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dossiers.event_types import EVENT_TYPES
from dossiers.models.status import Status
from dossiers.queries import Tracked
from procedures import formats

from .due import minutes_left

SENTENCES: dict[str, Promise] = {
    Status.SUBMITTED: gettext_lazy("Your dossier was submitted and waits to be received at %(point)s"),
    Status.RECEIVED: gettext_lazy("Your dossier was received; its papers are being digitised"),
    Status.DIGITISED: gettext_lazy("Your dossier is with %(agency)s and waits for an officer"),
    Status.IN_PROCESS: gettext_lazy("Your dossier is being processed at %(agency)s"),
    Status.PROCESSED: gettext_lazy("Your dossier has been decided; the result is being sealed"),
    Status.ISSUED: gettext_lazy("Your result is ready"),
    Status.RETURNED: gettext_lazy("Your result was handed over"),
}
TODO: dict[str, Promise] = {
    Status.SUBMITTED: gettext_lazy("Bring your papers to %(point)s."),
    Status.ISSUED: gettext_lazy("Download the result above, or fetch it at %(point)s; bring the receipt."),
}
NOTHING = gettext_lazy("You need not do anything. We are working on it.")
DONE = gettext_lazy("You need not do anything more.")
# The steps that every dossier takes, by the event that ends each.
WAY = (
    "dossier.accepted",
    "dossier.digitisation_confirmed",
    "dossier.taken_up",
    "dossier.approved",
    "dossier.issued",
    "dossier.returned",
)


class PathStep(NamedTuple):
    """One step of the way: done, here (the last one done) or ahead."""

    words: str
    state: str
    at: str
    iso: str


def left_words(tracked: Tracked, at: datetime) -> str:
    """Say how much working time is left, or how it ended; it changes without an event, so the ETag holds it."""
    if tracked.promised_at is None:
        return ""
    if tracked.finished_at is not None:
        return _("decided on time") if tracked.finished_at <= tracked.promised_at else _("decided late")
    return formats.remaining(minutes_left(tracked.promised_at, at))


def etag(tracked: Tracked, left: str) -> str:
    """Return the entity tag of the page in this language, as of these words."""
    return f'{tracked.etag[:-1]}-{get_language()}-{left.encode().hex()}"'


def page_context(tracked: Tracked, token: str, left: str) -> dict[str, Any]:
    """Return what the page shows, without personal data."""
    names = {"agency": tracked.agency, "point": tracked.point}
    has_result = bool(tracked.result_key)
    todo = TODO.get(tracked.status) or (DONE if tracked.status == Status.RETURNED else NOTHING)
    return {
        "code": tracked.code,
        "sentence": str(SENTENCES[tracked.status]) % names,
        "due": formats.instant(tracked.promised_at) if tracked.promised_at else "",
        "left": left,
        "why_url": reverse("track_why", args=[token]) if tracked.received_at else "",
        "must_act": tracked.status in TODO,
        "todo": str(todo) % names,
        "path": path_steps(tracked),
        "procedure": tracked.procedure,
        "agency": tracked.agency,
        "received_by": tracked.point,
        "result_url": reverse("own_result", args=[token]) if has_result else "",
        "verify_url": reverse("verify", args=[tracked.result_key]) if has_result else "",
    }


def path_steps(tracked: Tracked) -> list[PathStep]:
    """Return the whole way: what was done, with its instant, and what is ahead."""
    happened = dict(tracked.events)
    reached = [type_ for type_ in WAY if type_ in happened]
    steps = []
    for type_ in WAY:
        at = happened.get(type_)
        state = "ahead" if at is None else "here" if type_ == reached[-1] and type_ != WAY[-1] else "done"
        words = str(EVENT_TYPES[type_].public)
        steps.append(
            PathStep(words, state, formats.short_instant(at) if at else "", at.isoformat() if at else "")
        )
    return steps
