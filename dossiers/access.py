"""Which dossiers a person may see, and the only way to open one; each opening leaves an access record.

A person sees what their service centre received, what their agency is competent for, and a supervisor sees all
of the province; who helps people to file sees what was helped with at their points. Every list, search, export
and file goes through `visible_to`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.queries import agency_by_key, person_by_key, point_by_key
from accounts.roles import HELPERS, Role
from procedures.queries import version_with_all

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
from .models.rows import fetch, insert
from .models.status import CLOSED

T = TypeVar("T")


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

    Who has done a step or given an opinion sees it until the dossier ends; who left a step unfinished (it was rerouted
    or released) sees it no more. Asked for one dossier by its code, after visible_to has said no; their lists are
    those of dossiers.queries.
    """
    agencies = user.agency_ids(*READERS)
    if not agencies:
        return NOTHING
    runs = StepRun.objects.filter(dossier=OuterRef("pk"), agency__in=agencies)
    runs = runs.exclude(ending=StepRun.Ending.LEFT)
    goes_on = ~Q(status__in=[str(status) for status in CLOSED])
    return Q(Exists(runs)) & goes_on | Q(transit_to_id__in=agencies) | Q(papers_at_id__in=agencies)


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
        runs = fetch(StepRun, {"dossier_id": self.dossier.pk}, order=("number",))
        for run in runs:
            run.dossier, run.agency = self.dossier, _known(agency_by_key(run.agency_id))
            run.given_by = _known(person_by_key(run.given_by_id))
            run.officer = person_by_key(run.officer_id) if run.officer_id else None
        return runs

    @cached_property
    def results(self) -> list[Result]:
        """Every version of every result."""
        if not self.dossier.proposals:
            return []
        results = fetch(Result, {"dossier_id": self.dossier.pk}, order=("kind", "seq"))
        for result in results:
            result.dossier = self.dossier
            result.approver = person_by_key(result.approver_id) if result.approver_id else None
        return results

    @cached_property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to put a result in the person's hands."""
        if not self._has("dossier.result_sent", "dossier.returned"):
            return []
        return fetch(Delivery, {"dossier_id": self.dossier.pk}, order=("id",))

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
    """Return the dossier with its events and documents in four statements, one of them the access record.

    What all dossiers share comes from memory. Who is only involved (an opinion, a step, the papers) costs one statement
    more.
    """
    found = fetch(Dossier, {"province": settings.ONESTOP_PROVINCE, "code": code})
    if not found or not sees(user, found[0]):
        raise NotVisible(code)
    (dossier,) = found
    recall(dossier)
    dossier.officer = person_by_key(dossier.officer_id) if dossier.officer_id else None
    of_dossier = {"dossier_id": dossier.pk}
    events = fetch(Event, of_dossier, order=("seq",))
    for event in events:
        event.dossier, event.actor = dossier, _known(person_by_key(event.actor_id))
    documents = fetch(Document, of_dossier, order=("id",), without=("text",))
    asked = {requirement.pk: requirement for requirement in dossier.procedure_version.requirements.all()}
    for document in documents:
        document.dossier = dossier
        if document.requirement_id in asked:
            document.requirement = asked[document.requirement_id]
    record(user, dossier, "dossier")
    return OpenDossier(dossier, events, documents)


def reads_contents(user: User) -> bool:
    """Say whether a person reads what officials write: who only helps people to file does not."""
    return user.is_system or bool(user.agency_ids(*READERS))


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
    if not sees(user, document.dossier):
        raise NotVisible(key)
    record(user, document.dossier, f"{rendition} of {key}")
    return document


def sees(user: User, dossier: Dossier) -> bool:
    """Say of a dossier that was read already what visible_to and involved ask the database; a test compares them."""
    if user.is_system or user.holds(Role.SUPERVISOR):
        return True
    if user.agency_ids(*READERS) & {dossier.receiving_agency_id, dossier.agency_id}:
        return True
    helped = user.agency_ids(*HELPERS)
    if helped and dossier.helped_at is not None and dossier.helped_at.agency_id in helped:
        return True
    return Dossier.objects.filter(involved(user), pk=dossier.pk).exists()


def recall(dossier: Dossier) -> None:
    """Give a dossier that was read alone what every process remembers: its version, its agencies, its point."""
    dossier.procedure_version = _known(version_with_all(dossier.procedure_version_id))
    dossier.agency = _known(agency_by_key(dossier.agency_id))
    dossier.receiving_agency = _known(agency_by_key(dossier.receiving_agency_id))
    dossier.point = _known(point_by_key(dossier.point_id))


def _known(found: T | None) -> T:
    assert found is not None  # a foreign key leads to it
    return found


def open_result(user: User, code: str, *, kind: int = 1) -> Result:
    """Return the newest result of a kind, of a dossier that `user` may see; who only helps, once it is issued."""
    rows = Result.objects.select_related("dossier", "approver").filter(kind=kind).order_by("-seq")
    if not reads_contents(user):
        rows = rows.exclude(issued_at=None)
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
    insert(AccessRecord(province=dossier.province, dossier=dossier, user=user, what=what))
