"""To which agencies the papers of a dossier may go: those that have to do with it, and the houses on the way."""

from django.utils.timezone import localdate

from accounts.memory import remember
from accounts.models import Agency
from accounts.queries import agency as agency_of
from procedures.routes import route_of

from .models import Dossier

# Every paper may pass through them, whatever it is about.
ON_THE_WAY = (Agency.Kind.PROVINCE_CENTRE, Agency.Kind.PROVINCE_OFFICE)


def may_go(dossier: Dossier, to: Agency) -> bool:
    """Say whether the papers may go there: an agency that has to do with the dossier, one above it, or one below.

    All of the province lies below its People's Committee: for a dossier of its own that says nothing.
    """
    if to.kind in ON_THE_WAY:
        return True
    concerned = _concerned(dossier)
    if to.pk in concerned:
        return True
    parents, tops = _parents(), _tops()
    above = {upper for pk in concerned for upper in _above(pk, parents)}
    return to.pk in above or bool(concerned & {pk for pk in _above(to.pk, parents) if pk not in tops})


def is_open(agency: Agency) -> bool:
    today = localdate()
    return agency.valid_from_on <= today and (agency.valid_until_on is None or today <= agency.valid_until_on)


def _concerned(dossier: Dossier) -> set[int]:
    """Who decides, who received it, and whose step or opinion it has been, is, or will be by its route."""
    found = {dossier.agency_id, dossier.receiving_agency_id}
    found |= set(dossier.step_runs.values_list("agency", flat=True))
    places = {step.place for step in route_of(dossier.procedure_version_id).steps}
    named = (agency_of(place) for place in places - {"RECEIVING", "COMPETENT", ""})
    return found | {agency.pk for agency in named if agency}


def _above(pk: int, parents: dict[int, int]) -> list[int]:
    """The agencies above one, the nearest first."""
    found: list[int] = []
    while (upper := parents.get(found[-1] if found else pk)) is not None and upper not in found:
        found.append(upper)
    return found


@remember(seconds=60)
def _parents() -> dict[int, int]:
    rows = Agency.objects.exclude(parent=None).values_list("pk", "parent")
    return {pk: parent for pk, parent in rows if parent is not None}


@remember(seconds=60)
def _tops() -> frozenset[int]:
    return frozenset(Agency.objects.filter(parent=None).values_list("pk", flat=True))
