"""Rows read and written without the ORM's questions are the rows that querysets read and write."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from accounts.models import User
from dossiers import access
from dossiers.models import Dossier, Event, StepRun
from dossiers.models.rows import fetch, update
from tests.dossiers.playing import PEOPLE, person
from tests.dossiers.situations import SITUATIONS
from tests.journeys import accepted, again, returned, run_background, user

pytestmark = pytest.mark.django_db


def columns(row: models.Model) -> dict[str, Any]:
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in kept.items()}


def test_every_model_is_read_as_its_queryset_reads_it() -> None:
    for build in (returned, *SITUATIONS.values()):
        build()
    run_background("default", "results")
    read = 0
    for model in apps.get_app_config("dossiers").get_models():
        for row in model._default_manager.all()[:20]:
            (found,) = fetch(model, {"id": row.pk})
            assert columns(found) == columns(row), model
            assert not found._state.adding
            read += 1
    assert read > 100


def test_order_and_what_is_left_out() -> None:
    dossier = returned()
    events = fetch(Event, {"dossier_id": dossier.pk}, order=("seq",), without=("facts",))
    assert [event.seq for event in events] == list(range(1, dossier.version + 1))
    assert "facts" not in events[0].__dict__
    assert events[0].facts["procedure"] == "2.000635"


def test_a_row_is_written_where_it_is_as_it_was_seen() -> None:
    run = StepRun.objects.filter(dossier=returned()).first()
    assert run is not None
    assert update(run, {"answer": "Đồng ý", "minutes": None})
    assert StepRun.objects.get(pk=run.pk).answer == "Đồng ý"
    assert not update(run, {"answer": "Không"}, where={"number": 99})
    assert StepRun.objects.get(pk=run.pk).answer == "Đồng ý"


@pytest.mark.parametrize("name", ["received", "in process, an opinion is awaited", "returned"])
def test_who_sees_is_asked_of_a_row_as_of_the_database(name: str) -> None:
    dossier = SITUATIONS[name]()
    helped = accepted(helped_at="H12.264.01-HT1", channel="POSTAL")
    for column in PEOPLE:
        _same(person(column), dossier)
        _same(person(column), helped)
    for stranger in ("thuly.datmui", "tiepnhan.anxuyen", "tiepnhan.tinh", "kyduyet.tuphap"):
        _same(user(stranger), dossier)


def _same(reader: User, dossier: Dossier) -> None:
    rows = Dossier.objects.filter(pk=dossier.pk)
    by_rows = rows.filter(access.visible_to(reader)).exists() or rows.filter(access.involved(reader)).exists()
    assert access.sees(reader, again(dossier)) == by_rows, reader
