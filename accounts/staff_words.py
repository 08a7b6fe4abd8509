"""Acts of the administration in sentences, for the page on which somebody confirms them."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import StaffAct
from .queries import full_name
from .roles import Role


def consequences(acts: list[StaffAct]) -> list[str]:
    """Say what acts that are not done yet would do, one sentence each."""
    return [sentence for act in acts if act.verb in _SAID for sentence in _SAID[act.verb](act)]


def _ended(act: StaffAct) -> list[str]:
    facts, post = act.facts, f"{_role(act)} · {act.agency.short_name if act.agency else ''}"
    if not facts["at_once"]:
        noted = _("%(post)s ends with %(day)s; what is open then goes back to the agency's list.")
        return [noted % {"post": post, "day": _day(facts["until_on"])}]
    said = [_("%(post)s ends at once; sessions and tokens of the person end, too.") % {"post": post}]
    return said + _work(facts)


def _work(facts: dict[str, Any]) -> list[str]:
    others, said = facts["of_substitutes"], []
    if own := facts["rehomed"] - others:
        said.append(_own_work(facts["role"], own, facts["to"]))
    elif facts["role"] in (Role.PROCESSING_OFFICER, Role.APPROVER):
        said.append(_("No open dossier is assigned to this role now."))
    if others:
        sentence = ngettext(
            "A substitution ends with it: %(number)s open dossier gets a new home.",
            "A substitution ends with it: %(number)s open dossiers get a new home.",
            others,
        )
        said.append(sentence % {"number": others})
    return said


def _own_work(role: str, number: int, to: str | None) -> str:
    if role == Role.APPROVER:
        sentence = ngettext(
            "%(number)s proposal goes back to its officer.",
            "%(number)s proposals go back to their officers.",
            number,
        )
    elif to:
        sentence = ngettext(
            "%(number)s open dossier goes to %(who)s.", "%(number)s open dossiers go to %(who)s.", number
        )
    else:
        sentence = ngettext(
            "%(number)s open dossier goes back to the agency's list.",
            "%(number)s open dossiers go back to the agency's list.",
            number,
        )
    return sentence % {"number": number, "who": full_name(to) if to else ""}


def _appointed(act: StaffAct) -> list[str]:
    sentence = _("%(role)s · %(agency)s begins on %(day)s.")
    agency = act.agency.short_name if act.agency else ""
    return [sentence % {"role": _role(act), "agency": agency, "day": _day(act.facts["days"][0])}]


def _closed(act: StaffAct) -> list[str]:
    sentence = _("%(agency)s ends with %(day)s, and its service points with it. Nobody can undo this here.")
    return [sentence % {"agency": act.agency.name if act.agency else "", "day": _day(act.facts["on"])}]


def _role(act: StaffAct) -> str:
    words = str(Role(act.facts["role"]).label)
    return words[:1].upper() + words[1:]


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"


_SAID = {"end_membership": _ended, "appoint": _appointed, "close_agency": _closed}
