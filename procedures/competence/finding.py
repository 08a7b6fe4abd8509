"""The agencies to which one plain rule leads: by area, by holder, by agency, by branch, or where one receives."""

from datetime import timedelta

from django.utils.translation import gettext as _

from procedures.formats import short_day

from . import sentences as say
from .answers import CompetenceRefused, Lawful, Question, Reason
from .offices import BRANCHES, CENTRAL, COMMUNE, PROVINCE, Office, Offices, Place
from .rules import Anywhere, ByAgency, ByArea, ByBranch, ByHolder, Rule
from .succession import NotThere, current

_HOLDER = {
    "register": ("by_register", say.BY_REGISTER, say.REGISTER_NEEDED, "register_chosen", say.REGISTER_CHOSEN),
    "parcel": ("by_parcel", say.BY_PARCEL, say.PARCEL_NEEDED, "parcel_chosen", say.PARCEL_CHOSEN),
}


class Finder:
    """Answers plain rules for one question."""

    def __init__(self, question: Question, offices: Offices) -> None:
        self.question, self.offices = question, offices

    def find(self, rule: Rule) -> list[Lawful]:
        """Return the agencies the rule leads to, one but for a branch with several. Raises CompetenceRefused."""
        match rule:
            case ByArea():
                return [self.of_area(rule.level, say.AREA_NEEDED, "by_area", say.BY_AREA)]
            case ByHolder():
                return [self.of_holder(rule)]
            case ByAgency():
                return [self.of_agency(rule)]
            case Anywhere():
                return [self.where_received()]
            case ByBranch():
                return self.of_branch(rule)
        raise TypeError(f"{type(rule).__name__} is no plain rule")

    def of_area(self, level: str, needed: str, code: str, sentence: str) -> Lawful:
        """The People's Committee of the area that was entered."""
        place, steps = self.place(_(needed))
        office, more = self.committee(place, level)
        words = {"agency": office.name, "area": place.name}
        return Lawful(office, (*steps, *more, Reason(code, _(sentence) % words)), place.code)

    def of_holder(self, rule: ByHolder) -> Lawful:
        """The holder that the applicant names; else the People's Committee of the area that was entered."""
        code, sentence, needed, chosen_code, chosen_sentence = _HOLDER[rule.of]
        entered = self.question.area and (rule.level or not self.question.agency)
        if entered or not self.question.agency:
            return self.of_area(rule.level, needed, code, sentence)
        office = self.offices.agency(self.question.agency)
        try:
            office, steps = current(office, self.question.on, self.offices.agency) if office else (None, [])
        except NotThere:
            office = None
        if office is None or office.receives_only or rule.level not in ("", office.level):
            raise CompetenceRefused("agency", "agency_not_competent", _(say.NOT_A_HOLDER))
        if rule.level and not office.governs:
            raise CompetenceRefused("agency", "agency_not_competent", _(say.NOT_A_HOLDER))
        return Lawful(office, (Reason(chosen_code, _(chosen_sentence) % {"agency": office.name}),))

    def of_agency(self, rule: ByAgency) -> Lawful:
        office = self.offices.agency(rule.code)
        if office is None:
            sentence = _(say.AGENCY_UNKNOWN) % {"code": rule.code}
            raise CompetenceRefused("procedure", "agency_unknown", sentence)
        office, steps = self.standing(office)
        reason = Reason("by_agency", _(say.BY_AGENCY) % {"agency": office.name})
        return Lawful(office, (*steps, reason))

    def where_received(self) -> Lawful:
        """The receiving commune's own People's Committee; at the provincial centre that of the commune chosen."""
        centre = self.offices.centre_of(self.question.point) if self.question.point else None
        if centre is None:
            raise CompetenceRefused("point", "required", _(say.POINT_NEEDED))
        own = self.offices.place(centre.area)
        if centre.level == COMMUNE and own is not None:
            office, steps = self.committee(own, COMMUNE)
            reason = Reason("by_any", _(say.BY_ANY) % {"agency": office.name})
            return Lawful(office, (*steps, reason))
        place, before = self.place(_(say.ANY_NEEDED))
        office, steps = self.committee(place, COMMUNE)
        words = {"agency": office.name, "centre": centre.name}
        reason = Reason("any_by_area", _(say.ANY_BY_AREA) % words)
        return Lawful(office, (*before, *steps, reason), place.code)

    def of_branch(self, rule: ByBranch) -> list[Lawful]:
        """The branch's unit of the commune where the register has it, else its agency of the province."""
        words = {"branch": _branch(rule.branch)}
        place: Place | None = None
        steps: list[Reason] = []
        if rule.level == COMMUNE or self.question.area:
            place, steps = self.place(_(say.UNIT_NEEDED) % words)
        if rule.level == COMMUNE and place is not None and place.level != COMMUNE:
            raise _not_a_commune(place)
        units = self.units(rule, rule.level, place)
        is_stand_in = not units and rule.level == COMMUNE
        if is_stand_in:
            units = self.units(rule, PROVINCE, place)
        if not units:
            raise self.no_agency(place, words["branch"])
        return [
            Lawful(
                unit,
                (*steps, *more, *_branch_reasons(unit, place if is_stand_in else None, words["branch"])),
                place.code if place else "",
            )
            for unit, more in units
        ]

    def units(self, rule: ByBranch, level: str, place: Place | None) -> list[tuple[Office, list[Reason]]]:
        """The units of a branch at a level that serve a place (None: any place), as they stand on the day."""
        found: dict[str, tuple[Office, list[Reason]]] = {}
        for unit in self.offices.of_branch(rule.branch):
            serves = {place.code, place.parent} if place else {unit.area}
            if unit.level == level and (level == CENTRAL or unit.area in serves):
                try:
                    office, steps = current(unit, self.question.on, self.offices.agency)
                except NotThere:
                    continue
                kept = found.get(office.code)
                if kept is None or len(steps) < len(kept[1]):
                    found[office.code] = office, [say.agency_merged(old, new) for old, new in steps]
        return list(found.values())

    def no_agency(self, place: Place | None, branch: str) -> CompetenceRefused:
        if place is not None and any(self.offices.committees(code) for code in (place.code, place.parent)):
            place = None  # of this province: the register lacks the branch
        if place is None:
            sentence = _(say.NO_BRANCH) % {"branch": branch}
            return CompetenceRefused("procedure", "no_competent_agency", sentence)
        return _no_agency_there(place)

    def place(self, needed: str) -> tuple[Place, list[Reason]]:
        """The area that was entered, as it stands on the day."""
        code, on = self.question.area, self.question.on
        if not code:
            raise CompetenceRefused("area", "required", needed)
        entered = self.offices.place(code)
        if entered is None:
            raise CompetenceRefused("area", "area_unknown", _(say.AREA_UNKNOWN) % {"code": code})
        try:
            place, steps = current(entered, on, self.offices.place)
        except NotThere as gone:
            code, sentence = (
                ("area_not_yet", say.AREA_NOT_YET) if gone.is_future else ("area_closed", say.AREA_CLOSED)
            )
            words = {"area": gone.last.name, "day": _day(gone)}
            raise CompetenceRefused("area", code, _(sentence) % words) from gone
        return place, [say.area_merged(old, new) for old, new in steps]

    def committee(self, place: Place, level: str) -> tuple[Office, list[Reason]]:
        """The People's Committee of the place, or of its province where the rule asks for that level."""
        if level == COMMUNE and place.level != COMMUNE and self.offices.committees(place.code):
            raise _not_a_commune(place)
        code = place.parent if level == PROVINCE and place.parent else place.code
        found: list[tuple[Office, list[tuple[Office, Office]]]] = []
        for committee in self.offices.committees(code):
            try:
                found.append(current(committee, self.question.on, self.offices.agency))
            except NotThere:
                continue
        if not found:
            raise _no_agency_there(place)
        office, steps = min(found, key=lambda each: len(each[1]))
        return office, [say.agency_merged(old, new) for old, new in steps]

    def standing(self, office: Office) -> tuple[Office, list[Reason]]:
        """The agency that a rule names, or its successor on the day."""
        try:
            office, steps = current(office, self.question.on, self.offices.agency)
        except NotThere as gone:
            code, sentence = (
                ("agency_not_yet", say.AGENCY_NOT_YET)
                if gone.is_future
                else ("agency_closed", say.AGENCY_CLOSED)
            )
            words = {"agency": gone.last.name, "day": _day(gone)}
            raise CompetenceRefused("procedure", code, _(sentence) % words) from gone
        return office, [say.agency_merged(old, new) for old, new in steps]


def _branch(code: str) -> str:
    return str(BRANCHES[code])


def _branch_reasons(unit: Office, stands_in_for: Place | None, branch: str) -> list[Reason]:
    words = {"agency": unit.name, "branch": branch}
    reasons = [Reason("by_branch", _(say.BY_BRANCH) % words)]
    if stands_in_for is not None:
        sentence = _(say.UNIT_NOT_REGISTERED) % (words | {"area": stands_in_for.name})
        reasons.append(Reason("unit_not_registered", sentence))
    return reasons


def _not_a_commune(place: Place) -> CompetenceRefused:
    return CompetenceRefused("area", "area_not_commune", _(say.NOT_A_COMMUNE) % {"area": place.name})


def _no_agency_there(place: Place) -> CompetenceRefused:
    return CompetenceRefused("area", "no_competent_agency", _(say.NO_AGENCY_THERE) % {"area": place.name})


def _day(gone: NotThere) -> str:
    """The first day of what begins later, the first day without what has ended."""
    if gone.is_future and gone.last.valid_from_on:
        return short_day(gone.last.valid_from_on)
    return short_day(gone.last.valid_until_on + timedelta(days=1)) if gone.last.valid_until_on else ""
