"""The import page of the console: upload a file, read what it would do, confirm.

Between the two steps the file waits under its hash in the data directory; the confirmation names it by a signed
key of the editor who uploaded it, which is good for an hour.
"""

import hashlib
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.doors import who
from procedures.actions.import_procedures import ImportReport, Result, import_procedures
from procedures.interchange import FileRefused

from .console import editor_act, editor_page
from .import_forms import ImportForm

SALT: Final = "procedures.import"
GOOD_FOR: Final = 3_600  # seconds
MOST_SHOWN: Final = 200
TEMPLATE: Final = "procedures/console/import.html"


@editor_page
def importing(request: HttpRequest) -> HttpResponse:
    """Show the form; with a file, what importing it would do, and the button that does it."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"at": "catalogue", "form": form}
    if request.method == "POST" and form.is_valid():
        data = b"".join(form.cleaned_data["file"].chunks())
        publish = form.cleaned_data["publish"]
        try:
            report = import_procedures(data, by=who(request), dry_run=True, publish=publish)
        except FileRefused as refused:
            form.add_error("file", str(refused))
        else:
            context |= _shown(report)
            if not report.faults:
                context["confirmation"] = _keep(data, request, publish)
    status = 422 if request.method == "POST" and form.errors else 200
    return render(request, TEMPLATE, context, status=status)


@editor_act
def confirm_import(request: HttpRequest) -> HttpResponse:
    """Do what the page has shown, with the same file."""
    try:
        said = signing.loads(request.POST.get("key", ""), salt=SALT, max_age=GOOD_FOR)
        data = _path(said["file"]).read_bytes() if said["by"] == who(request).pk else None
    except (signing.BadSignature, OSError):
        data = None
    if data is None:
        messages.error(request, _("The file is not here any more. Choose it again."))
        return redirect("console_import")
    report = import_procedures(data, by=who(request), publish=said["publish"])
    if report.faults:
        # The catalogue has changed since the page was shown.
        return render(
            request, TEMPLATE, {"at": "catalogue", "form": ImportForm()} | _shown(report), status=409
        )
    _path(said["file"]).unlink(missing_ok=True)
    count = report.counts["made"] + report.counts["changed"]
    sentence = ngettext("%(count)d procedure was imported.", "%(count)d procedures were imported.", count)
    messages.success(request, sentence % {"count": count})
    return redirect("console")


def _shown(report: ImportReport) -> dict[str, Any]:
    moving = [one for one in report.outcomes if one.result in (Result.MADE, Result.CHANGED)]
    words = {
        Result.MADE: _("new"),
        Result.CHANGED: _("changed"),
        Result.UNCHANGED: _("unchanged"),
        Result.KNOWN: _("published already, left alone"),
        Result.KEPT: _("being edited, left alone"),
    }
    return {
        "report": report,
        "facts": [(words[result], report.counts[str(result)]) for result in Result],
        "rows": [(one, words[one.result]) for one in moving[:MOST_SHOWN]],
        "more": max(0, len(moving) - MOST_SHOWN),
        "findings": [*report.faults, *report.warnings][:MOST_SHOWN],
    }


def _keep(data: bytes, request: HttpRequest, publish: bool) -> str:
    """Keep the file for the confirmation and return its key; files that nobody confirmed are cleared away."""
    name = hashlib.sha256(data).hexdigest()
    path = _path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    for old in _forgotten(path.parent):
        old.unlink(missing_ok=True)
    path.write_bytes(data)
    return signing.dumps({"file": name, "by": who(request).pk, "publish": publish}, salt=SALT)


def _path(name: str) -> Path:
    directory: Path = settings.ONESTOP_VAR / "imports"
    return directory / name


def _forgotten(directory: Path) -> Iterator[Path]:
    before = time.time() - 2 * GOOD_FOR
    for path in directory.iterdir():
        with suppress(FileNotFoundError):  # somebody else clears away, too
            if path.is_file() and path.stat().st_mtime < before:
                yield path
