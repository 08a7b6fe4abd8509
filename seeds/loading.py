"""The seeds brought into the database: everything by its code, so that loading twice changes nothing."""

from django.db import transaction

from accounts.memory import forget_all
from procedures.models import ProcedureVersion

from . import shapes
from .loading_calendar import load_calendar
from .loading_places import (
    close_cast,
    load_agencies,
    load_areas,
    load_cast,
    load_service_points,
    load_system_user,
)
from .loading_procedures import load_procedures

__all__ = ["close_cast", "is_loaded", "load"]


def load(seeds: shapes.Seeds, *, with_cast: bool) -> None:
    """Write all seeds in one transaction; raise SeedRefused when a published version would have to change."""
    with transaction.atomic():
        areas = load_areas(seeds.areas)
        agencies = load_agencies(seeds.agencies, areas)
        load_service_points(seeds.service_points, agencies)
        load_calendar(seeds.calendar, agencies)
        load_system_user()
        if with_cast:
            load_cast(seeds.people, agencies)
        load_procedures(seeds.procedures)
    transaction.on_commit(forget_all)


def is_loaded() -> bool:
    """Say whether the database holds a catalogue; it is what load() writes last."""
    return ProcedureVersion.objects.exclude(published_at=None).exists()
