"""Migration 0007: what was open before there were steps stands on its step, and goes on from there."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps

from dossiers.models import Dossier, StepRun
from tests.dossiers.routes import OFFICER, at, propose, steps
from tests.journeys import in_process, processed, proposed

pytestmark = pytest.mark.django_db
upgrade = import_module("dossiers.migrations.0007_on_their_steps")


def as_before(journey: Callable[[], Dossier]) -> Dossier:
    """A dossier as the program before left it: no runs, at no step."""
    dossier = journey()
    StepRun.objects.filter(dossier=dossier).delete()
    Dossier.objects.filter(pk=dossier.pk).update(runs=0, step="", step_role="", step_agency=None)
    upgrade.stand_on_steps(apps, None)
    return dossier


@pytest.mark.parametrize(
    ("journey", "step", "responsible"),
    [(in_process, "examine", OFFICER), (proposed, "sign", "kyduyet.anxuyen"), (processed, "issue", "")],
)
def test_it_stands_on_its_step(journey: Callable[[], Dossier], step: str, responsible: str) -> None:
    dossier = as_before(journey)
    assert at(dossier) == (step, responsible)
    assert steps(dossier) == [(step, "")]


def test_it_goes_on_from_there() -> None:
    assert at(propose(as_before(in_process))) == ("sign", "kyduyet.anxuyen")


def test_once_is_enough() -> None:
    dossier = as_before(in_process)
    upgrade.stand_on_steps(apps, None)
    assert len(steps(dossier)) == 1
