"""What a refusal must leave behind: nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from dossiers.models import ClockRun, Document, Dossier, Event, OutboxMessage, Result


def standing(dossier: Dossier) -> list[Any]:
    """Every row of a dossier as it stands in the database now."""
    return [
        list(Dossier.objects.filter(pk=dossier.pk).values()),
        *[
            list(rows.order_by("pk").values())
            for rows in (
                Event.objects.filter(dossier=dossier),
                OutboxMessage.objects.filter(event__dossier=dossier),
                ClockRun.objects.filter(dossier=dossier),
                Document.objects.filter(dossier=dossier),
                Result.objects.filter(dossier=dossier),
            )
        ],
    ]


@contextmanager
def refused(
    dossier: Dossier, error: type[Exception] | tuple[type[Exception], ...], code: str = ".*"
) -> Iterator[None]:
    """Expect this refusal, and that the dossier stands as it stood before."""
    before = standing(dossier)
    with pytest.raises(error, match=code):
        yield
    assert standing(dossier) == before
