"""insert(): new rows of one model in one statement."""

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import DatabaseDefault


def insert(*rows: models.Model) -> None:
    """Write new rows of one model and give them their keys.

    What save() and bulk_create() do, without their signals and questions: half the time, on the path of every verb.
    Columns that no row fills are left to the database, which keeps the statement short: drivers prepare short ones.
    """
    fields, database = _fields(type(rows[0])), connections[DEFAULT_DB_ALIAS]
    values = [[field.pre_save(row, True) for field in fields] for row in rows]
    filled = tuple(n for n, column in enumerate(zip(*values, strict=True)) if any(map(_is_given, column)))
    head, places = _statement(type(rows[0]), filled)
    prepared = [fields[n].get_db_prep_save(row[n], database) for row in values for n in filled]
    with database.cursor() as cursor:
        cursor.execute(f"{head} VALUES {', '.join([places] * len(rows))} RETURNING id", prepared)
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key
            row._state.adding, row._state.db = False, database.alias
    for name, value in _defaults(type(rows[0]), filled):
        for row in rows:
            if isinstance(getattr(row, name), DatabaseDefault):
                setattr(row, name, value)


def _is_given(value: Any) -> bool:
    return value is not None and not isinstance(value, DatabaseDefault)


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    """The fields of a model but its key, which the database gives."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


@cache
def _statement(model: type[models.Model], filled: tuple[int, ...]) -> tuple[str, str]:
    """Return head and places of an INSERT into the columns of the fields with these numbers."""
    fields = _fields(model)
    columns = ", ".join(connections[DEFAULT_DB_ALIAS].ops.quote_name(fields[n].column) for n in filled)
    return f"INSERT INTO {model._meta.db_table} ({columns})", f"({', '.join(['%s'] * len(filled))})"


@cache
def _defaults(model: type[models.Model], filled: tuple[int, ...]) -> tuple[tuple[str, Any], ...]:
    """Return the columns that the database fills by their default, and what it writes there."""
    empty = (field for n, field in enumerate(_fields(model)) if n not in filled)
    return tuple((field.attname, field.db_default) for field in empty if field.has_db_default())
