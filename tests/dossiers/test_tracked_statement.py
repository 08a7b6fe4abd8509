"""The citizen's statement, written once by the ORM, answers what the ORM would answer each time."""

import pytest
from django.conf import settings

from dossiers.citizen_queries import TRACKED, _tracked_rows, tracked
from dossiers.models import Dossier, Event
from tests import journeys

pytestmark = pytest.mark.django_db


def _by_the_orm(token: str) -> list[tuple[object, ...]]:
    of_token = Event.objects.filter(dossier__token=token, dossier__province=settings.ONESTOP_PROVINCE)
    return list(of_token.order_by("seq").values_list(*TRACKED))


def test_the_statement_answers_as_the_orm_does_for_one_dossier_after_the_other() -> None:
    dossiers: list[Dossier] = [journeys.in_process(), journeys.submitted()]
    for dossier in [*dossiers, *dossiers]:
        rows = _tracked_rows().answer(token=dossier.token, province=settings.ONESTOP_PROVINCE)
        assert rows and rows == _by_the_orm(dossier.token)


def test_a_dossier_of_another_province_and_an_unknown_token_are_not_found() -> None:
    dossier = journeys.submitted()
    assert _tracked_rows().answer(token=dossier.token, province="01") == []
    assert tracked("token") is None
