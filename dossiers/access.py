"""Which dossiers a person may see, and the only way to open one; each opening leaves an access record.

A person sees what their service centre received, what their agency is competent for, and a supervisor sees all
of the province; who helps people to file sees what was helped with at their points. Every list, search, export
and file goes through `visible_to`.
"""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import HELPERS, Role

from .models import (
    AccessRecord,
    Delivery,
    Document,
    Dossier,
    Event,
    HandOver,
    Party,
    Result,
    StepRun,
)


class NotVisible(Exception):
    """There is no such dossier or file, or this person may not know of it: the answer is the same."""


RENDITIONS = ("original", "searchable", "text")
EVERYTHING = Q()
NOTHING = Q(pk__in=())
# Who runs the system, or writes the catalogue, reads no contents.
READERS = tuple(role for role in Role if role not in (Role.ADMINISTRATOR, Role.CATALOGUE_EDITOR, *HELPERS))


def visible_to(user: User) -> Q:
    """Return the condition on dossiers that `user` may see."""
    if user.is_system or user.holds(Role.SUPERVISOR):
        return EVERYTHING
    agencies, helped = user.agency_ids(*READERS), user.agency_ids(*HELPERS)
    visible = Q(receiving_agency_id__in=agencies) | Q(agency_id__in=agencies) if agencies else NOTHING
    return visible | Q(helped_at__agency_id__in=helped) if helped else visible


def involved(user: User) -> Q:
    """Return the condition on dossiers of other agencies that are at a step, or with an opinion, of this person's.

    Asked for one dossier by its code, after visible_to has said no; their lists are those of dossiers.queries.
    """
    agencies = user.agency_ids(*READERS)
    if not agencies:
        return NOTHING
    runs = StepRun.objects.filter(dossier=OuterRef("pk"), agency__in=agencies)
    return Q(Exists(runs)) | Q(transit_to_id__in=agencies) | Q(papers_at_id__in=agencies)


@dataclass(frozen=True)
class OpenDossier:
    """A dossier as its page and its API answer show it.

    What most dossiers do not have is read only where the dossier or its events say that there is some: a statement
    each, however many rows.
    """

    dossier: Dossier
    events: list[Event]
    documents: list[Document]

    @cached_property
    def parties(self) -> list[Party]:
        """Whom it is about and who represents the applicant, where there is somebody."""
        if not any(event.facts.get("parties") for event in self.events):
            return []
        return list(self.dossier.parties.order_by("kind"))

    @cached_property
    def step_runs(self) -> list[StepRun]:
        """Every step and every opinion so far."""
        if not self.dossier.runs:
            return []
        return list(self.dossier.step_runs.select_related("agency", "officer", "given_by").order_by("number"))

    @cached_property
    def results(self) -> list[Result]:
        """Every version of every result."""
        if not self.dossier.proposals:
            return []
        return list(self.dossier.results.select_related("approver").order_by("kind", "seq"))

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to put a result in the person's hands."""
        if not self._has("dossier.result_sent", "dossier.returned"):
            return []
        return list(self.dossier.deliveries.order_by("id"))

    @cached_property
    def hand_overs(self) -> list[HandOver]:
        """Every list on which its papers were."""
        if not self._has("dossier.papers_handed_over"):
            return []
        return list(self.dossier.hand_overs.select_related("list__giver", "list__receiver").order_by("id"))

    def _has(self, *types: str) -> bool:
        return any(event.type in types for event in self.events)


def look_at(user: User, code: str) -> Dossier:
    """Return a dossier that `user` may see, without its contents: nothing is recorded."""
    rows = Dossier.objects.select_related("agency", "procedure_version")
    for may_see in (visible_to, involved):
        if found := rows.filter(may_see(user), province=settings.ONESTOP_PROVINCE, code=code).first():
            return found
    raise NotVisible(code)


def open_dossier(user: User, code: str) -> OpenDossier:
    """Return the dossier with its events and documents in three statements, one of them the access record.

    Every dossier has an event, so the events carry the dossier with them. Who is only involved (an opinion, a step,
    the papers) costs one statement more.
    """
    events = _events(code, visible_to(user)) or _events(code, involved(user))
    if not events:
        raise NotVisible(code)
    dossier = events[0].dossier
    documents = (
        Document.objects.filter(dossier=dossier).defer("text").select_related("requirement").order_by("id")
    )
    record(user, dossier, "dossier")
    return OpenDossier(dossier, events, list(documents))


def _events(code: str, condition: Q) -> list[Event]:
    """The events of the dossier with this code that meets the condition, each with its actor and the dossier."""
    dossiers = Dossier.objects.filter(condition, province=settings.ONESTOP_PROVINCE, code=code)
    related = ("procedure_version__procedure", "agency__area", "receiving_agency", "point", "officer")
    rows = Event.objects.filter(dossier__in=dossiers)
    return list(rows.select_related("actor", *(f"dossier__{each}" for each in related)).order_by("seq"))


def reads_opinion(user: User, dossier: Dossier, run: StepRun) -> bool:
    """Say whether a person reads the words of an opinion: who asks, who was asked, who supervises."""
    here = user.agency_ids(*READERS)
    return bool(here & {dossier.agency_id, run.agency_id}) or user.holds(Role.SUPERVISOR)


def open_document(user: User, key: str, rendition: str) -> Document:
    """Return a document of a dossier that `user` may see, or one that they uploaded and not yet handed in."""
    if rendition not in RENDITIONS:
        raise NotVisible(rendition)
    rows = Document.objects.select_related("dossier").filter(province=settings.ONESTOP_PROVINCE, key=key)
    document = rows.first()
    if document is None:
        raise NotVisible(key)
    if document.dossier is None:
        if document.uploaded_by_id != user.pk:
            raise NotVisible(key)
        return document
    if not _sees(user, document.dossier):
        raise NotVisible(key)
    record(user, document.dossier, f"{rendition} of {key}")
    return document


def _sees(user: User, dossier: Dossier) -> bool:
    """Say whether a person sees this dossier: their agency has it, or is involved in it."""
    rows = Dossier.objects.filter(pk=dossier.pk)
    return rows.filter(visible_to(user)).exists() or rows.filter(involved(user)).exists()


def open_result(user: User, code: str, *, kind: int = 1) -> Result:
    """Return the newest result of a kind, of a dossier that `user` may see."""
    rows = Result.objects.select_related("dossier", "approver").filter(kind=kind).order_by("-seq")
    for may_see in (visible_to, involved):
        seen = Dossier.objects.filter(may_see(user), province=settings.ONESTOP_PROVINCE, code=code)
        if result := rows.filter(dossier__in=seen).first():
            record(user, result.dossier, f"result {result.seq}")
            return result
    raise NotVisible(code)


def result_file(result: Result) -> str:
    """Return the file of a result as far as it has come; NotVisible before its page is made."""
    path = result.sealed_file or result.signed_file or result.rendered_file
    if not path:
        raise NotVisible(result.key)
    return path


def open_receipt(user: User, code: str) -> Document:
    """Return the receipt of a dossier that `user` may see; NotVisible until it is made."""
    visible = Dossier.objects.filter(visible_to(user), province=settings.ONESTOP_PROVINCE, code=code)
    receipt = (
        Document.objects.filter(dossier__in=visible, kind=Document.Kind.RECEIPT)
        .select_related("dossier")
        .first()
    )
    if receipt is None or receipt.dossier is None:
        raise NotVisible(code)
    record(user, receipt.dossier, "receipt")
    return receipt


def record(user: User | None, dossier: Dossier, what: str) -> None:
    """Write down that `user` (None: the holder of the tracking QR) opened `what`."""
    AccessRecord.objects.create(province=dossier.province, dossier=dossier, user=user, what=what)
