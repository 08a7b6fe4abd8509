"""Which agency decides: from the version's rule and the area that the request is about.

The place of reception plays no part: any service point of the province takes any procedure (Decree 118/2025).
"""

from django.utils.translation import gettext_lazy as _

from accounts import queries as accounts
from accounts.faults import Fault
from accounts.models import Agency

from .models import ProcedureVersion


class NoCompetentAgency(Exception):
    """The rule of the version leads to no agency."""

    fault = Fault(
        "no_competent_agency",
        _("No agency decides this procedure for that area. Choose the commune whose register is meant."),
    )


def competent_agency(version: ProcedureVersion, *, area_code: str) -> Agency:
    """Return the agency that decides, e.g. the People's Committee of the commune that keeps the register."""
    rule = version.competence
    found = accounts.agency(rule["code"]) if rule["by"] == "agency" else accounts.peoples_committee(area_code)
    if found is None or (rule["by"] == "area" and found.level != rule["level"]):
        raise NoCompetentAgency(version.pk, area_code)
    return found
