"""Pages that belong to no room: the language switch and the house style with every component."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from procedures import formats

# Exempt, so that citizens' pages need neither a token nor a session: what it changes is their own cookie.
switch_language = csrf_exempt(set_language)

NEVER_CHANGING = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)  # so that the page looks the same every day


class SampleForm(forms.Form):
    """One field of each kind, for the style page."""

    name = forms.CharField(
        label=gettext_lazy("Full name"), error_messages={"required": gettext_lazy("Fill in this field.")}
    )
    phone = forms.CharField(
        label=gettext_lazy("Telephone"), help_text=gettext_lazy("We send a message when the result is ready.")
    )
    copies = forms.IntegerField(label=gettext_lazy("Copies"), min_value=1)


def style(request: HttpRequest) -> HttpResponse:
    """Show every component of the house style once, in each of its states."""
    return render(request, "style.html", samples())


def samples() -> dict[str, Any]:
    """Return what the components show: invented, the same every day."""
    wrong = SampleForm({"name": "", "phone": "0900000000", "copies": "2"})
    wrong.is_valid()
    due = SimpleNamespace
    return {
        "form": wrong,
        "states": [
            ("submitted", _("submitted")),
            ("received", _("received")),
            ("in_process", _("in process")),
            ("awaiting_supplement", _("awaiting supplement")),
            ("issued", _("issued")),
            ("declined", _("declined")),
        ],
        "dues": [
            due(at=NEVER_CHANGING, words=formats.remaining(960), percent=30, mood="calm"),
            due(at=NEVER_CHANGING, words=formats.remaining(180), percent=85, mood="soon"),
            due(at=NEVER_CHANGING, words=formats.remaining(-480), percent=100, mood="late"),
            due(at=NEVER_CHANGING, words=_("on time"), percent=100, mood="done"),
            None,
        ],
        "facts": [
            (_("Full name"), "Nguyễn Huỳnh Thị Phương Thảo"),
            (_("Address"), "Ấp Kinh Đứng, xã Trần Văn Thời, tỉnh Cà Mau"),
            (_("Telephone"), "0900 000 000"),
        ],
        "timeline": [
            due(
                who="Trần Thị Mẫu",
                sentence=_("accepted the dossier"),
                at=NEVER_CHANGING,
                on_behalf_of=_("the applicant"),
            ),
            due(
                who="Lê Văn Thử",
                sentence=_("took up the dossier"),
                at=NEVER_CHANGING,
                office="UBND phường An Xuyên",
                details=("Bước xử lý: Thẩm định",),
            ),
        ],
        "split": due(
            rows=[
                due(
                    name=name,
                    words=words,
                    start=start,
                    percent=percent,
                    working_time=formats.working_time(minutes),
                    wall_time=wall_time,
                )
                for name, words, start, percent, minutes, wall_time in (
                    ("office", _("The office"), 0.0, 50.0, 480, "26 h"),
                    ("third_party", _("Others: opinions asked for, the post"), 50.0, 20.0, 192, "8 h"),
                    ("applicant", _("The applicant"), 70.0, 30.0, 288, "14 h"),
                )
            ],
            working_time=formats.working_time(960),
            wall_time="48 h",
        ),
        "rows": [due(code="H12.261.01-260313-0001", name="Nguyễn Huỳnh Thị Phương Thảo", fee=8000)],
    }
