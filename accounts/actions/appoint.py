"""Appoint: a person gets a role at an agency from a day on."""

from datetime import date

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import Agency, Membership, User
from accounts.names import printable
from accounts.permissions import require_may
from accounts.roles import Role

from .recording import record

MOST_TITLE = 120


@transaction.atomic
def appoint(
    user: User,
    agency: Agency,
    role: str,
    *,
    title: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    by: User,
) -> Membership:
    """Give the role from `from_on` (today where None) to `until_on` (open where None), both inclusive.

    `title` stands above the person's name under what they sign. Raises Invalid by field, PermissionDenied.
    """
    require_may("appoint", by=by)
    begins, title = from_on or localdate(), printable(title).strip()
    User.objects.select_for_update().get(pk=user.pk)  # two appointments of one person follow one another
    # Nobody closes the agency meanwhile.
    Agency.objects.select_for_update(of=("self",), no_key=True).get(pk=agency.pk)
    if faults := _faults(user, agency, role, title, begins, until_on):
        raise Invalid(faults)
    made = Membership.objects.create(
        user=user, agency=agency, role=role, title=title, from_on=begins, until_on=until_on
    )
    user.__dict__.pop("memberships_today", None)
    days = [begins.isoformat(), until_on and until_on.isoformat()]
    record("appoint", by=by, person=user, agency=agency, role=role, days=days)
    return made


def _faults(
    user: User, agency: Agency, role: str, title: str, begins: date, ends: date | None
) -> dict[str, Fault]:
    faults = {}
    if user.is_system or not user.is_active:
        faults["user"] = Fault("user_not_active", _("This account is closed. Choose another person."))
    if role not in Role.values:
        faults["role"] = Fault("role_unknown", _("Choose a role from the list."))
    if len(title) > MOST_TITLE:
        faults["title"] = Fault(
            "text_not_valid", _("Enter a text of at most %(most)s characters.") % {"most": MOST_TITLE}
        )
    if not Agency.objects.valid(begins).filter(pk=agency.pk).exists():
        faults["agency"] = Fault(
            "agency_not_valid", _("This agency does not exist on that day. Choose another agency or day.")
        )
    if ends is not None and ends < begins:
        faults["until_on"] = Fault("ends_before_it_begins", _("The last day lies before the first."))
    elif ends is not None and ends < localdate():
        faults["until_on"] = Fault("ends_in_the_past", _("The last day is over already. Choose a later one."))
    if not faults and _overlapping(user, agency, role, begins, ends):
        faults["role"] = Fault(
            "already_appointed", _("The person holds this role at this agency in that time already.")
        )
    return faults


def _overlapping(user: User, agency: Agency, role: str, begins: date, ends: date | None) -> bool:
    held = Membership.objects.filter(user=user, agency=agency, role=role, ended_at=None)
    held = held.exclude(until_on__lt=begins)
    return held.exclude(from_on__gt=ends).exists() if ends else held.exists()
