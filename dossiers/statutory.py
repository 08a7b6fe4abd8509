"""The statutory forms of one dossier as they are printed: which there are, who may open one, original or reprint.

Forms are rendered when they are asked for, from the version and the event that they put in writing; only the first
rendering of the receipt is kept as a file. Every opening is written down first, and the count of the openings before
says whether this one is the original.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User

from . import access, receipts
from .control_sheet import control_sheet
from .letters import letter
from .models import AccessRecord, Dossier, Event
from .papers.contexts import FormName, Reprint, form_name
from .papers.render import render
from .refusals import Blocked

# The events that a form puts in writing; the control sheet puts all of them.
WRITES: dict[str, tuple[str, ...]] = {
    "01": (receipts.RENDERED,),
    "02": ("dossier.supplement_requested",),
    "03": ("dossier.declined",),
    "04": ("dossier.extended",),
    "05": ("dossier.stopped", "dossier.withdrawn"),
    "06": (),
}
TEMPLATES = {
    "02": "supplement.html",
    "03": "declined.html",
    "04": "apology.html",
    "05": "stopping.html",
}
NEEDS = (
    "procedure_version__procedure",
    "point",
    "receiving_agency__parent",
    "receiving_agency__area",
    "agency__area",
)
ERASED = Fault(
    "personal_data_erased",
    _(
        "The personal data of this dossier were erased after the time of keeping: its forms cannot be printed."
    ),
)


@dataclass(frozen=True)
class Printed:
    """A form as a file, and the name under which it is saved."""

    content: bytes
    file_name: str


@dataclass(frozen=True)
class Printable:
    """A form that can be printed for a dossier; `seq` is the event that it puts in writing (of 06: the last one)."""

    form: str
    seq: int
    name: FormName
    number: str

    @property
    def title(self) -> str:
        return f"{self.name.label}: {self.name.title}"


def printables(dossier: Dossier, events: Iterable[Event], *, reader: User | None = None) -> list[Printable]:
    """Return the forms that a dossier has by its events (each with type, seq and facts), in the order of the forms.

    Where a `reader` is named, those that this person may print.
    """
    if dossier.erased_at:
        return []
    own, found, last = tuple(dossier.procedure_version.own_forms), dict[tuple[str, int], Printable](), 0
    for event in events:
        last = max(last, event.seq)
        for form in (form for form, types in WRITES.items() if event.type in types):
            seq = 0 if form == "01" else event.seq  # a receipt that was replaced is not printed any more
            number = str(event.facts.get("number", ""))
            found[form, seq] = Printable(form, event.seq, form_name(form, own), number)
    if reader is None or access.reads_contents(reader):
        found["06", last] = Printable("06", last, form_name("06"), "")
    return [found[key] for key in sorted(found)]


def read_seq(value: str) -> int | None:
    """Return the number of the event that an address names; None where it names none. Raises NotVisible."""
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 9):
        raise access.NotVisible(value)
    return int(value)


def print_form(user: User, code: str, form: str, *, seq: int | None = None) -> Printed:
    """Return a form of a dossier that `user` may see; `seq`: of which event, the last of its kind when None.

    The first opening is the original, later ones say that they are reprints, when and by whom; the original of the
    receipt is the file that was made at the acceptance. Raises NotVisible, or Blocked after the erasure.
    """
    dossier = Dossier.objects.select_related(*NEEDS).get(pk=access.look_at(user, code).pk)
    if dossier.erased_at:
        raise Blocked("print", ERASED)
    if form == "06" and not access.reads_contents(user):
        raise access.NotVisible(form)  # it is about the officials, and for them
    event = _event(dossier, form, seq)
    at, openings = now(), _recorded(user, dossier, f"form {form} of {event.seq}")
    times = openings + 1 if form == "01" else openings
    reprint = Reprint(times, at, str(user)) if times else None
    with translation.override("vi"):
        content = _rendered(dossier, form, event, reprint)
    return Printed(content, f"{code}-{form}.pdf")


def _event(dossier: Dossier, form: str, seq: int | None) -> Event:
    """The event that the form puts in writing. Raises NotVisible where there is none."""
    if form not in WRITES:
        raise access.NotVisible(form)
    events = Event.objects.filter(dossier=dossier).select_related("actor").order_by("-seq")
    if types := WRITES[form]:
        events = events.filter(type__in=types)
    if seq is not None and form not in ("01", "06"):
        events = events.filter(seq=seq)
    event = events.first()
    if event is None or (form in ("01", "06") and seq not in (None, event.seq)):
        raise access.NotVisible(form)
    event.dossier = dossier
    return event


@transaction.atomic
def _recorded(user: User, dossier: Dossier, what: str) -> int:
    """Write the opening down and return how many there were before.

    The dossier's row is held meanwhile: of two who open at once one comes second, and nobody gets a second original.
    """
    Dossier.objects.select_for_update(of=("self",)).filter(pk=dossier.pk).values_list("pk").get()
    openings = AccessRecord.objects.filter(dossier=dossier, what=what).count()
    access.record(user, dossier, what)
    return openings


def _rendered(dossier: Dossier, form: str, event: Event, reprint: Reprint | None) -> bytes:
    if form == "01":
        return receipts.receipt(dossier, reprint=reprint)
    if form == "06":
        return render("control_sheet.html", control_sheet(dossier, reprint=reprint), fit=False)
    return render(TEMPLATES[form], replace(letter(event, form), reprint=reprint))
