"""Areas, agencies, service points and the cast, brought into the database by their codes."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Protocol, TypeVar

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models

from accounts.models import Agency, Area, Membership, ServicePoint, StaffAct, User

from . import shapes
from .demo_accounts import PASSWORD
from .fields import SeedRefused
from .upserting import upsert


class _Branch(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def parent(self) -> str | None: ...
    @property
    def successor(self) -> str | None: ...


B = TypeVar("B", bound=_Branch)
M = TypeVar("M", bound=models.Model)


def load_areas(seeds: Iterable[shapes.AreaSeed]) -> dict[str, Area]:
    found: dict[str, Area] = {}
    seeds = list(seeds)
    for layer in _layers(seeds):
        rows = [Area(**_plain(seed), parent=found.get(seed.parent or "")) for seed in layer]
        found.update((area.code, area) for area in upsert(Area, rows, by=["code"], keep=["successor"]))
    _set_successors(Area, seeds, found)
    return found


def load_agencies(seeds: Iterable[shapes.AgencySeed], areas: Mapping[str, Area]) -> dict[str, Agency]:
    """Write the agencies; one that was renamed or closed here since keeps what was done to it."""
    found: dict[str, Agency] = {}
    seeds, changed_here = list(seeds), _changed_here()
    for layer in _layers(seeds):
        rows = [
            Agency(
                **_plain(seed) | {"area": areas[seed.area]},
                parent=found.get(seed.parent or ""),
                province=settings.ONESTOP_PROVINCE,
            )
            for seed in layer
        ]
        ours = [row for row in rows if row.code in changed_here]
        others = [row for row in rows if row.code not in changed_here]
        by = ["province", "code"]
        kept = ["name", "short_name", "valid_until_on", "successor"]
        written = upsert(Agency, others, by=by, keep=["successor"]) + upsert(Agency, ours, by=by, keep=kept)
        found.update((agency.code, agency) for agency in written)
    _set_successors(Agency, [seed for seed in seeds if seed.code not in changed_here], found)
    return found


def _changed_here() -> set[str]:
    acts = StaffAct.objects.filter(verb__in=["rename_agency", "close_agency"])
    return set(acts.values_list("agency__code", flat=True))


def _plain(seed: shapes.AreaSeed | shapes.AgencySeed) -> dict[str, object]:
    """The fields of a seed that are no references."""
    return {name: value for name, value in asdict(seed).items() if name not in ("parent", "successor")}


def _set_successors(model: type[M], seeds: Iterable[_Branch], found: Mapping[str, M]) -> None:
    for seed in seeds:
        if seed.successor:
            row = found[seed.code]
            model._default_manager.filter(pk=row.pk).update(successor=found[seed.successor])


def load_service_points(seeds: Iterable[shapes.ServicePointSeed], agencies: Mapping[str, Agency]) -> None:
    rows = [
        ServicePoint(**asdict(seed) | {"agency": agencies[seed.agency]}, province=settings.ONESTOP_PROVINCE)
        for seed in seeds
    ]
    # Whether a point is open, and its address, are for the centre to say: a second loading keeps them.
    upsert(ServicePoint, rows, by=["province", "code"], keep=["is_open", "address"])


def load_system_user() -> None:
    User.objects.get_or_create(
        username=User.SYSTEM, defaults={"full_name": "Hệ thống", "password": make_password(None)}
    )


def load_cast(people: Iterable[shapes.PersonSeed], agencies: Mapping[str, Agency]) -> None:
    """Make the people who are missing; one hash serves all, for they share one published password.

    A membership that was ended here stays ended.
    """
    people = list(people)
    known = {user.username: user for user in User.objects.all()}
    missing = [person for person in people if person.username not in known]
    if missing:
        password = make_password(PASSWORD)
        made = [User(username=one.username, full_name=one.full_name, password=password) for one in missing]
        known.update((user.username, user) for user in User.objects.bulk_create(made))
    posts = set(Membership.objects.values_list("user", "agency", "role", "from_on"))
    Membership.objects.bulk_create(
        Membership(
            user=known[person.username],
            agency=agencies[agency],
            role=role,
            from_on=person.valid_from_on,
            title=person.title,
        )
        for person in people
        for role, agency in person.roles
        if (known[person.username].pk, agencies[agency].pk, role, person.valid_from_on) not in posts
    )


def close_cast(people: Iterable[shapes.PersonSeed]) -> None:
    """Close the accounts of a demonstration that has ended: their password is published."""
    names = [person.username for person in people]
    for user in User.objects.filter(username__in=names, is_active=True):
        if check_password(PASSWORD, user.password):
            User.objects.filter(pk=user.pk).update(is_active=False)


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
