"""The forms beside the drawing: one step, and the conditions that a link may have."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.verb_form import VerbForm
from procedures.content import Content, RouteStep
from procedures.route.drawing import KINDS, OUTCOMES
from procedures.route.rows import plain_hours

from .route_shown import place_choices


class StepForm(VerbForm):
    """The facts of a step as text: procedures.route.rows reads them and says what is wrong."""

    name = forms.CharField(label=_("Name of the step"), max_length=200, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    role = forms.ChoiceField(label=_("Who"), required=False)
    place = forms.ChoiceField(label=_("Done where"), required=False)
    hours = forms.CharField(label=_("Working hours"), required=False)
    outcome = forms.ChoiceField(
        label=_("Result"), required=False, help_text=_("Of an end. Left open: the approver decides.")
    )
    is_mandatory = forms.BooleanField(
        label=_("The opinion must be given"), required=False, help_text=_("Of an opinion.")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, step: RouteStep) -> None:
        super().__init__(data, initial=initial_of(step), auto_id="step-%s")
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": [(str(kind), words) for kind, words in KINDS.items()],
            "role": [("", "–"), *Role.choices],
            "place": place_choices(),
            "outcome": [("", _("left open")), *OUTCOMES.items()],
        }
        for name, offered in choices.items():
            known = {value for value, _words in offered}
            kept = [(value, value) for value in [getattr(step, name)] if value not in known and value]
            self.fields[name].choices = [*offered, *kept]  # type: ignore[attr-defined]
        self.fields["hours"].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}


def initial_of(step: RouteStep) -> dict[str, Any]:
    """Return a step as the form shows it."""
    return {
        "name": step.name,
        "kind": str(step.kind),
        "role": step.role,
        "place": step.place or "COMPETENT",
        "hours": plain_hours(step.hours),
        "outcome": step.outcome,
        "is_mandatory": step.is_mandatory,
    }


def conditions(content: Content) -> list[tuple[str, str]]:
    """Return every condition that a link may have here: its JSON text, and its words."""
    return [("", str(_("otherwise, always")))] + [
        (json.dumps(when), words) for when, words in _offered(content)
    ]


def _offered(content: Content) -> Iterator[tuple[dict[str, Any], str]]:
    for case in content.cases:
        name = case.name or case.code
        yield {"case": name}, str(_("case: %(case)s")) % {"case": name}
    for outcome, words in OUTCOMES.items():
        yield {"outcome": outcome}, str(_("result: %(result)s")) % {"result": words}
    for field, rules in _questions(content.form):
        label = _label(rules) or field
        listed = rules.get("enum")
        values = (
            [one for one in listed if isinstance(one, str)]
            if isinstance(listed, list)
            else ([True, False] if rules.get("type") == "boolean" else [])
        )
        if rules.get("type") in ("object", "array"):
            continue
        for value in values:
            shown = {True: _("yes"), False: _("no")}[value] if isinstance(value, bool) else value
            yield {"answer": field, "is": value}, f"{label}: {shown}"
        if not values:
            yield {"answer": field}, str(_("%(field)s is …")) % {"field": label}


def _questions(form: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the questions of an e-form; a draft's may be no e-form yet."""
    questions = form.get("properties")
    if isinstance(questions, Mapping):
        yield from ((name, rules) for name, rules in questions.items() if isinstance(rules, Mapping))


def _label(rules: Mapping[str, Any]) -> str:
    label = rules.get("x-label") or rules.get("title") or ""
    return str(label.get("vi", "")) if isinstance(label, Mapping) else str(label)
