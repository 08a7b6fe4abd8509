"""Who sees a dossier when their part in it is over, what colleagues write, and what is left after erasure."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions
from dossiers.archiving.package import PackageBroken
from dossiers.models import Dossier, OutboxMessage, Result
from payments.models import Charge
from tests.conftest import Api
from tests.journeys import again, in_process, proposed, returned, run_background, user

pytestmark = pytest.mark.django_db
OFFICER, CLERK, ASKED, HELPER = "thuly.anxuyen", "tiepnhan.datmui", "thuly.tuphap", "buudien.datmui"


def opinion(dossier: Dossier, *, verdict: str = "") -> None:
    hours = Decimal(8)
    actions.ask_opinion(dossier.code, of="H12.03", question="Kín: hỏi", hours=hours, by=user(OFFICER))
    if verdict:
        actions.give_opinion(dossier.code, verdict=verdict, answer="Kín: đáp", by=user(ASKED))


def withdrawn(dossier: Dossier) -> None:
    actions.withdraw(dossier.code, reason="Theo đơn.", money="none", by=user(CLERK))


def settled() -> None:
    OutboxMessage.objects.update(done_at=now(), parked_at=None)
    Charge.objects.update(state=Charge.State.SETTLED)


# --- whose part is over ------------------------------------------------------------------------------------
def test_who_was_asked_sees_it_until_it_ends(api: Api) -> None:
    dossier = in_process()
    opinion(dossier, verdict="agrees")
    asked, path = api(user(ASKED)), f"/api/v1/dossiers/{dossier.code}/"
    assert asked.get(path).status_code == 200
    withdrawn(dossier)
    assert asked.get(path).status_code == 404
    assert asked.get(path + "forms/06/").status_code == 404


def test_the_former_agency_of_a_rerouted_dossier_sees_it_no_more(api: Api) -> None:
    dossier = in_process()
    actions.reroute(dossier.code, to="H12.264", reason="Nhầm cơ quan.", by=user(OFFICER))
    assert api(user(OFFICER)).get(f"/api/v1/dossiers/{dossier.code}/").status_code == 404


# --- what colleagues write ---------------------------------------------------------------------------------
def test_the_verdict_is_for_who_reads_the_opinion(api: Api) -> None:
    dossier = in_process()
    opinion(dossier, verdict="objects")
    path = f"/api/v1/dossiers/{dossier.code}/"
    assert "objects" not in json.dumps(api(user(CLERK)).get(path).json())
    assert "objects" in json.dumps(api(user(OFFICER)).get(path).json())


def test_who_helps_reads_neither_draft_nor_what_officials_write(
    api: Api, signed_in: Callable[[User], Client]
) -> None:
    dossier = proposed(helped_at="H12.264.01-HT1")
    path = f"/api/v1/dossiers/{dossier.code}/"
    helper = api(user(HELPER))
    assert helper.get(path + "result/content/").status_code == 404
    assert helper.get(path + "forms/06/").status_code == 404
    actions.send_back(dossier.code, reason="Kín: sai", by=user("kyduyet.anxuyen"))
    actions.instruct(dossier.code, instruction="Kín: làm ngay", by=user("phochutich.anxuyen"))
    opinion(dossier)
    assert "Kín" not in json.dumps(helper.get(path).json(), ensure_ascii=False)
    page = signed_in(user(HELPER)).get(f"/counter/dossiers/{dossier.code}/")
    assert page.status_code == 200
    assert "Kín" not in page.content.decode()


# --- after the time of keeping -----------------------------------------------------------------------------
def test_the_draft_of_a_rerouted_dossier_leaves_with_it() -> None:
    dossier = proposed()
    key = again(dossier).results.get().key
    place = Path(settings.MEDIA_ROOT, "results", key[:2].lower(), key)
    actions.send_back(dossier.code, reason="Sai.", by=user("kyduyet.anxuyen"))
    actions.reroute(dossier.code, to="H12.264", reason="Nhầm.", by=user(OFFICER))
    withdrawn(dossier)
    run_background()
    settled()
    assert list(place.iterdir())
    with time_machine.travel("2040-01-10T09:00:00+07:00"):
        actions.erase(dossier.code, by=system_user())
        run_background()
    assert not place.exists()


def test_no_column_names_anybody_after_erasure() -> None:
    dossier = in_process(applicant_name="Trần Kín Quý", subject_name="Trần Kín Con", id_number="096085004511")
    changes = {"applicant_phone": "0911111222"}
    actions.correct_intake(dossier.code, changes=changes, reason="Kín: nhầm", by=user(CLERK))
    opinion(dossier, verdict="agrees")
    actions.instruct(dossier.code, instruction="Kín: làm ngay", by=user("phochutich.anxuyen"))
    withdrawn(dossier)
    run_background()
    settled()
    with time_machine.travel("2040-01-10T09:00:00+07:00"):
        actions.erase(dossier.code, by=system_user())
        run_background()
    assert named() == []


def named() -> list[tuple[str, str]]:
    """Every column of dossiers and payments that still holds one of the words."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name ~ '^(dossiers|payments)_'"
        )
        for table, column in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" WHERE "{column}"::text ~ %s',
                ["Kín|tran kin|911111222|096085004"],
            )
            if cursor.fetchone()[0]:
                found.append((table, column))
    return found


# --- what an archive vouches for ---------------------------------------------------------------------------
def test_a_broken_chain_is_not_archived() -> None:
    dossier = returned()
    settled()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE dossiers_event SET helped_by = 'x' WHERE dossier_id = %s AND seq = 2", [dossier.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(PackageBroken, match="chain_broken"):
        actions.archive(dossier.code, by=system_user())


def test_a_result_that_the_chain_does_not_name_is_not_archived() -> None:
    dossier = returned()
    settled()
    Result.objects.filter(dossier=dossier).update(sealed_sha256="0" * 64)
    with pytest.raises(PackageBroken, match="result_not_in_chain"):
        actions.archive(dossier.code, by=system_user())
