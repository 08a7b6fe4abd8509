"""The seeds brought into the database: everything by its code, so that loading twice changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, Protocol, TypeVar

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.utils.timezone import now

from accounts.memory import forget_all
from accounts.models import Agency, Area, Membership, ServicePoint, User
from accounts.names import fold
from procedures.fees import Rate
from procedures.models import (
    FeeRule,
    FieldOfWork,
    OfficeHoursRule,
    Procedure,
    ProcedureVersion,
    Requirement,
    SpecialDay,
    Step,
)

from . import shapes
from .demo_accounts import PASSWORD
from .fields import SeedRefused


class _Branch(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def parent(self) -> str | None: ...


B = TypeVar("B", bound=_Branch)
M = TypeVar("M", bound=models.Model)


def load(seeds: shapes.Seeds, *, with_cast: bool) -> None:
    """Write all seeds in one transaction; raise SeedRefused when a published version would have to change."""
    with transaction.atomic():
        areas = _load_areas(seeds.areas)
        agencies = _load_agencies(seeds.agencies, areas)
        _load_service_points(seeds.service_points, agencies)
        _load_calendar(seeds.special_days, seeds.office_hours)
        _load_system_user()
        if with_cast:
            _load_cast(seeds.people, agencies)
        for procedure in seeds.procedures:
            _load_procedure(procedure)
    transaction.on_commit(forget_all)


def is_loaded() -> bool:
    """Say whether the database holds a catalogue; it is what load() writes last."""
    return ProcedureVersion.objects.exclude(published_at=None).exists()


def _load_areas(seeds: Iterable[shapes.AreaSeed]) -> dict[str, Area]:
    found: dict[str, Area] = {}
    for layer in _layers(seeds):
        rows = [Area(**{**asdict(seed), "parent": found.get(seed.parent or "")}) for seed in layer]
        found.update((area.code, area) for area in _upsert(Area, rows, by=["code"]))
    return found


def _load_agencies(seeds: Iterable[shapes.AgencySeed], areas: Mapping[str, Area]) -> dict[str, Agency]:
    found: dict[str, Agency] = {}
    for layer in _layers(seeds):
        rows = []
        for seed in layer:
            keys = {"parent": found.get(seed.parent or ""), "area": areas[seed.area]}
            rows.append(Agency(**{**asdict(seed), **keys, "province": settings.ONESTOP_PROVINCE}))
        found.update((agency.code, agency) for agency in _upsert(Agency, rows, by=["province", "code"]))
    return found


def _load_service_points(seeds: Iterable[shapes.ServicePointSeed], agencies: Mapping[str, Agency]) -> None:
    rows = [
        ServicePoint(
            province=settings.ONESTOP_PROVINCE, code=seed.code, name=seed.name, agency=agencies[seed.agency]
        )
        for seed in seeds
    ]
    # Whether a point is open, and its address, are for the centre to say: a second loading keeps them.
    _upsert(ServicePoint, rows, by=["province", "code"], keep=["is_open", "address"])


def _load_calendar(days: Iterable[shapes.SpecialDaySeed], hours: shapes.OfficeHoursSeed) -> None:
    _upsert(SpecialDay, [SpecialDay(**asdict(day)) for day in days], by=["on"])
    _upsert(OfficeHoursRule, [OfficeHoursRule(**asdict(hours), is_default=True)], by=["code"])
    OfficeHoursRule.objects.exclude(code=hours.code).filter(is_default=True).update(is_default=False)


def _load_system_user() -> None:
    User.objects.get_or_create(
        username=User.SYSTEM, defaults={"full_name": "Hệ thống", "password": make_password(None)}
    )


def _load_cast(people: Iterable[shapes.PersonSeed], agencies: Mapping[str, Agency]) -> None:
    """Make the people who are missing; one hash serves all, for they share one published password."""
    known = {user.username: user for user in User.objects.all()}
    missing = [person for person in people if person.username not in known]
    if missing:
        password = make_password(PASSWORD)
        made = [User(username=one.username, full_name=one.full_name, password=password) for one in missing]
        known.update((user.username, user) for user in User.objects.bulk_create(made))
    for person in people:
        for role, agency in person.roles:
            Membership.objects.get_or_create(
                user=known[person.username],
                agency=agencies[agency],
                role=role,
                from_on=person.valid_from_on,
                defaults={"title": person.title},
            )


def close_cast(people: Iterable[shapes.PersonSeed]) -> None:
    """Close the accounts of a demonstration that has ended: their password is published."""
    names = [person.username for person in people]
    for user in User.objects.filter(username__in=names, is_active=True):
        if check_password(PASSWORD, user.password):
            User.objects.filter(pk=user.pk).update(is_active=False)


def _load_procedure(seed: shapes.ProcedureSeed) -> None:
    field, _made = FieldOfWork.objects.update_or_create(
        code=seed.field_code, defaults={"name": seed.field_name}
    )
    procedure, _made = Procedure.objects.update_or_create(code=seed.code, defaults={"field": field})
    for version in seed.versions:
        stored = ProcedureVersion.objects.filter(procedure=procedure, number=version.number).first()
        if stored is None:
            _publish(procedure, version)
        else:
            _compare(seed.code, stored, version)


def _publish(procedure: Procedure, seed: shapes.VersionSeed) -> None:
    """Write a version with what belongs to it, then freeze it."""
    version = ProcedureVersion.objects.create(
        procedure=procedure,
        number=seed.number,
        search_name=fold(seed.name),
        valid_until_on=seed.valid_until_on,
        **_version_facts(seed),
    )
    Requirement.objects.bulk_create(Requirement(version=version, **facts) for facts in _requirements(seed))
    FeeRule.objects.bulk_create(FeeRule(version=version, **_fee_facts(rate)) for rate in seed.fees)
    Step.objects.bulk_create(Step(version=version, **asdict(step)) for step in seed.steps)
    version.published_at = now()
    version.save(update_fields=["published_at"])


def _compare(code: str, stored: ProcedureVersion, seed: shapes.VersionSeed) -> None:
    """Refuse a change of a published version; only its end may still be set, when a successor comes."""
    differing = [name for name, value in _version_facts(seed).items() if getattr(stored, name) != value]
    parts: list[tuple[str, Iterable[models.Model], list[dict[str, Any]]]] = [
        ("requirements", stored.requirements.order_by("number"), _requirements(seed)),
        ("fees", stored.fee_rules.order_by("pk"), [_fee_facts(rate) for rate in seed.fees]),
        ("steps", stored.steps.order_by("number"), [asdict(step) for step in seed.steps]),
    ]
    differing += [name for name, rows, wanted in parts if not _are(rows, wanted)]
    if differing:
        sentence = (
            f"This version is published and differs in: {', '.join(differing)}. Give the change a new number."
        )
        raise SeedRefused(f"{code}.yaml", f"version {seed.number}", sentence)
    if stored.valid_until_on != seed.valid_until_on:
        ProcedureVersion.objects.filter(pk=stored.pk).update(valid_until_on=seed.valid_until_on)


def _are(rows: Iterable[models.Model], wanted: list[dict[str, Any]]) -> bool:
    """Say whether the stored rows are the wanted ones, in this order."""
    stored = list(rows)
    alike = [{key: getattr(row, key) for key in facts} for row, facts in zip(stored, wanted, strict=False)]
    return len(stored) == len(wanted) and alike == wanted


def _version_facts(seed: shapes.VersionSeed) -> dict[str, Any]:
    """Return the frozen fields of a version as the model keeps them."""
    copied = ("name", "service_level", "is_nonterritorial", "competence", "result_name", "result_symbol")
    return {
        **{name: getattr(seed, name) for name in (*copied, "decision", "valid_from_on")},
        "channels": list(seed.channels),
        "time_quantity": seed.time_limit.quantity,
        "time_unit": str(seed.time_limit.unit),
        "cutoff": seed.time_limit.cutoff,
        "legal_bases": list(seed.legal_bases),
    }


def _requirements(seed: shapes.VersionSeed) -> list[dict[str, Any]]:
    return [{**asdict(paper), "channels": list(paper.channels)} for paper in seed.requirements]


def _fee_facts(rate: Rate) -> dict[str, Any]:
    """Return a fee rule as the model keeps it and procedures.fees.rate_of() reads it."""
    tiers = [{"from_unit": tier.first, "to_unit": tier.last, "amount": tier.amount} for tier in rate.tiers]
    copied = ("kind", "name", "amount", "collected_at", "source", "valid_from_on", "valid_until_on")
    return {
        **{name: getattr(rate, name) for name in copied},
        "channels": list(rate.channels),
        "per": str(rate.per),
        "tiers": tiers,
        "cap": None if rate.cap is None else {"amount": rate.cap, "per": "COPY"},
    }


def _layers(seeds: Iterable[B]) -> Iterable[list[B]]:
    """Yield parents before their children, as many at once as can be; reading has checked that all are known."""
    waiting = list(seeds)
    done: set[str | None] = {None}
    while waiting:
        layer = [seed for seed in waiting if seed.parent in done]
        if not layer:
            raise SeedRefused("seeds", waiting[0].code, "Its parents form a circle.")
        yield layer
        done.update(seed.code for seed in layer)
        waiting = [seed for seed in waiting if seed.code not in done]


def _upsert(model: type[M], rows: list[M], *, by: list[str], keep: Iterable[str] = ()) -> list[M]:
    """Insert the rows, or update those whose `by` fields are there already, but for the fields in `keep`."""
    fields = [field.name for field in model._meta.concrete_fields if not field.primary_key]
    changing = [name for name in fields if name not in by and name not in keep]
    return model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=by, update_fields=changing
    )
