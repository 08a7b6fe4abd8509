"""upsert(): rows inserted, or updated where they are there already."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


def upsert(model: type[M], rows: list[M], *, by: list[str], keep: Iterable[str] = ()) -> list[M]:
    """Insert the rows, or update those whose `by` fields are there already, but for the fields in `keep`."""
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    changing = [name for name in fields if name not in by and name not in keep]
    return model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=by, update_fields=changing
    )
