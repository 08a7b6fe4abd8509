"""What of an event is told beside its sentence: who came after whom, from which day to which, the reason, as words.

Facts are told by their names, whatever verb wrote them; texts that people entered only to who may read them, and only
until they are erased.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.queries import agency, full_name
from procedures import formats
from procedures.routes import route_of

from .models import Dossier, Event, HandOverList, Result, StepRun

REROUTED = "dossier.rerouted"
OPINIONS = ("dossier.opinion_asked", "dossier.opinion_given")
# The texts that people entered, in the order in which they are told.
TEXTS: dict[str, str | Promise] = {
    "subject_name": gettext_lazy("Whom it is about: %(text)s"),
    "representative_name": gettext_lazy("Represented by %(text)s"),
    "representative_basis": gettext_lazy("Basis of the representation: %(text)s"),
    "items": gettext_lazy("What is missing: %(text)s"),
    "reason": gettext_lazy("Reason: %(text)s"),
    "basis": gettext_lazy("Basis: %(text)s"),
    "contact": gettext_lazy("To be asked: %(text)s"),
    "question": gettext_lazy("Question: %(text)s"),
    "answer": gettext_lazy("Answer: %(text)s"),
    "instruction": gettext_lazy("Instruction: %(text)s"),
    "present": gettext_lazy("Present: %(text)s"),
    "without_opinions": gettext_lazy("Went on without an opinion: %(text)s"),
    "recipient_name": gettext_lazy("Handed to %(text)s"),
    "name": gettext_lazy("Paper: %(text)s"),
    "note": gettext_lazy("Note: %(text)s"),
}
# What a correction names, in the words of the form.
FIELD_WORDS: dict[str, str | Promise] = {
    "applicant_name": gettext_lazy("Full name"),
    "id_number": gettext_lazy("Personal number"),
    "applicant_phone": gettext_lazy("Telephone"),
    "applicant_address": gettext_lazy("Address"),
    "request": gettext_lazy("What is asked for"),
    "subject_name": gettext_lazy("Whom it is about"),
    "representative_name": gettext_lazy("Representative"),
    "representative_id_number": gettext_lazy("Number of the representative"),
    "representative_phone": gettext_lazy("Telephone of the representative"),
    "representative_basis": gettext_lazy("Basis of the representation"),
}
MONEY_WORDS: dict[str, str | Promise] = {
    "none": gettext_lazy("Nothing was paid"),
    "refund": gettext_lazy("The money is given back"),
    "kept": gettext_lazy("The money is kept"),
}
WAY_WORDS: dict[str, str | Promise] = {
    "counter": gettext_lazy("at the counter"),
    "post": gettext_lazy("by post"),
    "online": gettext_lazy("online"),
}
NOTHING = "–"


def details(event: Event, dossier: Dossier, *, reads_texts: bool) -> tuple[str, ...]:
    """Return what is told of an event, in the reader's language, one short sentence each."""
    told = event.facts if reads_texts else facts_without_words(event)
    facts = [words for name, tell in FACTS.items() if name in told for words in tell(event, dossier)]
    return (*facts, *_texts(event)) if reads_texts and event.personal else tuple(facts)


def facts_without_words(event: Event) -> dict[str, Any]:
    """Return the facts for who may not read an opinion: without whether the agency agrees."""
    return {name: value for name, value in event.facts.items() if name != "verdict"}


def agency_words(code: str, on: date) -> str:
    """Name an agency as it was named on a day; a code that is not registered as it is."""
    found = agency(code)
    return found.name_on(on) if found else code


def _texts(event: Event) -> Iterator[str]:
    personal = event.personal or {}
    for name, sentence in TEXTS.items():
        value = personal.get(name)
        if isinstance(value, list):
            value = "; ".join(one.get("what", "") if isinstance(one, dict) else str(one) for one in value)
        if value and isinstance(value, str):
            yield str(sentence) % {"text": value}
    before, after = personal.get("before"), personal.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        for name in (name for name in FIELD_WORDS if name in after):
            yield _moved(str(FIELD_WORDS[name]), before.get(name), after[name])


def _moved(what: str, before: Any, after: Any) -> str:
    return _("%(what)s: %(before)s → %(after)s") % {
        "what": what,
        "before": before or NOTHING,
        "after": after or NOTHING,
    }


Tell = Callable[[Event, Dossier], Iterator[str]]


def _due(event: Event, dossier: Dossier) -> Iterator[str]:
    before, after = (_instant(event.facts.get(name)) for name in ("due_before", "due_after"))
    if before and not after:
        yield _("The time stands still; it was due %(at)s") % {"at": before}
    elif before != after:
        yield _moved(_("Due"), before, after)


def _instant(value: Any) -> str:
    return formats.short_instant(datetime.fromisoformat(value)) if value else ""


def _officer(event: Event, dossier: Dossier) -> Iterator[str]:
    before, after = event.facts.get("before"), event.facts["officer"]
    if event.type == REROUTED:  # there it names who had it: nobody has it afterwards
        before, after = after, ""
    if before and not after:
        yield _("Until then: %(name)s") % {"name": full_name(before)}
    elif before and after:
        yield _moved(_("Responsible"), full_name(before), full_name(after))
    elif after:
        yield _("Responsible: %(name)s") % {"name": full_name(after)}


def _before(event: Event, dossier: Dossier) -> Iterator[str]:
    """Who had it before, where no other fact says who came after."""
    before = event.facts["before"]
    if before and "officer" not in event.facts and event.type != REROUTED:
        yield _("Until then: %(name)s") % {"name": full_name(before)}


def _agency(event: Event, dossier: Dossier) -> Iterator[str]:
    before, after = event.facts.get("agency_before"), event.facts["agency"]
    if before and before != after:
        yield _agencies(before, after, event)


def _agencies(before: str, after: str, event: Event) -> str:
    on = localdate(event.at)
    return _moved(_("Competent agency"), agency_words(before, on), agency_words(after, on))


def _towards(event: Event, dossier: Dossier) -> Iterator[str]:
    code = event.facts.get("to") or event.facts.get("of")
    if code and event.type == REROUTED:
        yield _agencies(event.facts["before"], code, event)
    elif code:
        yield _("Agency: %(name)s") % {"name": agency_words(code, localdate(event.at))}


def _numbers(event: Event, dossier: Dossier) -> Iterator[str]:
    """The number of a paper; an opinion's number only counts the steps."""
    if event.type not in OPINIONS and (number := event.facts["number"]):
        yield _("Number %(number)s") % {"number": number}


def _issued(event: Event, dossier: Dossier) -> Iterator[str]:
    for result in event.facts["results"] if "number" not in event.facts else ():
        if isinstance(result, dict) and result.get("number"):
            yield _("Number %(number)s") % {"number": result["number"]}


def _replaces(event: Event, dossier: Dossier) -> Iterator[str]:
    if event.type == "dossier.result_replaced" and (number := event.facts["replaces"]):
        yield _("In the place of number %(number)s") % {"number": number}


def _unused(event: Event, dossier: Dossier) -> Iterator[str]:
    if numbers := [*event.facts.get("void", ()), *event.facts.get("numbers", ())]:
        yield _("Void: %(numbers)s") % {"numbers": ", ".join(map(str, numbers))}


def _missing(event: Event, dossier: Dossier) -> Iterator[str]:
    if event.facts["missing"] is True:
        yield _("The papers were not on the list that arrived")


def _step(event: Event, dossier: Dossier) -> Iterator[str]:
    if key := event.facts["step"]:
        known = route_of(dossier.procedure_version_id).by_key
        yield _("Step: %(name)s") % {"name": known[key].name if key in known else key}


def _next_steps(event: Event, dossier: Dossier) -> Iterator[str]:
    known, keys = route_of(dossier.procedure_version_id).by_key, event.facts["next"]
    names = [
        known[key].name if key in known else str(key) for key in ([keys] if isinstance(keys, str) else keys)
    ]
    if names:
        yield _("Next: %(names)s") % {"names": ", ".join(names)}


def _procedure(event: Event, dossier: Dossier) -> Iterator[str]:
    if before := event.facts.get("procedure_before"):
        yield _moved(_("Procedure"), before, event.facts["procedure"])


def _fee(event: Event, dossier: Dossier) -> Iterator[str]:
    before, after = event.facts.get("fee_before"), event.facts["fee"]
    if before != after:
        yield _moved(_("Fee"), formats.money(before), formats.money(after))


def _chosen(name: str, words: dict[str, str | Promise]) -> Tell:
    def tell(event: Event, dossier: Dossier) -> Iterator[str]:
        if (value := event.facts[name]) in words:
            yield str(words[value])

    return tell


def _said(name: str, sentence: str | Promise, wording: Callable[[Any], str] = str) -> Tell:
    def tell(event: Event, dossier: Dossier) -> Iterator[str]:
        if value := event.facts[name]:
            yield str(sentence) % {name: wording(value)}

    return tell


def _day(value: str) -> str:
    return formats.short_day(date.fromisoformat(value[:10]))


OUTCOMES: dict[str, str | Promise] = {one.value: one.label for one in Result.Outcome}
VERDICTS: dict[str, str | Promise] = {one.value: one.label for one in StepRun.Verdict}
CARRIERS: dict[str, str | Promise] = {one.value: one.label for one in HandOverList.Carrier}
FACTS: dict[str, Tell] = {
    "procedure": _procedure,
    "officer": _officer,
    "before": _before,
    "approver": _said("approver", gettext_lazy("Approver: %(approver)s"), full_name),
    "agency": _agency,
    "to": _towards,
    "of": _towards,
    "step": _step,
    "next": _next_steps,
    "minutes": _said("minutes", gettext_lazy("Time to answer: %(minutes)s"), formats.working_time),
    "due_before": _due,
    "until": _said("until", gettext_lazy("Until %(until)s"), _day),
    "fee": _fee,
    "amount": _said("amount", gettext_lazy("Amount: %(amount)s"), formats.money),
    "reference": _said("reference", gettext_lazy("Reference: %(reference)s")),
    "money": _chosen("money", MONEY_WORDS),
    "outcome": _chosen("outcome", OUTCOMES),
    "verdict": _chosen("verdict", VERDICTS),
    "number": _numbers,
    "results": _issued,
    "replaces": _replaces,
    "void": _unused,
    "numbers": _unused,
    "list": _said("list", gettext_lazy("Hand-over list %(list)s")),
    "missing": _missing,
    "carrier": _chosen("carrier", CARRIERS),
    "tracking_number": _said("tracking_number", gettext_lazy("Tracking number %(tracking_number)s")),
    "way": _chosen("way", WAY_WORDS),
}
