"""Assign: another officer of the competent agency becomes responsible."""

from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Membership, User
from accounts.roles import Role
from dossiers import travel
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.rules import require


@transaction.atomic
def assign(code: str, *, officer: str, by: User, on_behalf_of: str = "", **facts: Any) -> Dossier:
    """Make the officer with this user name responsible. Raises Invalid, Blocked, PermissionDenied."""
    dossier = lock(code, by=by)
    require(dossier.assign, by=by)
    posts = Membership.objects.in_force(localdate()).filter(
        agency=dossier.agency_id, role=Role.PROCESSING_OFFICER, user__is_active=True
    )
    # Held until the end, so that nobody ends it meanwhile: whoever comes second is told, not failed by the trigger.
    posts = posts.select_for_update(of=("self",), no_key=True)
    post = posts.filter(user__username=officer).select_related("user").first()
    if post is None:
        sentence = _("Name a processing officer of the competent agency.")
        raise Invalid({"officer": Fault("officer_unknown", sentence)})
    if dossier.officer_id == post.user_id:
        sentence = _("This officer is responsible for it already. Choose another one.")
        raise Invalid({"officer": Fault("officer_has_it", sentence)})
    before = dossier.officer and dossier.officer.username
    on_behalf_of = on_behalf_of or f"agency:{dossier.agency.code}"
    known = {"before": before, "officer": officer, **facts}
    moved = travel.taken(dossier, post.user, now())
    apply(dossier.assign, post.user, by=by, on_behalf_of=on_behalf_of, alongside=(moved,), **known)
    return dossier
