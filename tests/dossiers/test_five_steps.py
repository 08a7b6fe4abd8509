"""A new procedure is data: one with five steps, a branch and an opinion, added by YAML alone, is played to its end."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from accounts.memory import forget_all
from accounts.queries import system_user
from dossiers import actions
from dossiers.models import Dossier, StepRun
from procedures.models import ProcedureVersion
from procedures.problems import errors
from procedures.review.stored import problems_of
from seeds.loading_procedures import load_procedures
from seeds.reading_procedures import read_procedures
from tests.conftest import MORNING
from tests.journeys import CONTENT, accepted, again, digitised, user

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]
CODE = "9.000005"
OFFICER, HEAD, APPROVER, RECORDS = (
    "thuly.anxuyen",
    "phochutich.anxuyen",
    "kyduyet.anxuyen",
    "vanthu.anxuyen",
)


@pytest.fixture(autouse=True)
def procedure(db: None, tmp_path: Path, morning: time_machine.Traveller) -> ProcedureVersion:
    """What `seed` does with a new file in its directory."""
    directory = tmp_path / "seeds"
    (directory / "procedures").mkdir(parents=True)
    shutil.copy(Path(__file__).with_name("five_steps.yaml"), directory / "procedures" / f"{CODE}.yaml")
    shutil.copy(ROOT / "seeds" / "listed.csv", directory)
    load_procedures([one for one in read_procedures(directory) if one.code == CODE])
    forget_all()
    return ProcedureVersion.objects.get(procedure__code=CODE)


def at(hour: int, minute: int = 0, *, days: int = 0) -> datetime:
    return MORNING.replace(hour=hour, minute=minute) + timedelta(days=days)


def rows(dossier: Dossier) -> list[tuple[object, ...]]:
    """Each run: key, responsible, budget in minutes, from, until, due, how it ended."""
    runs = dossier.step_runs.select_related("officer").order_by("number")
    return [
        (
            run.key,
            run.officer.username if run.officer else "",
            run.minutes,
            run.started_at,
            run.ended_at,
            run.due_at,
            run.ending,
        )
        for run in runs
    ]


def play_to_the_end(dossier: Dossier, clock: time_machine.Traveller) -> None:
    """From the draft on: proposed at 15:30, signed at 16:00, issued at 16:30."""
    clock.move_to(at(15, 30))
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=user(OFFICER))
    actions.render_result(dossier.code, draft=1, by=system_user())
    clock.move_to(at(16))
    sha256 = [result.rendered_sha256 for result in again(dossier).results_in_hand]
    actions.approve(dossier.code, sha256=sha256, by=user(APPROVER))
    clock.move_to(at(16, 30))
    actions.seal(dossier.code, by=user(RECORDS))
    actions.issue(dossier.code, by=user(RECORDS))


def test_the_checks_find_nothing_wrong_with_it(procedure: ProcedureVersion) -> None:
    assert not errors(problems_of(procedure))


def test_it_is_travelled_from_acceptance_to_issue(morning: time_machine.Traveller) -> None:
    dossier = accepted(procedure=CODE, cases=["Biển lớn"])
    morning.move_to(at(9, 30))
    actions.confirm_digitisation(dossier.code, by=user("tiepnhan.datmui"))
    morning.move_to(at(10))
    actions.take_up(dossier.code, by=user(OFFICER))
    morning.move_to(at(11))
    actions.complete_step(dossier.code, note="Đã kiểm tra.", by=user(OFFICER))
    waiting = again(dossier)
    assert (waiting.status, waiting.step, waiting.step_role) == ("in_process", "", "processing_officer")
    morning.move_to(at(14))
    actions.give_opinion(dossier.code, verdict="agrees", answer="", by=user("thuly.tuphap"))
    morning.move_to(at(15))
    actions.take_over(dossier.code, instead_of="", by=user(OFFICER))
    play_to_the_end(dossier, morning)
    done = StepRun.Ending.DONE
    assert rows(dossier) == [
        ("receive", "tiepnhan.datmui", 120, at(9), at(9, 30), at(11), done),
        ("examine", OFFICER, 360, at(10), at(11), at(8, days=3), done),
        ("planning", "thuly.tuphap", 480, at(11), at(14), at(11, days=3), done),
        ("draft", OFFICER, 240, at(14), at(15, 30), at(8, 30, days=3), done),
        ("sign", APPROVER, 240, at(15, 30), at(16), at(10, days=3), done),
        ("issue", RECORDS, 120, at(16), at(16, 30), at(8, 30, days=3), done),
    ]
    after = again(dossier)
    assert (after.status, after.step, after.step_role, after.step_agency_id, after.runs) == (
        "issued",
        "",
        "",
        None,
        6,
    )


def test_another_case_takes_the_other_branch(morning: time_machine.Traveller) -> None:
    dossier = digitised(procedure=CODE)
    actions.take_up(dossier.code, by=user(OFFICER))
    actions.complete_step(dossier.code, by=user(OFFICER))
    assert again(dossier).step == "draft"
    actions.take_over(dossier.code, instead_of="", by=user(OFFICER))
    play_to_the_end(dossier, morning)
    assert [row[0] for row in rows(dossier)] == ["receive", "examine", "draft", "sign", "issue"]
    assert all(row[-1] == "done" and row[1] and row[4] for row in rows(dossier))
