"""Questions about people and places, remembered because they hardly change; verbs that change them forget at once."""

from datetime import date, datetime

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import localdate

from .memory import remember
from .models import Agency, Area, Certificate, Membership, ServicePoint, Substitution, User
from .roles import Role

NAMELESS_HEAD = "THỦ TRƯỞNG"  # a principal whose title nobody entered


def system_user() -> User:
    """The user who stands in events for what the system does by itself."""
    return User.objects.get(username=User.SYSTEM)


@remember(seconds=30)
def service_point(code: str) -> ServicePoint | None:
    """The open point with this code, of either kind, with its agency and area."""
    return (
        ServicePoint.objects.valid(localdate())
        .select_related("agency__area", "agency__parent")
        .filter(province=settings.ONESTOP_PROVINCE, code=code, is_open=True)
        .first()
    )


def reception_point(code: str) -> ServicePoint | None:
    """The open service point with this code that receives dossiers; a support point only helps to file them."""
    found = service_point(code)
    return found if found is not None and found.kind == ServicePoint.Kind.RECEPTION else None


def agency_name(agency_id: int, on: date) -> str:
    """The name that an agency bore on a day: on old dossiers it keeps the name of their day."""
    found = agency_by_key(agency_id)
    return found.name_on(on) if found is not None else ""


def agency_code(agency_id: int | None) -> str:
    """The identifier code of an agency; "" for none."""
    found = agency_by_key(agency_id) if agency_id else None
    return found.code if found is not None else ""


@remember(seconds=30)
def agency_by_key(agency_id: int) -> Agency | None:
    """The agency with this key, with its area."""
    return Agency.objects.select_related("area", "parent").filter(pk=agency_id).first()


@remember(seconds=30)
def point_by_key(point_id: int) -> ServicePoint | None:
    """The service point with this key, closed ones too."""
    return ServicePoint.objects.select_related("agency").filter(pk=point_id).first()


@remember(seconds=30)
def person_by_key(user_id: int) -> User | None:
    """Whoever has this key, for their name; what they may do is asked of the person who signed in."""
    return User.objects.filter(pk=user_id).first()


@remember(seconds=60)
def communes() -> tuple[Area, ...]:
    """The communes of this province that are valid today."""
    found = Area.objects.valid(localdate()).filter(parent__code=settings.ONESTOP_PROVINCE)
    return tuple(found.order_by("code"))


@remember(seconds=30)
def agency(code: str) -> Agency | None:
    """The agency with this identifier code."""
    return Agency.objects.select_related("area").filter(province=settings.ONESTOP_PROVINCE, code=code).first()


@remember(seconds=30)
def approvers_of(agency_id: int) -> tuple[User, ...]:
    """Who may be asked to approve at an agency today, substitutes included; a person with two appointments is one."""
    posts = Membership.objects.in_force(localdate()).filter(agency=agency_id, role=Role.APPROVER)
    substitutes = Substitution.objects.in_force(localdate()).filter(membership__in=posts)
    signers = Q(pk__in=posts.values("user")) | Q(pk__in=substitutes.values("substitute"))
    return tuple(User.objects.filter(signers, is_active=True).order_by("username"))


def service_points_of(user: User) -> list[ServicePoint]:
    """The service points at which this user receives dossiers."""
    points = ServicePoint.objects.valid(localdate()).filter(
        agency__in=user.agency_ids(Role.RECEPTION_CLERK), kind=ServicePoint.Kind.RECEPTION, is_open=True
    )
    return list(points.select_related("agency__area").order_by("code"))


@remember(seconds=30)
def signing_certificates(holder: int | None, agency_id: int) -> tuple[Certificate, ...]:
    """All registered certificates of a person at an agency (`holder` None: of the agency itself), the last first."""
    found = Certificate.objects.filter(holder=holder, agency=agency_id)
    return tuple(found.order_by("-valid_until_at", "-pk"))


def may_sign(holder: int | None, agency_id: int, purpose: str, at: datetime, *, serial: str = "") -> bool:
    """Say whether a person (None: the agency itself) has a certificate in force that may sign `purpose`.

    `serial` (hexadecimal): it must be that one.
    """
    return any(
        purpose in one.may_sign and one.is_usable(at) and serial in ("", one.serial)
        for one in signing_certificates(holder, agency_id)
    )


def signature_title(user_id: int | None, agency_id: int, on: date) -> str:
    """What stands above the name of who signs as approver at an agency; "" when nothing is known.

    A substitute signs "KT." (ký thay) and the principal's title, with the own title on a second line (Decree
    30/2020/NĐ-CP, Annex I, section II, 7).
    """
    posts = Membership.objects.in_force(on).filter(user=user_id, agency=agency_id).order_by("pk")
    titles = {post.role: post.title for post in reversed(posts)}
    if Role.APPROVER in titles:
        return titles[Role.APPROVER]
    places = Substitution.objects.in_force(on).filter(
        substitute=user_id, membership__agency=agency_id, membership__role=Role.APPROVER
    )
    principal = places.select_related("membership").order_by("pk").first()
    if principal is None:
        return ""
    own = next((title for title in titles.values() if title), "")
    return f"KT. {principal.membership.title or NAMELESS_HEAD}\n{own}".strip()


@remember(seconds=600)
def full_name(username: str) -> str:
    """The name of the person with this user name; the user name itself when there is none."""
    found = User.objects.filter(username=username).first()
    return str(found) if found else username
