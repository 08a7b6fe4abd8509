"""The indexes of a dossier, each for one question that pages ask all day; the partial ones hold open work only."""

from django.db import models
from django.db.models import Q

from .status import IS_CLOSED, IS_HELD, IS_OPEN

INDEXES = [
    models.Index(fields=["agency", "due_at", "id"], name="open_by_agency", condition=IS_OPEN),
    models.Index(
        fields=["receiving_agency", "due_at", "id"],
        name="open_by_receiver",
        condition=IS_OPEN,
    ),
    models.Index(
        fields=["agency", "id"],
        name="decided_by_agency",
        condition=Q(status__in=["processed", "issued"]),
    ),
    models.Index(
        fields=["receiving_agency", "id"],
        name="waiting_at_receiver",
        condition=Q(status__in=["submitted", "processed", "issued"]),
    ),
    models.Index(fields=["province", "received_at"], name="received_by_day"),
    models.Index(fields=["id_index"], name="by_id_number"),
    models.Index(fields=["officer", "agency"], name="held_by_officer", condition=IS_HELD),
    models.Index(fields=["step_agency", "step_role", "due_at"], name="at_step", condition=IS_OPEN),
    models.Index(
        fields=["papers_at", "id"], name="papers_here", condition=~Q(papers_at=None) & Q(transit_to=None)
    ),
    models.Index(fields=["id"], name="not_yet_archived", condition=IS_CLOSED & Q(archived_at=None)),
    models.Index(
        fields=["finished_at"], name="not_yet_erased", condition=~Q(archived_at=None) & Q(erased_at=None)
    ),
    models.Index(fields=["id"], name="being_replaced", condition=Q(replacing=True)),
    models.Index(fields=["transit_to", "id"], name="papers_awaited", condition=~Q(transit_to=None)),
    models.Index(fields=["helped_at", "id"], name="helped_at_point", condition=~Q(helped_at=None)),
]
