"""The parts of a version that are one form: the general facts, competence, the e-form."""

import json
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from procedures.content import LEVELS
from procedures.json_text import read_json
from procedures.models import ProcedureVersion
from procedures.wording import CHANNELS, SERVICE_LEVELS
from procedures.wording import LEVELS as LEVEL_WORDS

from .part_fields import PartForm, day, flag, lines, one_of, prose, some_of, text

OWN_LEVELS: Final = {
    level: LEVEL_WORDS[level] for level in LEVELS
}  # not the central one, which only a rule may name


class GeneralForm(PartForm):
    """Name, days, channels and the flags of a version; names are those of Content."""

    LINES = ("coordinating", "own_forms", "replaces")
    SEVERAL = ("channels", "levels")

    name = prose(_("Name, as the decision has it"), rows=2, most=1000)
    valid_from_on = day(_("Valid from"), required=True)
    valid_until_on = day(_("Valid until"))
    decision = text(_("Publishing decision"), 100, hint=_("Number and symbol, e.g. 3152/QĐ-BTP"))
    decision_on = day(_("Date of the decision"))
    service_level = one_of(_("Service level"), SERVICE_LEVELS)
    channels = some_of(_("Channels"), CHANNELS)
    levels = some_of(_("Levels"), OWN_LEVELS)
    executing = text(_("Executing agency"), 300)
    coordinating = prose(_("Coordinating agencies"), hint=_("One in each line"), rows=2)
    is_nonterritorial = flag(_("Received anywhere in the province"))
    presence_required = flag(_("The applicant must be present"))
    silent_approval = flag(_("Silence is approval"))
    financial_duty = flag(_("With a financial duty (tax, land)"))
    accepts_e_copies = flag(_("E-copies are accepted"))
    e_copies_basis = text(_("Decision on e-copies"), 200)
    on_supplement = one_of(_("During a supplement"), dict(ProcedureVersion.OnSupplement.choices))
    own_forms = prose(_("Statutory forms of its own"), hint=_("One in each line, e.g. CT04"), rows=2)
    conditions = prose(_("Requirements and conditions"))
    replaces = prose(_("Codes of the procedures it replaces"), hint=_("One in each line"), rows=2)
    source = prose(_("Source"), rows=2)

    @classmethod
    def initial_of(cls, content: Any) -> dict[str, Any]:
        """Return what the form shows of a content."""
        found = {name: getattr(content, name) for name in cls.base_fields}
        return found | {name: "\n".join(found[name]) for name in cls.LINES}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        first, last = found.get("valid_from_on"), found.get("valid_until_on")
        if first and last and last < first:
            self.add_error("valid_until_on", _("The last day is before the first day."))
        return found

    def pieces(self) -> dict[str, Any]:
        """Return the fields of Content that the form holds."""
        found = dict(self.cleaned_data)
        found |= {name: lines(found[name]) for name in self.LINES}
        return found | {name: tuple(found[name]) for name in self.SEVERAL}


class CompetenceForm(PartForm):
    """A rule of procedures.competence; composed ones are written as data."""

    KINDS: Final = {
        "area": _("the People's Committee of the subject's area"),
        "register": _("the office that keeps the register or the parcel"),
        "any": _("the commune where it is received"),
        "agency": _("one agency"),
        "vertical": _("an agency of a vertical branch"),
        "composed": _("composed: by case, by level, or several lawful answers"),
    }
    by = one_of(_("Who decides"), KINDS)
    level = one_of(_("Level"), LEVEL_WORDS, empty=_("not needed"))
    code = text(_("Code of the agency"), 35, hint=_("For one agency, e.g. H12.03"))
    branch = text(_("Branch"), 30, hint=_("For a vertical branch, e.g. POLICE"))
    rule = prose(
        _("The composed rule"),
        hint=_(
            'As JSON, e.g. {"any_of": [{"by": "area", "level": "COMMUNE"}, {"by": "agency", "code": "H12.06.01"}]}'
        ),
        rows=6,
    )

    def clean_rule(self) -> dict[str, Any]:
        return _json(self.cleaned_data["rule"])

    def pieces(self) -> dict[str, Any]:
        found = self.cleaned_data
        if found["by"] == "composed":
            return {"competence": found["rule"]}
        named = {name: found[name] for name in ("by", "level", "code", "branch") if found[name]}
        return {"competence": named}

    @classmethod
    def initial_of(cls, content: Any) -> dict[str, Any]:
        rule = content.competence
        is_plain = all(isinstance(value, str) for value in rule.values())
        if is_plain and rule.get("by") in cls.KINDS and set(rule) <= {"by", "level", "code", "branch"}:
            return dict(rule)
        shown = json.dumps(rule, ensure_ascii=False, indent=2) if rule else ""
        return {"by": "composed" if rule else "area", "rule": shown}


class EFormForm(PartForm):
    """The e-form as a JSON Schema."""

    form = prose(_("The e-form as JSON Schema"), hint=_("Empty: no e-form"), rows=24, most=200_000)

    def clean_form(self) -> dict[str, Any]:
        return _json(self.cleaned_data["form"])

    def pieces(self) -> dict[str, Any]:
        return {"form": self.cleaned_data["form"]}

    @classmethod
    def initial_of(cls, content: Any) -> dict[str, Any]:
        return {"form": json.dumps(content.form, ensure_ascii=False, indent=2) if content.form else ""}


def _json(value: str) -> dict[str, Any]:
    if not value.strip():
        return {}
    try:
        found = read_json(value)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise forms.ValidationError(
            _("This is not JSON: look at line %(line)s.") % {"line": line}, code="json_not_valid"
        ) from error
    if not isinstance(found, dict):
        raise forms.ValidationError(_("This must be a JSON object: {…}"), code="json_not_object")
    return found
