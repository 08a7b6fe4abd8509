"""The small forms of the console: a new procedure, and the last day of a version."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.verb_form import VerbForm
from procedures.models import FieldOfWork

from .part_fields import day, prose, text


def _fields() -> list[tuple[str, str]]:
    return [("", "–"), *FieldOfWork.objects.order_by("name").values_list("code", "name")]


class NewForm(VerbForm):
    code = text(_("Code"), 20, hint=_("The code of the national database, e.g. 2.000635"))
    name = prose(_("Name, as the decision has it"), rows=2, most=1000)
    field = forms.ChoiceField(label=_("Field"), choices=_fields, required=False)


class RetireForm(VerbForm):
    until_on = day(_("Last day"), required=True)
    decision = text(_("Decision that repeals it"), 100)
    replaced_by = text(_("Code of the procedure that takes its place"), 20)
    note = text(_("Note"), 400)
