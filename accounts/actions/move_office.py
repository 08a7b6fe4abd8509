"""Move office: what a person was at one agency ends, and a role at another begins."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, Membership, User
from accounts.permissions import require_may

from .appoint import appoint
from .end_membership import TAKES_OVER_AT_ONCE, end_membership
from .recording import record


@transaction.atomic
def move_office(
    user: User,
    from_agency: Agency,
    to_agency: Agency,
    role: str,
    *,
    title: str = "",
    on: date | None = None,
    to: User | None = None,
    by: User,
) -> Membership:
    """From the day `on` (None: today) the person is `role` at `to_agency` and nothing at `from_agency` any more.

    Where the day has come, all rights and sessions end at once. `to` takes over open work where they hold the same
    role. Raises Invalid, PermissionDenied; then nothing has changed.
    """
    require_may("move_office", by=by)
    day = on or localdate()
    held = Membership.objects.filter(user=user, agency=from_agency, ended_at=None).exclude(until_on__lt=day)
    posts = list(held.order_by("pk"))
    if from_agency == to_agency or not posts:
        sentence = _("The person holds no role at that agency which could end. Choose the agency they leave.")
        raise Invalid({"from_agency": Fault("nothing_to_leave", sentence)})
    if to is not None and day > localdate():
        raise Invalid({"to": Fault("takes_over_at_once", TAKES_OVER_AT_ONCE)})
    last = day - timedelta(days=1)
    for post in posts:
        takes_over = to is not None and to.holds(post.role, at=post.agency_id)
        ends = last if last >= post.from_on else None  # what has not begun, or begins that day, ends at once
        end_membership(post, on=ends, to=to if takes_over else None, by=by)
    made = appoint(user, to_agency, role, title=title, from_on=day, by=by)
    facts = {"role": role, "from": from_agency.code, "on": day.isoformat()}
    record("move_office", by=by, person=user, agency=to_agency, **facts)
    return made
