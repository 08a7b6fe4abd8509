"""Which dossiers a person may see, and the only way to open one; each opening leaves an access record.

A person sees what their service centre received, what their agency is competent for, and a supervisor sees all
of the province; who helps people to file sees what was helped with at their points. Every list, search, export
and file goes through `visible_to`.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from accounts.roles import HELPERS, Role

from .models import AccessRecord, Document, Dossier, Event, Result, StepRun


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
    """A dossier as its page and its API answer show it."""

    dossier: Dossier
    events: list[Event]
    documents: list[Document]


def open_dossier(user: User, code: str) -> OpenDossier:
    """Return the dossier with its events and documents in three statements, one of them the access record.

    Every dossier has an event, so the events carry the dossier with them.
    """
    visible = Dossier.objects.filter(visible_to(user), province=settings.ONESTOP_PROVINCE, code=code)
    events = list(
        Event.objects.filter(dossier__in=visible)
        .select_related(
            "actor",
            "dossier__procedure_version__procedure",
            "dossier__agency__area",
            "dossier__receiving_agency",
            "dossier__point",
            "dossier__officer",
        )
        .order_by("seq")
    )
    if not events:
        raise NotVisible(code)
    dossier = events[0].dossier
    documents = (
        Document.objects.filter(dossier=dossier).defer("text").select_related("requirement").order_by("id")
    )
    record(user, dossier, "dossier")
    return OpenDossier(dossier, events, list(documents))


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
    if not Dossier.objects.filter(visible_to(user), pk=document.dossier.pk).exists():
        raise NotVisible(key)
    record(user, document.dossier, f"{rendition} of {key}")
    return document


def open_result(user: User, code: str) -> Result:
    """Return the result in force of a dossier that `user` may see."""
    visible = Dossier.objects.filter(visible_to(user), province=settings.ONESTOP_PROVINCE, code=code)
    result = (
        Result.objects.filter(dossier__in=visible)
        .select_related("dossier", "approver")
        .order_by("-seq")
        .first()
    )
    if result is None:
        raise NotVisible(code)
    record(user, result.dossier, f"result {result.seq}")
    return result


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
