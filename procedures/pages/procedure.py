"""The public page of one procedure: what it asks, takes and costs, now or on another day; both calculators."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate

from procedures import wording
from procedures.models import ProcedureVersion
from procedures.queries import version_with_all
from procedures.route.drawing import Drawing, drawing
from procedures.search.catalogue import index
from procedures.search.index import Hit
from procedures.search.words import codes_in
from procedures.standing import WORDS, Standing
from procedures.storing import content_of

from . import shown
from .calculators import DueCalculator, FeeCalculator, offices
from .catalogue import day_of
from .public import public_page


@public_page
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Show one version: that of today, of `?on=` a day, or `?version=` a number."""
    codes, _rest = codes_in(code)
    if codes and codes[0] != code:
        asked = request.GET.urlencode()
        return redirect(reverse("procedure", args=[codes[0]]) + (f"?{asked}" if asked else ""))
    today = localdate()
    on = day_of(request.GET.get("on", "")) or today
    hits = index().versions(code, on)
    hit = _wanted(hits, request.GET.get("version", "")) or index().standing(code, on)
    version = version_with_all(hit.entry.version_id) if hit else None
    if hit is None or version is None:
        near = index().codes_near(code, on=today)
        return render(request, "procedures/procedure_unknown.html", {"code": code, "near": near}, status=404)
    context = {
        "v": version,
        "code": code,
        "hit": hit,
        "on": on,
        "is_other_day": on != today,
        "is_in_force": hit.standing == Standing.IN_FORCE and on == today,
        "standing_words": WORDS[hit.standing],
        "field": version.procedure.field,
        "levels": wording.levels(version.levels),
        "versions": shown.other_versions(hits, version),
        "validity": shown.validity(version),
        "successors": shown.successors(version, today),
        **(_of_known(version, on) if version.is_fileable else {}),
        **(
            _calculators(version, request, _first_day(version, on))
            if hit.standing in (Standing.IN_FORCE, Standing.FUTURE)
            else {}
        ),
    }
    template = "procedure" if version.is_fileable else "procedure_listed"
    return render(request, f"procedures/{template}.html", context)


def _wanted(hits: list[Hit], number: str) -> Hit | None:
    return next((hit for hit in hits if str(hit.entry.number) == number), None)


def _of_known(version: ProcedureVersion, on: date) -> dict[str, Any]:
    """Return what only a version that is fully described has."""
    return {
        "service_level": wording.SERVICE_LEVELS.get(version.service_level, ""),
        "channels": wording.channels(version.channels),
        "time": wording.time_at_a_glance(version.limits),
        "fee_words": wording.fees_at_a_glance(version.rates, on),
        "paper_groups": shown.papers(version),
        "times": shown.times(version),
        "fees": shown.fees(version, on),
        "subjects": shown.names(version.subjects),
        "results": shown.names(version.results),
        "doubts": shown.doubts(version),
        "drawing": _drawing(version),
    }


def _first_day(version: ProcedureVersion, on: date) -> date | None:
    """Return the day to begin counting with where it is not today: the day that is tried, or the version's first."""
    begins = max(on, version.valid_from_on or on)
    return None if begins == localdate() else begins


def _calculators(version: ProcedureVersion, request: HttpRequest, on: date | None) -> dict[str, Any]:
    """Return both calculators, each with what the other and the address hold, so that nothing typed is lost."""
    due, fee = DueCalculator(version, request.GET, on=on), FeeCalculator(version, request.GET, on=on)
    keep = [(name, request.GET[name]) for name in ("on", "version") if request.GET.get(name)]
    return {
        "due": due,
        "fee": fee,
        "kept_for_due": [*keep, *fee.kept],
        "kept_for_fee": [*keep, *due.kept],
    }


def _drawing(version: ProcedureVersion) -> Drawing | None:
    content = content_of(version)
    if not content.steps:
        return None
    names = {office.code: office.short_name for office in offices()}
    return drawing(content.steps, content.links, office_name=lambda code: names.get(code, code))
