"""Listed entries of the catalogue written many at once: a procedure's name, field and what else a list says."""

from collections.abc import Iterable, Mapping, Sequence

from accounts.models import User
from accounts.names import fold

from .interchange import Item
from .models import CatalogueAct, FieldOfWork, Procedure, ProcedureVersion
from .storing import columns

AT_ONCE = 1_000


def make_entries(items: Sequence[Item], *, by: User) -> None:
    """Make listed entries of procedures that the catalogue does not have."""
    fields = _fields(items)
    Procedure.objects.bulk_create(
        [Procedure(code=item.content.code, field=fields[item.content.field_code]) for item in items],
        ignore_conflicts=True,
        batch_size=AT_ONCE,
    )
    codes = [item.content.code for item in items]
    procedures = {one.code: one for one in Procedure.objects.filter(code__in=codes)}
    versions = ProcedureVersion.objects.bulk_create(
        [
            ProcedureVersion(
                procedure=procedures[item.content.code],
                number=item.content.number,
                status=ProcedureVersion.Status.LISTED,
                **columns(item.content),
            )
            for item in items
        ],
        batch_size=AT_ONCE,
    )
    _record(versions, by)


def change_entries(entries: Sequence[tuple[Item, ProcedureVersion]], *, by: User) -> None:
    """Bring listed entries to what a list says; what it does not say stays."""
    names = set[str]()
    for item, version in entries:
        wanted = columns(item.content)
        said = {*item.said, "search_name"} if "name" in item.said else item.said
        for name in said:
            setattr(version, name, wanted[name])
        names |= said
    if entries:
        versions = [version for _item, version in entries]
        ProcedureVersion.objects.bulk_update(versions, sorted(names), batch_size=AT_ONCE)
        _record(versions, by)


def _fields(items: Iterable[Item]) -> Mapping[str, FieldOfWork]:
    """Return the field of each code in the file: by its code, else by its name, else a new one."""
    known = list(FieldOfWork.objects.all())
    by_code = {field.code: field for field in known}
    by_name = {fold(field.name): field for field in known}
    found: dict[str, FieldOfWork] = {}
    for item in items:
        code, name = item.content.field_code, item.content.field_name
        if code not in found:
            field = by_code.get(code) or by_name.get(fold(name))
            found[code] = field or FieldOfWork.objects.create(
                code=code, name=name, is_official=code.startswith("G") and "-" in code
            )
            by_name.setdefault(fold(name), found[code])
    return found


def _record(versions: Sequence[ProcedureVersion], by: User) -> None:
    CatalogueAct.objects.bulk_create(
        [CatalogueAct(version=version, verb="import", by=by) for version in versions], batch_size=AT_ONCE
    )
