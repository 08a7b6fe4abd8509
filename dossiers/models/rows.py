"""Rows without the ORM's questions, on the path of every verb: fetch(), update(), and insert() in one statement.

What a queryset does, for the plain cases: columns by equality, no joins. Writing such a statement takes the ORM longer
than the database needs to answer it, so that each is written once per process. It runs on both engines;
tests/dossiers/test_rows.py compares every model with its queryset.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.expressions import DatabaseDefault

Row = TypeVar("Row", bound=models.Model)


def fetch(
    model: type[Row],
    where: Mapping[str, Any],
    *,
    order: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    lock: bool = False,
) -> list[Row]:
    """Return the rows whose columns have these values (none of them None), like filter(**where).order_by(*order).

    `without`: columns that are read when they are asked for. `lock`: as select_for_update() does.
    """
    database = connections[DEFAULT_DB_ALIAS]
    sql, names, converters = _selection(model, tuple(where), order, without, lock)
    with database.cursor() as cursor:
        cursor.execute(sql, list(where.values()))
        rows = cursor.fetchall()
    found = []
    for row in rows:
        values = list(row)
        for place, convert, column in converters:
            values[place] = convert(values[place], column, database)
        found.append(model.from_db(database.alias, names, values))
    return found


def update(row: models.Model, changes: Mapping[str, Any], *, where: Mapping[str, Any] | None = None) -> bool:
    """Write columns of one row that is there; False where it has not the values of `where` any more."""
    kept, database = where or {}, connections[DEFAULT_DB_ALIAS]
    sql, fields = _change(type(row), tuple(changes), tuple(kept))
    prepared = [
        field.get_db_prep_save(value, database) for field, value in zip(fields, changes.values(), strict=True)
    ]
    with database.cursor() as cursor:
        cursor.execute(sql, [*prepared, row.pk, *kept.values()])
        return bool(cursor.rowcount)


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


Convert = Callable[[Any, Any, Any], Any]


@cache
def _selection(
    model: type[models.Model],
    where: tuple[str, ...],
    order: tuple[str, ...],
    without: tuple[str, ...],
    lock: bool,
) -> tuple[str, list[str], list[tuple[int, Convert, Any]]]:
    """Return a SELECT, the names of what it reads, and what turns a column's value into the field's."""
    database, meta = connections[DEFAULT_DB_ALIAS], model._meta
    fields = [field for field in meta.concrete_fields if field.attname not in without]
    columns = [field.get_col(meta.db_table) for field in fields]
    converters = [
        (place, convert, column)
        for place, column in enumerate(columns)
        for convert in [*database.ops.get_db_converters(column), *column.get_db_converters(database)]
    ]
    quoted = ", ".join(_quoted(model, field.attname) for field in fields)
    sql = f"SELECT {quoted} FROM {meta.db_table} WHERE "
    sql += " AND ".join(f"{_quoted(model, name)} = %s" for name in where)
    if order:
        sql += " ORDER BY " + ", ".join(_quoted(model, name) for name in order)
    if lock and database.features.has_select_for_update:
        sql += " FOR UPDATE"
    return sql, [field.attname for field in fields], converters


@cache
def _change(
    model: type[models.Model], changed: tuple[str, ...], where: tuple[str, ...]
) -> tuple[str, list[Any]]:
    """Return an UPDATE of one row, and the fields that it writes."""
    sql = f"UPDATE {model._meta.db_table} SET "
    sql += ", ".join(f"{_quoted(model, name)} = %s" for name in changed)
    sql += " WHERE " + " AND ".join(f"{_quoted(model, name)} = %s" for name in ("id", *where))
    return sql, [_field(model, name) for name in changed]


def _field(model: type[models.Model], name: str) -> Any:
    """The field of an attribute as it stands on a row: `agency_id` of the key to an agency."""
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _quoted(model: type[models.Model], name: str) -> str:
    return connections[DEFAULT_DB_ALIAS].ops.quote_name(_field(model, name).column)
