"""Clerks who accept: one at every commune's service centre, so that requests meet as many number series as in life."""

from django.utils.timezone import localdate

from accounts.models import Agency, Membership, ServicePoint, User
from accounts.roles import Role
from accounts.tokens import issue_token


def make_clerks() -> tuple[tuple[str, str], ...]:
    """Make a user with a token for the first service point of each commune's centre; return (point, token)."""
    points = ServicePoint.objects.filter(agency__kind=Agency.Kind.COMMUNE_CENTRE, is_open=True).order_by(
        "code"
    )
    first = {point.agency_id: point for point in reversed(points)}
    made = []
    for agency_id, point in first.items():
        clerk = User.objects.create(username=f"bench.{point.code}", full_name="Trần Thị Đo")
        Membership.objects.create(
            user=clerk, agency_id=agency_id, role=Role.RECEPTION_CLERK, from_on=localdate()
        )
        made.append((point.code, issue_token(clerk)[0]))
    return tuple(made)
