"""The editor on the drawing: the steps of a version, drawn, changed one act at a time, and checked after each."""

import json
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import who
from accounts.faults import Invalid
from accounts.refusals import InputRefused
from procedures.actions.edit import DraftChanged, edit
from procedures.content import Content
from procedures.json_text import read_json
from procedures.models import ProcedureVersion
from procedures.problems import Problem
from procedures.route.drawing import Arrow
from procedures.route.edits import Changed, Changing
from procedures.route.graph import Route, normalised
from procedures.route.layout import placed
from procedures.route.rows import rows_of
from procedures.storing import content_of

from .console import editor_page, version_of
from .drawing_forms import StepForm, conditions
from .parts import PARTS
from .route_shown import checked, drawn


@require_http_methods(["GET", "HEAD", "POST"])
@editor_page
def steps(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the drawing; POST changes a draft, as a form and a page or as JSON both ways."""
    version = version_of(code, number)
    is_json = request.content_type == "application/json"
    if request.method != "POST":
        board = Board(version, selected=request.GET.get("step", ""))
        return (
            board.answer(request)
            if "application/json" in request.headers.get("Accept", "")
            else board.page(request)
        )
    sent = _sent_json(request) if is_json else {name: value for name, value in request.POST.items()}
    try:
        version, changed = _change(version, sent, request)
    except (InputRefused, Invalid) as refused:
        board = Board(version_of(code, number), selected=str(sent.get("key") or sent.get("source") or ""))
        board.refuse(refused, sent)
        return board.answer(request) if is_json else board.page(request)
    if is_json:
        return Board(version, selected=changed.selected, said=changed.said).answer(request)
    return redirect(_address(version, changed.selected))


def _change(
    version: ProcedureVersion, sent: dict[str, Any], request: HttpRequest
) -> tuple[ProcedureVersion, Changed]:
    """Make one change and store it. Raises DraftChanged, RouteRefused or Invalid; then nothing was stored."""
    if version.status != ProcedureVersion.Status.DRAFT:
        raise InputRefused("version_frozen", _("A published version does not change. Make a new version."))
    content, seen = content_of(version), str(sent.get("edits", ""))
    if seen != str(version.edits):
        raise DraftChanged
    changed = Changing(editable(content), sent).apply()
    edited = replace(content, steps=changed.route.steps, links=changed.route.links)
    return edit(version, edited, seen_edits=version.edits, by=who(request)), changed


def editable(content: Content) -> Route:
    """Return the route as it is changed: every step in its cell, links to nowhere left out."""
    route = placed(normalised(content.steps, content.links))
    known = tuple(link for link in route.links if {link.source, link.target} <= route.by_key.keys())
    return Route(route.steps, known)


class Board:
    """The drawing of a version with all that stands around it: the page, or the part of it that changes."""

    def __init__(self, version: ProcedureVersion, *, selected: str = "", said: str = "") -> None:
        self.version, self.said, self.status = version, said, 200
        self.error: dict[str, Any] | None = None
        self.reasons: list[str] = []
        self.is_draft = version.status == ProcedureVersion.Status.DRAFT
        content = content_of(version)
        self.route = editable(content) if self.is_draft else normalised(content.steps, content.links)
        content = replace(content, steps=self.route.steps, links=self.route.links)
        self.problems = checked(content) if self.is_draft else ()
        self.drawing = drawn(content, self.problems)
        self.box = self.drawing.box(selected)
        self.form = StepForm(step=self.box.step) if self.box and self.is_draft else None
        self.conditions = conditions(content)

    def refuse(self, refused: InputRefused | Invalid, sent: dict[str, Any]) -> None:
        """Show why nothing was changed: at the fields of the step, or above the drawing."""
        self.status = 409 if getattr(refused, "code", "") in ("draft_changed", "version_frozen") else 400
        if self.form and self.box and sent.get("do") == "edit":
            self.form = StepForm(sent, step=self.box.step)  # nothing that was typed is lost
        if isinstance(refused, InputRefused):
            self.reasons = [str(refused.sentence)]
            self.error = {"code": refused.code, "detail": self.reasons[0]}
            return
        sentences = [str(fault.sentence) for fault in refused.faults.values()]
        self.error = {"code": "invalid", "detail": " ".join(sentences)}
        if self.form and sent.get("do") == "edit":
            self.form.show(refused)
        else:
            self.reasons = sentences

    def box_of(self, problem: Problem) -> str:
        """Return the key of the box at which a problem is mended; of a link that where it begins."""
        key = problem.row.partition("→")[0] if problem.field == "links" else problem.row
        return key if self.drawing.box(key) else ""

    def way(self, arrow: Arrow) -> dict[str, Any]:
        """Return a link as the panel offers it: the value of its condition, and what was asked for in words."""
        when = arrow.link.when
        value = json.dumps(when) if when else ""
        if "answer" in when and value not in dict(self.conditions):
            return {"arrow": arrow, "value": json.dumps({"answer": when["answer"]}), "given": when["is"]}
        return {"arrow": arrow, "value": value, "given": ""}

    @property
    def context(self) -> dict[str, Any]:
        """What the templates take."""
        return {
            "at": "catalogue",
            "version": self.version,
            "parts": PARTS.values(),
            "is_draft": self.is_draft,
            "address": _address(self.version, ""),
            "drawing": self.drawing,
            "problems": [(problem, self.box_of(problem)) for problem in self.problems],
            "box": self.box,
            "form": self.form,
            "conditions": self.conditions,
            "is_free": any('"answer"' in value and '"is"' not in value for value, _words in self.conditions),
            "ways": [self.way(arrow) for arrow in self.drawing.arrows_from(self.box.step.key)]
            if self.box
            else [],
            "reasons": self.reasons,
            "route_json": json.dumps(rows_of(self.route)),
        }

    def page(self, request: HttpRequest) -> HttpResponse:
        return render(request, "procedures/route.html", self.context, status=self.status)

    def answer(self, request: HttpRequest) -> JsonResponse:
        """Return the same as data for the module that runs in the browser: the new part of the page in `html`."""
        return JsonResponse(
            {
                "edits": self.version.edits,
                "selected": self.box.step.key if self.box else "",
                "said": self.said,
                "problems": [problem.as_row() for problem in self.problems],
                "route": rows_of(self.route),
                "html": render_to_string("procedures/route_board.html", self.context, request),
                "error": self.error,
            },
            status=self.status,
        )


def _address(version: ProcedureVersion, selected: str) -> str:
    address = reverse("console_steps", args=[version.procedure.code, version.number])
    return f"{address}?{urlencode({'step': selected})}#step-{selected}" if selected else address


def _sent_json(request: HttpRequest) -> dict[str, Any]:
    try:
        sent = read_json(request.body)
    except ValueError:
        sent = None
    return sent if isinstance(sent, dict) else {}
