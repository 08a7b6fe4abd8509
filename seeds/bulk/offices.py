"""Where dossiers in bulk are received and decided: service points, competent agencies, and invented staff for each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from accounts.models import Agency, Area, Membership, ServicePoint, User
from accounts.roles import Role
from procedures.competence import CompetenceRefused, Question
from procedures.competence.registered import settled
from procedures.content import StepKind
from procedures.due.time_limits import is_case_needed
from procedures.fees import FeeRefused
from procedures.models import ProcedureVersion
from procedures.queries import fee_quote, version_in_force
from procedures.route.graph import walk
from procedures.routes import route_of

# What a ward receives: of 864 dossiers of one week 521 certifications, 163 business, 114 civil status, 36 land.
MIX: dict[str, int] = {
    "2.000815": 46,
    "2.000884": 10,
    "2.000908": 4,
    "1.001612": 12,
    "2.000720": 5,
    "2.000635": 8,
    "1.004873": 5,
    "1.004884": 2,
    "1.001776": 2,
    "1.013978": 4,
    "1.003622": 1,
}
STAFF = {
    "officer": (Role.PROCESSING_OFFICER, "thuly"),
    "approver": (Role.APPROVER, "kyduyet"),
    "records": (Role.RECORDS_CLERK, "vanthu"),
    "clerk": (Role.RECEPTION_CLERK, "tiepnhan"),
    "cashier": (Role.CASHIER, "thungan"),
}
AT_COUNTER = ("clerk", "cashier")
SINCE = date(2025, 7, 1)


@dataclass(frozen=True)
class Matter:
    """One procedure at one counter: what is filed for, where it is received, who decides, what it costs."""

    version: ProcedureVersion
    point: ServicePoint
    agency: Agency
    area: Area
    fee: int | None
    pages: int | None

    @cached_property
    def steps(self) -> list[tuple[str, str, int | None]]:
        """The tasks of its route in order: key, role, budget in working minutes."""
        tasks = [step for step in walk(route_of(self.version.pk)) if step.kind is StepKind.TASK]
        return [(step.key, step.role, int(step.hours * 60) or None) for step in tasks]


class Offices:
    """Matters and staff, each worked out once."""

    def __init__(self, province: str, agency: str = "") -> None:
        self.only = agency
        points = ServicePoint.objects.filter(
            agency__kind=Agency.Kind.COMMUNE_CENTRE, is_open=True, kind="RECEPTION", province=province
        )
        self.points = list(points.select_related("agency__area", "agency__parent").order_by("code"))
        self.matters: dict[tuple[str, int, date], Matter | None] = {}
        self.staff: dict[tuple[int, str], User] = {}

    def matter(self, code: str, point: ServicePoint, on: date) -> Matter | None:
        """Return the matter of a procedure at a point; None where it cannot be filed there that simply."""
        key = (code, point.pk, on.replace(day=1))
        if key not in self.matters:
            self.matters[key] = self._matter(code, point, on)
        return self.matters[key]

    def _matter(self, code: str, point: ServicePoint, on: date) -> Matter | None:
        version = version_in_force(code, on)
        if version is None or is_case_needed(version.limits, channel="DIRECT", cases=()):
            return None
        question = Question(on, point.code, point.agency.area.code, "", ())
        try:
            agency, area = settled(version, question)
        except CompetenceRefused:
            return None
        pages, fee = self._fee(version, on)
        found = Matter(version, point, agency, area, fee, pages)
        roles = [role for _key, role, _minutes in found.steps if role != Role.RECEPTION_CLERK]
        usual = [Role.PROCESSING_OFFICER, Role.APPROVER, Role.RECORDS_CLERK]
        return found if roles == usual and self.only in ("", agency.code) else None

    @staticmethod
    def _fee(version: ProcedureVersion, on: date) -> tuple[int | None, int | None]:
        for pages in (None, 2):
            try:
                return pages, fee_quote(version, "DIRECT", on, 1, pages, (), ()).total
            except FeeRefused:
                continue
        return None, None

    def person(self, agency: Agency, task: str) -> User:
        """Return who does a task at an agency: a person of the demonstration or, where it has none, an invented one."""
        key = (agency.pk, task)
        if key not in self.staff:
            self.staff[key] = self._person(agency, task)
        return self.staff[key]

    @staticmethod
    def _person(agency: Agency, task: str) -> User:
        role, word = STAFF[task]
        held = Membership.objects.filter(agency=agency, role=role, ended_at=None, until_on=None)
        found = held.select_related("user").order_by("pk").first()
        if found:
            return found.user
        user = User.objects.create(
            username=f"{word}.{agency.code.lower()}", full_name=f"Nhân sự {agency.code}"
        )
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Membership.objects.create(user=user, agency=agency, role=role, from_on=SINCE)
        return user

    def usable(self, on: date) -> Iterator[tuple[str, int]]:
        """The procedures of the mix, with weights, that can be filed somewhere; points without any are left out."""
        found: set[int] = set()
        for code, weight in MIX.items():
            fitting = {point.pk for point in self.points if self.matter(code, point, on)}
            found |= fitting
            if fitting:
                yield code, weight
        self.points = [point for point in self.points if point.pk in found]
