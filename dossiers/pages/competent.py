"""What the reception page shows of the competent agency: who decides and why, what to choose, which commune."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from procedures.competence import Competence, CompetenceRefused, Question
from procedures.competence.registered import competence_of, holders, rows_of
from procedures.models import ProcedureVersion

from .forms import ANY_COMMUNE


@dataclass(frozen=True)
class Choice:
    """One agency to choose."""

    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Competent:
    """Who decides. `agency` empty: not known yet; then `needed` says what to do.

    `choices`: the lawful agencies where there are several. `holders`: agencies one of which may keep the register,
    where the rule leaves that open. `area_words`: which commune is meant. `agency_id` is a primary key.
    """

    agency: str = ""
    agency_id: int | None = None
    why: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    holders: tuple[Choice, ...] = ()
    needed: str = ""
    area_words: str = ""


def competent(version: ProcedureVersion | None, data: QueryDict) -> Competent:
    """Work out who decides, from what was typed so far."""
    if version is None:
        return Competent(area_words=str(ANY_COMMUNE))
    question = Question(
        on=localdate(),
        point=data.get("point", ""),
        area=data.get("area", ""),
        agency=data.get("agency", ""),
        cases=tuple(data.getlist("cases")),
    )
    shown: dict[str, Any] = {
        "area_words": area_words(version, question),
        "holders": _holders(version, question),
    }
    try:
        return _answered(_asked(version, question), shown)
    except CompetenceRefused as refused:
        return Competent(needed=str(refused), **shown)


def area_words(version: ProcedureVersion, question: Question) -> str:
    """Say which commune is meant, or that none is needed."""
    try:
        found = competence_of(version, replace(question, area="", agency=""))
    except CompetenceRefused as refused:
        return str(refused if refused.field == "area" else ANY_COMMUNE)
    if "area" in found.asks:
        return _("Choose the commune as well: its agency may decide too.")
    return _("Not needed: who decides this procedure does not depend on a commune.")


def _asked(version: ProcedureVersion, question: Question) -> Competence:
    """An agency that was chosen for an earlier entry and does not decide this one counts as not chosen."""
    try:
        return competence_of(version, question)
    except CompetenceRefused as refused:
        if refused.field != "agency":
            raise
        return competence_of(version, replace(question, agency=""))


def _answered(found: Competence, shown: Mapping[str, Any]) -> Competent:
    chosen = found.agency.code if found.agency else ""
    choices = tuple(Choice(each.code, each.name, each.code == chosen) for each in found.alternatives)
    why = tuple(reason.sentence for reason in found.reasons)
    if found.agency is None:
        return Competent(why=why, choices=choices, needed=str(found.choice_needed.sentence), **shown)
    agency, _area = rows_of(found)
    return Competent(found.agency.name, agency.pk, why, choices, **shown)


def _holders(version: ProcedureVersion, question: Question) -> tuple[Choice, ...]:
    return tuple(
        Choice(each.code, each.name, each.code == question.agency) for each in holders(version, question.on)
    )
