"""The editor's console: find, draft, edit part by part, check, publish, compare, retire."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.doors import act_for, page_for, who
from accounts.faults import Invalid
from accounts.names import fold
from procedures.actions.draft import draft, draft_new
from procedures.actions.edit import DraftChanged, discard, edit
from procedures.actions.publish import NotPublishable, publish
from procedures.actions.retire import retire
from procedures.comparison import compare
from procedures.models import Procedure, ProcedureVersion, VersionFrozen
from procedures.problems import Problem
from procedures.review.stored import problems_of
from procedures.standing import WORDS, Standing, standing
from procedures.storing import content_of

from .console_forms import NewForm, RetireForm
from .parts import PARTS, EditedPart, part_of
from .route_shown import drawing_of

PER_PAGE = 30


editor_page = page_for("edit_catalogue")
editor_act = act_for("edit_catalogue")


@editor_page
def index(request: HttpRequest) -> HttpResponse:
    """Drafts first, then the newest version of each procedure that the words find."""
    words, only = request.GET.get("q", "").strip()[:200], request.GET.get("standing", "")
    drafts = ProcedureVersion.objects.filter(status="draft").select_related("procedure__field")
    newest = (
        ProcedureVersion.objects.select_related("procedure__field")
        .defer("form", "competence", "links", "source")
        .order_by("procedure__code", "-number")
    )
    for word in fold(words).split():
        newest = newest.filter(Q(search_name__contains=word) | Q(procedure__code__contains=word))
    today = localdate()
    rows = _newest_only(newest)
    if only in set(Standing):
        rows = [row for row in rows if standing(row, today) is Standing(only)]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "at": "catalogue",
        "drafts": drafts.order_by("-pk"),
        "page": page,
        "rows": [(row, standing(row, today), WORDS[standing(row, today)]) for row in page],
        "words": words,
        "only": only,
        "standings": WORDS.items(),
    }
    return render(request, "procedures/console/index.html", context)


def _newest_only(versions: Any) -> list[ProcedureVersion]:
    found: dict[int, ProcedureVersion] = {}
    for version in versions:
        found.setdefault(version.procedure_id, version)
    return list(found.values())


@editor_page
def new(request: HttpRequest) -> HttpResponse:
    """Start the first draft of a procedure that the catalogue does not have."""
    form = NewForm(request.POST or None)
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("code", "name", "field")}
        try:
            version = draft_new(given["code"], given["name"], field_code=given["field"], by=who(request))
        except Invalid as invalid:
            form.show(invalid)
        else:
            return redirect("console_part", code=version.procedure.code, number=1, part="general")
    return render(request, "procedures/console/new.html", {"at": "catalogue", "form": form})


@editor_page
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """All versions of a procedure, and what was done to them."""
    found = Procedure.objects.select_related("field").filter(code=code).first()
    if found is None:
        raise Http404
    versions = list(found.versions.order_by("-number").prefetch_related("acts__by"))
    today = localdate()
    context = {
        "at": "catalogue",
        "procedure": found,
        "versions": [(one, standing(one, today), WORDS[standing(one, today)]) for one in versions],
        "has_draft": any(one.status == "draft" for one in versions),
    }
    return render(request, "procedures/console/procedure.html", context)


@editor_act
def new_version(request: HttpRequest, code: str) -> HttpResponse:
    """Draft a new version as the newest one says it."""
    try:
        version = draft(code, by=who(request))
    except Invalid as invalid:
        messages.error(request, str(next(iter(invalid.faults.values())).sentence))
        return redirect("console_procedure", code=code)
    return redirect("console_version", code=code, number=version.number)


@editor_page
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: what it says, what the checks say, and what can be done with it."""
    return _version_page(request, version_of(code, number))


def _version_page(
    request: HttpRequest, found: ProcedureVersion, *, status: int = 200, **more: Any
) -> HttpResponse:
    is_draft = found.status == ProcedureVersion.Status.DRAFT
    today = localdate()
    others = found.procedure.versions.exclude(pk=found.pk).order_by("-number")
    problems = _placed(problems_of(found)) if is_draft else []
    context = {
        "at": "catalogue",
        "version": found,
        "content": content_of(found),
        "standing": standing(found, today),
        "drawing": drawing_of(found),
        "standing_words": WORDS[standing(found, today)],
        "is_draft": is_draft,
        "parts": PARTS.values(),
        "problems": problems,
        "has_errors": any(problem.is_error for problem, _part in problems),
        "acts": found.acts.select_related("by"),
        "others": others,
        "retire_form": RetireForm(),
    }
    return render(request, "procedures/console/version.html", context | more, status=status)


def _placed(problems: tuple[Problem, ...]) -> list[tuple[Problem, str]]:
    """Return each problem with the part in which it is mended, errors first."""
    ordered = sorted(problems, key=lambda problem: not problem.is_error)
    return [(problem, part_of(problem.field)) for problem in ordered]


@editor_page
def part(request: HttpRequest, code: str, number: int, part: str) -> HttpResponse:
    """Edit one part of a draft; a refused save keeps everything that was typed."""
    found, place = version_of(code, number), PARTS.get(part)
    if place is None or found.status != ProcedureVersion.Status.DRAFT:
        raise Http404
    content, status, reasons = content_of(found), 200, []
    entry = EditedPart(place, content, request.POST if request.method == "POST" else None)
    seen = _number(request.POST.get("edits"), found.edits)
    if request.method == "POST" and entry.is_valid:
        try:
            edit(found, entry.edited(), seen_edits=seen, by=who(request))
        except DraftChanged as changed:
            status, reasons = 409, [str(changed)]
        else:
            messages.success(request, _("Saved."))
            if "stay" in request.POST:
                return redirect("console_part", code=code, number=number, part=part)
            return redirect("console_version", code=code, number=number)
    elif request.method == "POST":
        status = 400
    context = {
        "at": "catalogue",
        "version": found,
        "part": place,
        "parts": PARTS.values(),
        "entry": entry,
        "reasons": reasons,
        "edits": seen,
        "problems": [one for one in _placed(problems_of(found)) if one[1] == part],
    }
    return render(request, "procedures/console/part.html", context, status=status)


@editor_act
def publish_draft(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Freeze the draft; what the checks say comes back on its page."""
    found = version_of(code, number)
    try:
        publish(found, seen_edits=_number(request.POST.get("edits"), -1), by=who(request))
    except (NotPublishable, DraftChanged, VersionFrozen) as refused:
        return _version_page(request, version_of(code, number), status=409, reasons=[str(refused)])
    messages.success(request, _("Published: this version is law from its first day on."))
    return redirect("console_version", code=code, number=number)


@editor_act
def discard_draft(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Throw the draft away, once the box that says so is ticked."""
    found = version_of(code, number)
    if request.POST.get("sure") != "yes":
        reason = _("Tick the box if you are sure that the draft can go.")
        return _version_page(request, found, status=400, reasons=[reason])
    try:
        discard(found, seen_edits=_number(request.POST.get("edits"), -1), by=who(request))
    except (DraftChanged, VersionFrozen) as refused:
        return _version_page(request, version_of(code, number), status=409, reasons=[str(refused)])
    messages.success(request, _("The draft is gone."))
    return redirect("console")


@editor_act
def retire_version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Give a published version its last day."""
    found, form = version_of(code, number), RetireForm(request.POST)
    if form.is_valid():
        try:
            retire(found, **form.cleaned_data, by=who(request))
        except Invalid as invalid:
            form.show(invalid)
        else:
            messages.success(request, _("The last day is set."))
            return redirect("console_version", code=code, number=number)
    return _version_page(request, found, status=400, retire_form=form)


@require_safe
@editor_page
def comparison(request: HttpRequest, code: str) -> HttpResponse:
    """What changed between two versions of a procedure; by default the newest and the one before."""
    found = Procedure.objects.filter(code=code).first()
    numbers = list(found.versions.order_by("-number").values_list("number", flat=True)) if found else []
    if not numbers:
        raise Http404
    new_number = _number(request.GET.get("new"), numbers[0])
    old_number = _number(request.GET.get("old"), next((n for n in numbers if n < new_number), numbers[-1]))
    old, new = version_of(code, old_number), version_of(code, new_number)
    context = {
        "at": "catalogue",
        "old": old,
        "new": new,
        "numbers": numbers,
        "changes": compare(content_of(old), content_of(new)),
    }
    return render(request, "procedures/console/comparison.html", context)


def version_of(code: str, number: int) -> ProcedureVersion:
    """Return a version with all its parts; Http404 for none."""
    found = ProcedureVersion.objects.whole().filter(procedure__code=code, number=number).first()
    if found is None:
        raise Http404
    return found


def _number(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 10 else default
