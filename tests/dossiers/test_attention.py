"""What needs attention: unreadable papers and parked work, of the dossiers that a person may see."""

import pytest
from django.utils.timezone import now

from accounts.models import User
from dossiers import actions, queries
from dossiers.models import Document, OutboxMessage
from tests.conftest import Who
from tests.journeys import (
    accepted,
    run_background,
    unreadable_scan,
)

pytestmark = pytest.mark.django_db


def test_an_unreadable_paper_needs_attention(clerk: User, officer: User) -> None:
    dossier = accepted(papers=[{"document": unreadable_scan(clerk).key}])
    run_background("digitisation")
    for by in (clerk, officer):
        (found,) = queries.needs_attention(by)
        assert (found.dossier, found.code, found.what) == (dossier, "image_broken", "hong.png")


def test_a_better_scan_takes_it_off_the_list(clerk: User) -> None:
    dossier = accepted(papers=[{"document": unreadable_scan(clerk).key}])
    run_background("digitisation")
    better = unreadable_scan(clerk)  # not read yet
    actions.attach(
        dossier.code, key=better.key, replaces=Document.objects.exclude(pk=better.pk).get().key, by=clerk
    )
    assert queries.needs_attention(clerk) == []


def test_parked_work_needs_attention_of_who_may_see_the_dossier(clerk: User, who: Who) -> None:
    dossier = accepted()
    OutboxMessage.objects.filter(subscriber="dossiers.render_receipt").update(
        parked_at=now(), failure_code="failed"
    )
    (found,) = queries.needs_attention(clerk)
    assert (found.dossier, found.what, found.code) == (dossier, "dossiers.render_receipt", "failed")
    assert found.message_id is not None
    for username in ("tiepnhan.anxuyen", "thuly.datmui", "quantri"):
        assert queries.needs_attention(who(username)) == []


def test_an_upload_that_no_dossier_took_needs_nobody(clerk: User) -> None:
    unreadable_scan(clerk)
    Document.objects.update(failure_code="image_broken")
    assert queries.needs_attention(clerk) == []
