"""The sentences by which competence explains itself, in one place; each is translated when it is said."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from procedures.formats import short_day

from .answers import Reason
from .offices import Office, Place
from .succession import replaced_on

# Why an agency decides.
BY_AREA: Final = gettext_noop(
    "%(agency)s decides: the person lives, or the act takes place, in its area (%(area)s)."
)
BY_REGISTER: Final = gettext_noop("%(agency)s decides: it keeps the register of %(area)s.")
REGISTER_CHOSEN: Final = gettext_noop("%(agency)s decides: the applicant says that it keeps the register.")
BY_PARCEL: Final = gettext_noop("%(agency)s decides: the land parcel lies in its area (%(area)s).")
PARCEL_CHOSEN: Final = gettext_noop(
    "%(agency)s decides: the applicant says that it keeps the parcel's record."
)
BY_AGENCY: Final = gettext_noop("%(agency)s decides this procedure for the whole province.")
BY_ANY: Final = gettext_noop("Any commune may decide this procedure: %(agency)s decides, which receives it.")
ANY_BY_AREA: Final = gettext_noop(
    "Any commune may decide this procedure, but %(centre)s belongs to no commune: %(agency)s decides, as chosen."
)
BY_BRANCH: Final = gettext_noop(
    "%(agency)s decides: this is a matter of %(branch)s, not of the People's Committee."
)
UNIT_NOT_REGISTERED: Final = gettext_noop(
    "The unit of %(branch)s for %(area)s is not in the register of agencies: the dossier goes through %(agency)s."
)
BY_CASE: Final = gettext_noop("The case “%(case)s” has a rule of its own.")
CASE_DEFAULT: Final = gettext_noop("No case with a rule of its own was chosen: the general rule applies.")
SEVERAL: Final = gettext_noop(
    "Each of these agencies may decide lawfully, the applicant chooses: %(agencies)s."
)
MORE_POSSIBLE: Final = gettext_noop(
    "%(agencies)s may decide. Another agency may too: choose the commune to see it."
)
CHOSEN: Final = gettext_noop("The applicant chose %(agency)s.")
RECEIVED_FOR_ANOTHER: Final = gettext_noop(
    "%(centre)s receives for %(agency)s: any service point of the province receives the dossier."
)
AGENCY_MERGED: Final = gettext_noop("%(old)s was merged into %(new)s on %(day)s.")
AREA_MERGED: Final = gettext_noop("%(old)s became part of %(new)s on %(day)s.")

# Why none can be named, and what to do.
RULE_NOT_VALID: Final = gettext_noop(
    "The rule of this procedure cannot be read. Tell the catalogue's editor, who must publish a corrected version."
)
AREA_NEEDED: Final = gettext_noop(
    "Choose the commune where the person lives or the act takes place: its agency decides."
)
REGISTER_NEEDED: Final = gettext_noop(
    "Choose the commune whose register is meant: the agency that keeps it decides."
)
PARCEL_NEEDED: Final = gettext_noop("Choose the commune where the land parcel lies.")
UNIT_NEEDED: Final = gettext_noop(
    "Choose the commune where the person lives: %(branch)s of that place decides."
)
ANY_NEEDED: Final = gettext_noop(
    "Any commune may decide this procedure, but the provincial centre belongs to none: choose the commune."
)
POINT_NEEDED: Final = gettext_noop(
    "Name the service point: the commune that receives decides this procedure."
)
AREA_UNKNOWN: Final = gettext_noop(
    "There is no commune or province with the code %(code)s. Choose one from the list."
)
AREA_CLOSED: Final = gettext_noop(
    "%(area)s no longer exists and has no successor here. Choose the commune of today."
)
AREA_NOT_YET: Final = gettext_noop("%(area)s exists from %(day)s only. Choose the commune of today.")
NOT_A_COMMUNE: Final = gettext_noop("%(area)s is a province. Choose the commune.")
NO_AGENCY_THERE: Final = gettext_noop(
    "No agency of this province decides this procedure for %(area)s. Choose a commune of the province."
)
NO_BRANCH: Final = gettext_noop(
    "No agency of %(branch)s is in the register of agencies. Tell the administrator, who enters it."
)
AGENCY_UNKNOWN: Final = gettext_noop(
    "There is no agency with the code %(code)s. Tell the catalogue's editor, who must correct the rule."
)
AGENCY_CLOSED: Final = gettext_noop(
    "%(agency)s was closed on %(day)s and has no successor. Tell the catalogue's editor, who must correct the rule."
)
AGENCY_NOT_YET: Final = gettext_noop(
    "%(agency)s begins its work on %(day)s. Receive the dossier from that day on."
)
NOT_COMPETENT: Final = gettext_noop("The agency you named does not decide this. Choose one of: %(agencies)s.")
NOT_A_HOLDER: Final = gettext_noop(
    "The agency you named keeps no such register today. Choose another, or the commune whose register is meant."
)
CASE_WITHOUT_RULE: Final = gettext_noop("The competent agency depends on the case. Choose one of: %(cases)s.")
CASES_DISAGREE: Final = gettext_noop(
    "The cases you chose are decided by different agencies. File a dossier for each of them."
)


def names(sentence: str, agencies: tuple[Office, ...]) -> str:
    """Say a sentence about several agencies, with their names."""
    return _(sentence) % {"agencies": "; ".join(agency.name for agency in agencies)}


def agency_merged(old: Office, new: Office) -> Reason:
    return _merged("agency_merged", AGENCY_MERGED, old, new)


def area_merged(old: Place, new: Place) -> Reason:
    return _merged("area_merged", AREA_MERGED, old, new)


def _merged(code: str, sentence: str, old: Office | Place, new: Office | Place) -> Reason:
    words = {"old": old.name, "new": new.name, "day": short_day(replaced_on(old))}
    return Reason(code, _(sentence) % words)
