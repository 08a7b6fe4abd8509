"""The parts in which a version is edited: each a form or some lists of rows, saved on its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedures.content import Content

from .part_forms import CompetenceForm, EFormForm, GeneralForm
from .row_forms import BasisRow, FeeRow, NamedRow, PaperRow, ResultRow, RowForm, TimeRow

MOST_ROWS: Final = 200
BLANK_ROWS: Final = 2


@dataclass(frozen=True)
class RowList:
    """A list of Content that is edited row by row."""

    field: str
    title: Promise | str
    form: type[RowForm]


@dataclass(frozen=True)
class Part:
    """One page of the editor: either a form over some fields of Content, or lists of rows."""

    name: str
    title: Promise | str
    form: Any = None
    lists: tuple[RowList, ...] = ()

    @property
    def fields(self) -> set[str]:
        """The fields of Content that are edited here."""
        own = set(self.form.base_fields) if self.form else set()
        return (
            own | {one.field for one in self.lists} | ({"competence"} if self.name == "competence" else set())
        )


PARTS: Final[dict[str, Part]] = {
    part.name: part
    for part in (
        Part("general", _("General"), form=GeneralForm),
        Part("papers", _("Papers"), lists=(RowList("papers", _("Papers"), PaperRow),)),
        Part(
            "times",
            _("Time limits and cases"),
            lists=(
                RowList("time_rules", _("Time limits"), TimeRow),
                RowList("cases", _("Cases"), NamedRow),
            ),
        ),
        Part("fees", _("Fees"), lists=(RowList("rates", _("Fees"), FeeRow),)),
        Part(
            "results",
            _("Results, subjects, legal bases"),
            lists=(
                RowList("results", _("Results"), ResultRow),
                RowList("subjects", _("Who may apply"), NamedRow),
                RowList("legal_bases", _("Legal bases"), BasisRow),
            ),
        ),
        Part("competence", _("Competence"), form=CompetenceForm),
        Part("form", _("E-form"), form=EFormForm),
    )
}


def part_of(field: str) -> str:
    """Return the name of the part in which a field of Content is edited; "steps" is edited on the drawing."""
    if field in ("steps", "links"):
        return "steps"
    return next((part.name for part in PARTS.values() if field in part.fields), "general")


@dataclass(frozen=True)
class Rows:
    """One list of the page: its title and its Django formset."""

    list: RowList
    formset: Any


class EditedPart:
    """A part as it stands on the page: filled from the content, or from what was sent."""

    def __init__(self, part: Part, content: Content, data: Mapping[str, Any] | None = None) -> None:
        self.part, self.content = part, content
        self.form = part.form(data, initial=part.form.initial_of(content)) if part.form else None
        self.rows = [Rows(one, _formset(one, content, data)) for one in part.lists]

    @cached_property
    def is_valid(self) -> bool:
        """Say whether all of it can be read."""
        answers = [rows.formset.is_valid() for rows in self.rows]
        return all(answers) and (self.form is None or self.form.is_valid())

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Return (id of the field, its label with its row, sentence) for each error, in the order of the page."""
        found = list(_errors(self.form, "")) if self.form else []
        for rows in self.rows:
            found += [("", str(rows.list.title), str(error)) for error in rows.formset.non_form_errors()]
            for number, form in enumerate(rows.formset.forms, start=1):
                found += _errors(form, f"{rows.list.title} {number}: ")
        return found

    def edited(self) -> Content:
        """Return the content with this part as it was sent."""
        pieces = dict(self.form.pieces()) if self.form else {}
        for rows in self.rows:
            kept = [form for form in rows.formset.forms if form.has_changed() or form.initial]
            kept = [form for form in kept if form not in rows.formset.deleted_forms]
            pieces[rows.list.field] = tuple(form.piece(number) for number, form in enumerate(kept, start=1))
        return replace(self.content, **pieces)


def _formset(one: RowList, content: Content, data: Mapping[str, Any] | None) -> Any:
    made = forms.formset_factory(
        one.form, extra=BLANK_ROWS, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + BLANK_ROWS
    )
    initial = [one.form.initial_of(piece) for piece in getattr(content, one.field)]
    formset = made(data, prefix=one.field, initial=initial)
    for form in formset.forms:
        # A row that was there before is read even where somebody claims to have added it.
        form.empty_permitted = form.empty_permitted and not form.initial
    return formset


def _errors(form: forms.Form, before: str) -> list[tuple[str, str, str]]:
    found = [("", before, str(error)) for error in form.non_field_errors()]
    for field in form:
        found += [(field.id_for_label, f"{before}{field.label}", str(error)) for error in field.errors]
    return found
