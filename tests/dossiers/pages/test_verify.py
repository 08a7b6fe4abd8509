"""The public page of a result: in force, replaced, void and forged are four things."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from dossiers import actions
from dossiers.models import Dossier, Result
from tests import journeys
from tests.catalogue import newer
from tests.journeys import CONTENT, TWO_RESULTS

pytestmark = pytest.mark.django_db


def page(client: Client, result: Result) -> str:
    client.post("/language/", {"language": "en", "next": "/"})
    return client.get(f"/v/{result.key}/").content.decode()


def both(dossier: Dossier) -> tuple[Result, Result]:
    old, new = dossier.results.order_by("seq")
    return old, new


def test_a_replaced_result_names_the_one_in_its_place(client: Client) -> None:
    old, new = both(journeys.replaced())
    text = page(client, old)
    assert 'data-verdict="replaced"' in text
    assert f"number {new.number_text} was issued on" in text
    assert old.number_text in text
    assert "nothing was changed" not in text
    assert client.get(f"/v/{old.key}/document.pdf").content.startswith(b"%PDF-")
    assert new.key not in text  # who holds the old paper is not given the new one


def test_the_new_one_is_genuine(client: Client) -> None:
    _old, new = both(journeys.replaced())
    assert 'data-verdict="genuine"' in page(client, new)


def test_until_the_new_one_is_issued_the_old_one_is_in_force(client: Client) -> None:
    old, new = both(journeys.replacing())
    assert 'data-verdict="genuine"' in page(client, old)
    assert 'data-verdict="pending"' in page(client, new)


def test_a_replaced_result_that_was_changed_is_forged(client: Client) -> None:
    old, _new = both(journeys.replaced())
    path = Path(settings.MEDIA_ROOT) / old.sealed_file
    path.write_bytes(path.read_bytes()[:-9])
    assert 'data-verdict="forged"' in page(client, old)


def test_replaced_twice_it_names_the_one_in_force(client: Client, officer: User) -> None:
    dossier = journeys.replaced(journeys.replaced())
    first, _second, third = dossier.results.order_by("seq")
    assert third.number_text in page(client, first)


def test_a_number_that_was_not_used_is_void(client: Client, officer: User) -> None:
    newer("2.000635", results=TWO_RESULTS)
    dossier = journeys.in_process()
    for kind in (1, 2):
        actions.propose(dossier.code, outcome="granted", content=CONTENT, kind=kind, alone=True, by=officer)
    assert 'data-verdict="void"' in page(client, dossier.results.get(kind=1))


def test_a_refusal_is_a_letter(client: Client, officer: User) -> None:
    dossier = journeys.in_process()
    actions.propose(dossier.code, outcome="refused", content="Không đủ điều kiện.", by=officer)
    journeys.issued_anew(dossier.code)
    assert "Letter of refusal" in page(client, dossier.results.get())
