"""Routes that tests travel, as newer versions of the usual procedure, and short words for playing them."""

from typing import Any

from dossiers import actions
from dossiers.models import Dossier
from procedures.models import ProcedureVersion
from tests.catalogue import newer
from tests.journeys import CONTENT, again, digitised, user
from tests.procedures.routes import decision, end, links, opinion, task

PROCEDURE = "2.000635"
OFFICER, HEAD, APPROVER, RECORDS = "thuly.anxuyen", "phochutich.anxuyen", "kyduyet.anxuyen", "vanthu.anxuyen"
ASKED = "H12.03"  # the department of justice
ASKED_OFFICER = "thuly.tuphap"
OTHER = "H12.264"  # another commune
OTHER_OFFICER = "thuly.datmui"

RECEIVE = task("receive", 1, role="reception_clerk", place="RECEIVING")
EXAMINE, DRAFT = task("examine"), task("draft")
REVIEW = task("review", 1, role="unit_head")
SIGN = task("sign", 1, role="approver")
ISSUE = task("issue", 1, role="records_clerk")
END = end("end")


def travelled(*steps: Any, written: tuple[str, ...] = (), **when: dict[str, Any]) -> ProcedureVersion:
    """Publish these steps; without `written` links they follow one another."""
    return newer(PROCEDURE, steps=steps, links=links(*written, **when))


def forked() -> ProcedureVersion:
    """examine, then two mandatory opinions and an optional one side by side, which meet in draft."""
    two = opinion("two", place=OTHER, role="processing_officer")
    asked = (opinion("one", place=ASKED), two, opinion("three", place="H12.07", is_mandatory=False))
    ways = (
        "receive > examine > one > draft > sign > issue > end",
        "examine > two > draft",
        "examine > three > draft",
    )
    return travelled(RECEIVE, EXAMINE, *asked, DRAFT, SIGN, ISSUE, END, written=ways)


def taken_up(**changes: Any) -> Dossier:
    return actions.take_up(digitised(**changes).code, by=user(OFFICER))


def propose(dossier: Dossier, outcome: str = "granted", **more: Any) -> Dossier:
    return actions.propose(dossier.code, outcome=outcome, content=CONTENT, by=user(OFFICER), **more)


def take_over(dossier: Dossier, username: str, instead_of: str = "") -> Dossier:
    return actions.take_over(dossier.code, instead_of=instead_of, by=user(username))


def complete(dossier: Dossier, username: str = OFFICER, **more: Any) -> Dossier:
    return actions.complete_step(dossier.code, by=user(username), **more)


def steps(dossier: Dossier) -> list[tuple[str, str]]:
    """Key and ending of each run, "" for an open one."""
    return list(dossier.step_runs.order_by("number").values_list("key", "ending"))


def at(dossier: Dossier) -> tuple[str, str]:
    """The step at which a dossier is, and who has taken it."""
    now = again(dossier)
    return now.step, now.task.officer.username if now.task and now.task.officer else ""


__all__ = ["decision", "end", "opinion", "task"]
