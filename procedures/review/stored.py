"""What the checks say of a stored version: procedures.review, told what the catalogue and the register know."""

from collections.abc import Collection

from django.utils.timezone import localdate

from procedures.competence.registered import RegisteredOffices
from procedures.content import Content
from procedures.models import ProcedureVersion
from procedures.problems import Problem
from procedures.storing import content_of

from .reviewing import review


def problems_of(version: ProcedureVersion) -> tuple[Problem, ...]:
    """Return what is wrong with a draft, errors first; nothing that is an error: it may be published."""
    return problems_of_content(content_of(version))


def problems_of_content(content: Content, *, more_results: Collection[str] = ()) -> tuple[Problem, ...]:
    """Return the same of a content that is not stored; `more_results` are those of the file it came in."""
    others = ProcedureVersion.objects.filter(
        procedure__code=content.code, status=ProcedureVersion.Status.PUBLISHED
    ).exclude(number=content.number)
    own = {result.code for result in content.results if result.code}
    return review(
        content,
        others=list(others.only("number", "valid_from_on", "valid_until_on", "procedure_id")),
        offices=RegisteredOffices(max(localdate(), content.valid_from_on)),
        known_results=known_results() | own | set(more_results),
        today=localdate(),
    )


def known_results() -> set[str]:
    """Return the national codes of all results that the catalogue knows."""
    rows = ProcedureVersion.objects.exclude(results=[]).values_list("results", flat=True)
    return {result["code"] for results in rows for result in results if result.get("code")}
