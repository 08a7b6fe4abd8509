"""Questions about people and places, remembered for half a minute because they hardly change."""

from django.conf import settings
from django.utils.timezone import localdate

from .memory import remember
from .models import Agency, Membership, ServicePoint, User
from .roles import Role


def system_user() -> User:
    """The user who stands in events for what the system does by itself."""
    return User.objects.get(username=User.SYSTEM)


@remember(seconds=30)
def service_point(code: str) -> ServicePoint | None:
    """The open service point with this code, with its agency and area."""
    return (
        ServicePoint.objects.select_related("agency__area", "agency__parent")
        .filter(province=settings.ONESTOP_PROVINCE, code=code, is_open=True)
        .first()
    )


@remember(seconds=30)
def agency(code: str) -> Agency | None:
    """The agency with this identifier code."""
    return Agency.objects.select_related("area").filter(province=settings.ONESTOP_PROVINCE, code=code).first()


@remember(seconds=30)
def peoples_committee(area_code: str) -> Agency | None:
    """The People's Committee that governs this commune or province."""
    kinds = [Agency.Kind.COMMUNE_PC, Agency.Kind.PROVINCE_PC]
    found = Agency.objects.select_related("area").filter(
        province=settings.ONESTOP_PROVINCE, area__code=area_code, kind__in=kinds, valid_until_on=None
    )
    return found.first()


@remember(seconds=30)
def approvers_of(agency_id: int) -> tuple[User, ...]:
    """Who may be asked to approve at an agency today; a person with two appointments is one."""
    posts = Membership.objects.in_force(localdate()).filter(agency=agency_id, role=Role.APPROVER)
    return tuple(User.objects.filter(pk__in=posts.values("user"), is_active=True).order_by("username"))


def service_points_of(user: User) -> list[ServicePoint]:
    """The service points at which this user receives dossiers."""
    points = ServicePoint.objects.filter(agency__in=user.agency_ids("reception_clerk"), is_open=True)
    return list(points.select_related("agency__area").order_by("code"))
