"""Which dossiers wait at somebody's step, or for somebody's opinion, and until when."""

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.roles import MAY, STEP_ROLES
from procedures.content import StepKind

from .models import StepRun
from .models.status import HELD, Status

ANSWERING = MAY["give_opinion"].roles


def at_my_step(user: User) -> Q:
    """In process at a step of a role of this person's: taken by them or whom they stand in for, or by nobody yet."""
    return Q(Exists(_mine(user)), status=Status.IN_PROCESS)


def to_answer(user: User) -> Q:
    """An opinion is asked of an agency for which this person answers; the applicant may have the next move."""
    return Q(Exists(_asked(user)), status__in=HELD)


def my_step_due(user: User) -> Subquery:
    """Until when that step may take."""
    return _earliest(_mine(user))


def answer_due(user: User) -> Subquery:
    """Until when the opinion was asked for."""
    return _earliest(_asked(user))


def _mine(user: User) -> QuerySet[StepRun]:
    posts = {(post.agency_id, post.role): {user.pk} for post in user.memberships_today}
    for post in user.substituted_today:
        posts.setdefault((post.agency_id, post.role), {user.pk}).add(post.user_id)
    mine = Q(pk__in=())
    for (agency_id, role), people in posts.items():
        if role in STEP_ROLES:
            taken = Q(officer=None) | Q(officer__in=people)
            mine |= Q(agency=agency_id, role=role) & taken
    return _open(StepKind.TASK).filter(mine)


def _asked(user: User) -> QuerySet[StepRun]:
    return _open(StepKind.OPINION).filter(agency__in=user.agency_ids(*ANSWERING))


def _open(kind: StepKind) -> QuerySet[StepRun]:
    return StepRun.objects.filter(dossier=OuterRef("pk"), kind=kind, ended_at=None)


def _earliest(runs: QuerySet[StepRun]) -> Subquery:
    return Subquery(runs.order_by().values("dossier").annotate(due=Min("due_at")).values("due"))
