"""What the search for the competent agency is asked and answers: question, reasons, answer, refusal."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.faults import Fault
from accounts.refusals import InputRefused

from .offices import Office


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of a dossier on the day of reception; codes, empty where nothing was said.

    `area`: the commune of residence, of the act, of the register or of the parcel. `point`: the service point that
    receives. `cases`: names and codes of the cases chosen. `agency`: the agency that the applicant named or chose.
    """

    on: date
    point: str = ""
    area: str = ""
    agency: str = ""
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the explanation: a stable code for programs, a sentence for people."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Competence:
    """Who decides. `agency` None: several may lawfully, and nobody chose yet.

    `alternatives`: all lawful agencies where there is more than one way, the chosen one among them. `area`: the code
    of the area that led to the agency, empty where none did. `asks`: fields that would complete an open answer.
    """

    agency: Office | None
    alternatives: tuple[Office, ...]
    reasons: tuple[Reason, ...]
    area: str = ""
    asks: tuple[str, ...] = ()

    @property
    def choice_needed(self) -> Fault:
        """The fault of an answer that was left open where one agency must be named."""
        names = "; ".join(each.name for each in self.alternatives)
        sentence = _(
            "Several agencies may decide lawfully. Choose the one the applicant wishes: %(agencies)s."
        )
        return Fault("agency_choice_needed", sentence % {"agencies": names})


@dataclass(frozen=True, slots=True)
class Lawful:
    """One agency that may decide, with what led to it."""

    office: Office
    reasons: tuple[Reason, ...]
    area: str = ""

    def after(self, *reasons: Reason) -> "Lawful":
        """The same, with reasons that came before its own."""
        return replace(self, reasons=(*reasons, *self.reasons))


class CompetenceRefused(InputRefused):
    """No agency can be named; `field` is the field of Question that is missing or wrong (or `procedure`: the rule)."""

    def __init__(self, field: str, code: str, sentence: str | Promise) -> None:
        super().__init__(code, sentence)
        self.field = field
