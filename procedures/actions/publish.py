"""Publish: a draft that is right becomes law, and the version before it ends the day before."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.memory import forget_all
from accounts.models import User
from accounts.permissions import require_may
from accounts.refusals import InputRefused
from procedures.models import CatalogueAct, Procedure, ProcedureVersion, VersionFrozen
from procedures.problems import Problem, errors
from procedures.review.stored import problems_of
from procedures.storing import freeze

from .edit import DraftChanged


class NotPublishable(InputRefused):
    """The draft has errors; `problems` are all of them, warnings too."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(
            "not_publishable", _("The draft has errors. Correct what the checks say, then publish it.")
        )
        self.problems = problems


@transaction.atomic
def publish(version: ProcedureVersion, *, seen_edits: int, by: User) -> ProcedureVersion:
    """Freeze a draft. Raises NotPublishable with its problems, DraftChanged, VersionFrozen.

    An open version before it ends the day before this one begins; a listed entry of the procedure gives way.
    """
    require_may("publish_procedure", by=by)
    procedure = Procedure.objects.select_for_update().get(pk=version.procedure_id)
    draft = ProcedureVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if draft.status != ProcedureVersion.Status.DRAFT:
        raise VersionFrozen
    if draft.edits != seen_edits:
        raise DraftChanged
    problems = problems_of(draft)
    if errors(problems):
        raise NotPublishable(problems)
    ended = procedure.versions.filter(
        status__in=[ProcedureVersion.Status.PUBLISHED, ProcedureVersion.Status.LISTED],
        valid_until_on=None,
        valid_from_on__lt=draft.valid_from_on,
    )
    ends = [(one.number, one.pk) for one in ended]
    ended.update(valid_until_on=draft.valid_from_on - timedelta(days=1))
    freeze(draft)
    CatalogueAct.objects.create(
        version=draft,
        verb="publish",
        by=by,
        facts={
            "ends": [number for number, _pk in ends],
            "warnings": [problem.code for problem in problems],
        },
    )
    transaction.on_commit(forget_all)
    return draft
