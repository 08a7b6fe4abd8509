"""What the page of one procedure shows: papers, times, fees, validity, each as rows of words."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from procedures import formats, wording
from procedures.fees.rates import Exemption
from procedures.models import ProcedureVersion, Requirement
from procedures.search.catalogue import index
from procedures.search.index import Hit
from procedures.standing import WORDS

DOUBTFUL: Final[dict[str, Promise]] = {
    "medium": gettext_lazy("read, but not confirmed by an official source"),
    "low": gettext_lazy("not certain: ask before you rely on it"),
}


def papers(version: ProcedureVersion) -> list[dict[str, Any]]:
    """Return the papers in two groups: what everybody hands in, and what is asked in some cases only."""
    always: list[dict[str, Any]] = []
    sometimes: list[dict[str, Any]] = []
    for paper in version.requirements.all():
        is_always = paper.is_required and not paper.case and not paper.condition
        (always if is_always else sometimes).append(_paper(paper))
    groups = (
        (_("Everybody hands in"), always),
        (_("Only in some cases"), sometimes),
    )
    return [{"title": title, "papers": rows} for title, rows in groups if rows]


def _paper(paper: Requirement) -> dict[str, Any]:
    originals = ngettext("%(count)d original", "%(count)d originals", paper.originals)
    copies = ngettext("%(count)d copy", "%(count)d copies", paper.copies)
    counts = [
        words % {"count": number}
        for words, number in ((originals, paper.originals), (copies, paper.copies))
        if number
    ]
    register, code, case = paper.replaced_by, paper.result_code, paper.case
    notes = {
        _("only when filing %(channels)s") % {"channels": wording.channels(paper.channels)}: paper.channels,
        _("in the case “%(case)s”") % {"case": case}: case,
        paper.condition: paper.condition,
        _("not needed where the data are in %(register)s") % {"register": register}: register,
        _("an earlier result replaces it (%(code)s)") % {"code": code}: code,
        _("filled in as the e-form when filing online"): paper.has_e_form,
    }
    return {
        "name": paper.name,
        "counts": ", ".join(counts),
        "notes": [words for words, applies in notes.items() if applies],
    }


def times(version: ProcedureVersion) -> list[dict[str, str]]:
    """Return each time rule: case, channels, time, note."""
    return [
        {
            "case": rule.case or _("in general"),
            "channels": wording.channels(rule.channels) or _("every way of filing"),
            "time": wording.time_words(rule.limit),
            "note": rule.note,
        }
        for rule in version.limits
    ]


def fees(version: ProcedureVersion, on: date) -> list[dict[str, Any]]:
    """Return each fee that applies on a day, or will later."""
    rows = []
    for rate in version.rates:
        if rate.valid_until_on and rate.valid_until_on < on:
            continue
        is_later = rate.valid_from_on is not None and rate.valid_from_on > on
        rows.append(
            {
                "name": rate.name,
                "case": ", ".join(part for part in (rate.case, rate.category) if part),
                "channels": wording.channels(rate.channels) or _("every way of filing"),
                "amount": wording.rate_amount(rate),
                "collected": wording.COLLECTED.get(rate.collected_at, ""),
                "from": formats.short_day(rate.valid_from_on) if is_later and rate.valid_from_on else "",
                "until": formats.short_day(rate.valid_until_on) if rate.valid_until_on else "",
                "exemptions": _exemptions(rate.exemptions),
                "scope": wording.scope(rate),
                "note": rate.note,
            }
        )
    return rows


def _exemptions(exemptions: Iterable[Exemption]) -> list[str]:
    """Say who pays less, those with one share and one basis together."""
    together: dict[tuple[int, str], list[str]] = {}
    for one in exemptions:
        together.setdefault((one.percent, one.basis), []).append(one.category)
    said = []
    for (percent, basis), categories in together.items():
        words = {"categories": ", ".join(categories), "percent": percent}
        free = percent == 100
        line = _("Nothing to pay: %(categories)s") if free else _("%(percent)d %% less: %(categories)s")
        said.append(line % words + (f" ({basis})" if basis else ""))
    return said


def names(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the names of a stored list of {code, name}."""
    return [row["name"] for row in rows]


def validity(version: ProcedureVersion) -> str:
    """Say from when until when the version is valid."""
    words = {"from": formats.short_day(version.valid_from_on)}
    if version.valid_until_on is None:
        return _("since %(from)s") % words
    return _("from %(from)s until %(until)s") % {**words, "until": formats.short_day(version.valid_until_on)}


def other_versions(hits: Iterable[Hit], version: ProcedureVersion) -> list[dict[str, Any]]:
    """Return the versions beside the one that is shown."""
    return [
        {
            "number": hit.entry.number,
            "standing": WORDS[hit.standing],
            "from": formats.short_day(hit.entry.valid_from_on),
            "until": formats.short_day(hit.entry.valid_until_on) if hit.entry.valid_until_on else "",
            "url": f"?version={hit.entry.number}",
        }
        for hit in hits
        if hit.entry.number != version.number
    ]


def successors(version: ProcedureVersion, on: date) -> list[Hit]:
    """Return the procedures that a repealed one names as its successors."""
    named = version.repeal.get("replaced_by") or []
    codes = [named] if isinstance(named, str) else named
    return [hit for code in codes if (hit := index().standing(code, on))]


def doubts(version: ProcedureVersion) -> list[str]:
    """Say which parts of the version are not certain."""
    found = []
    for degree, words in DOUBTFUL.items():
        parts = [
            str(wording.PARTS.get(part, part)) for part, one in version.confidence.items() if one == degree
        ]
        if parts:
            found.append(_("%(parts)s: %(doubt)s") % {"parts": ", ".join(parts), "doubt": words})
    return found
