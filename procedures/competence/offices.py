"""What competence knows of agencies and places: plain facts, and the questions that whoever keeps them answers."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

COMMUNE: Final = "COMMUNE"
PROVINCE: Final = "PROVINCE"
CENTRAL: Final = "CENTRAL"

# The State's vertical branches (ngành dọc): their agencies answer to a ministry, not to the People's Committee.
BRANCHES: Final[dict[str, Promise]] = {
    "POLICE": _("the police"),
    "TAX": _("the tax authority"),
    "SOCIAL_INSURANCE": _("social insurance"),
    "MILITARY": _("the military command"),
}


@dataclass(frozen=True, slots=True)
class Office:
    """An agency as competence sees it. Days are inclusive; `successor` is a code, empty where there is none.

    `governs`: it is the People's Committee of its area. `receives_only`: a service centre, which decides nothing.
    `branch`: a key of BRANCHES, empty for an agency that is not vertical.
    """

    code: str
    name: str
    level: str
    area: str
    valid_from_on: date
    valid_until_on: date | None = None
    successor: str = ""
    branch: str = ""
    governs: bool = False
    receives_only: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A province (2 digits) or a commune (5 digits). `parent` and `successor` are codes or empty."""

    code: str
    name: str
    parent: str = ""
    valid_from_on: date | None = None
    valid_until_on: date | None = None
    successor: str = ""

    @property
    def level(self) -> str:
        """COMMUNE where the code has a province above it."""
        return COMMUNE if self.parent else PROVINCE


class Offices(Protocol):
    """Who keeps the register of agencies. Codes that nobody has give None; closed agencies and places are given."""

    def agency(self, code: str) -> Office | None:
        """The agency with this identifier code."""

    def place(self, code: str) -> Place | None:
        """The province or commune with this code."""

    def centre_of(self, point: str) -> Office | None:
        """The service centre to which an open service point belongs."""

    def committees(self, area: str) -> tuple[Office, ...]:
        """Every People's Committee that ever governed this area."""

    def of_branch(self, branch: str) -> tuple[Office, ...]:
        """Every agency of a vertical branch in the province."""

    def at_level(self, level: str) -> tuple[Office, ...]:
        """Every People's Committee of a level."""


def is_valid(thing: Office | Place, on: date) -> bool:
    """Say whether an agency or a place exists on a day."""
    from_on, until_on = thing.valid_from_on, thing.valid_until_on
    return (from_on is None or from_on <= on) and (until_on is None or on <= until_on)
