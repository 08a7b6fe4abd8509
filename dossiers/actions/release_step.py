"""Release a step: who was responsible may not be any more, so it waits for another of its role, or goes to one."""

from typing import Any

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier


@transaction.atomic
def release_step(
    code: str, *, of: str = "", to: User | None = None, by: User, on_behalf_of: str = "", **facts: Any
) -> Dossier:
    """Take the open step, and the dossier, from the person with the user name `of`: from whoever has them, if empty.

    `to`: who holds the same role and takes them on; None: nobody is responsible until somebody takes the step over.
    Raises Blocked, PermissionDenied.
    """
    dossier = lock(code, by=by)
    person = User.objects.get(username=of) if of else _responsible(dossier)
    moved = travel.released(dossier, person.pk if person else None, to, now())
    known = {
        "before": person and person.username,
        "officer": to.username if to else "",
        "step": dossier.step,
        **facts,
    }
    apply(dossier.release_step, by=by, on_behalf_of=on_behalf_of, alongside=(moved,), **known)
    return dossier


def _responsible(dossier: Dossier) -> User | None:
    key = dossier.responsible_id
    return User.objects.get(pk=key) if key else None
