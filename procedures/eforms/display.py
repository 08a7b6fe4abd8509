"""An e-form as an HTML form: Django's fields with the house's templates, named by path, complete without JavaScript."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _

from accounts.faults import Invalid

from .posted import ADD_ROW, as_posted, row_count
from .shape import Field, Form, Kind, Rows, Section
from .validation import named, row_label

Part = Field | Rows | Section
Path = tuple[str | int, ...]

AUTOCOMPLETE: Final = {
    "full_name": "name",
    "address": "street-address",
    "born_on": "bday",
    "phone": "tel",
    "sex": "sex",
    "id_number": "off",
}
INPUT_MODE: Final = {
    Kind.DATE: "numeric",
    Kind.PHONE: "tel",
    Kind.EMAIL: "email",
    Kind.ID_NUMBER: "numeric",
    Kind.INTEGER: "numeric",
    Kind.NUMBER: "decimal",
}
GROUPED: Final = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclasses.dataclass
class Shown:
    """A part of the page: `kind` is field, group (of radio buttons or boxes), tick, section, rows or row."""

    kind: str
    title: str = ""
    hint: str = ""
    anchor: str = ""
    field: BoundField | None = None
    parts: "list[Shown]" = dataclasses.field(default_factory=list)
    error: str = ""
    is_needed: bool = False
    add: str = ""  # of rows that may grow: what the button sends
    count_name: str = ""
    count: int = 0

    @property
    def template(self) -> str:
        return f"procedures/eform_parts/{self.kind}.html"


class EForm(forms.Form):
    """The form on a page. `answers` as cleaned or as typed; what was typed wrongly is shown again as it was.

    `at_counter`: a clerk types for others, so that the browser remembers nothing.
    """

    use_required_attribute = False

    def __init__(
        self,
        form: Form,
        answers: Mapping[str, Any],
        *,
        data: QueryDict | None = None,
        at_counter: bool = False,
    ) -> None:
        values = as_posted(form, answers)
        _grow(form, values, data.get(ADD_ROW, "") if data else "")
        super().__init__(values)
        self.form = form
        self.at_counter = at_counter
        self.box_faults: dict[str, str] = {}
        for path, asked, beside in _asked(form, values):
            self.fields[named(path)] = self._field(asked, beside)
        self.is_valid()  # of fields that take anything

    def show(self, invalid: Invalid) -> None:
        """Put each fault of an answer at its field; faults of other fields are none of this form's."""
        for name, fault in invalid.faults.items():
            sentence = str(fault.sentence)
            if name in self.fields:
                self.add_error(name, sentence)
            elif name == "answers" or name.startswith("answers."):
                self.box_faults[name] = sentence

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Anchor and sentence of every fault, in the order of the form, for the list at the top."""
        found = [(f"id_{name}", said) for name, said in self.box_faults.items()]
        for bound in self:
            is_group = isinstance(bound.field.widget, GROUPED)
            found += [(f"{bound.auto_id}{'_0' * is_group}", str(said)) for said in bound.errors]
        return found

    @property
    def parts(self) -> list[Shown]:
        """The form as the templates lay it out."""
        return [self._shown(part, (part.name,)) for part in self.form.parts]

    def _shown(self, part: Field | Rows | Section, path: Path) -> Shown:
        if isinstance(part, Field):
            return self._shown_field(part, path)
        name = named(path)
        box = Shown(
            "section" if isinstance(part, Section) else "rows",
            part.label,
            part.hint,
            f"id_{name}",
            error=self.box_faults.get(name, ""),
            is_needed=part.is_required,
        )
        if isinstance(part, Section):
            box.parts = [self._shown(each, (*path, each.name)) for each in part.parts]
            return box
        box.count_name, box.count = f"{name}.rows", row_count(part, self.data, path)
        box.add = name if box.count < part.most else ""
        box.parts = [self._row(part, path, index) for index in range(box.count)]
        return box

    def _row(self, rows: Rows, path: Path, index: int) -> Shown:
        parts = [self._shown_field(each, (*path, index, each.name)) for each in rows.fields]
        return Shown("row", row_label(rows, index), anchor=f"id_{named((*path, index))}", parts=parts)

    def _shown_field(self, part: Field, path: Path) -> Shown:
        bound = self[named(path)]
        kind = (
            "tick"
            if part.kind is Kind.TICK
            else "group"
            if isinstance(bound.field.widget, GROUPED)
            else "field"
        )
        return Shown(kind, field=bound)

    def _field(self, asked: Field, beside: Sequence[Part]) -> forms.Field:
        widget = _widget(asked)
        attrs = widget.attrs
        if asked.is_required and not isinstance(widget, GROUPED):
            attrs["aria-required"] = "true"
        if mode := INPUT_MODE.get(asked.kind):
            attrs["inputmode"] = mode
        if isinstance(widget, forms.TextInput | forms.Textarea):
            own = AUTOCOMPLETE.get(asked.rules.get("x-prefill", ""), "off")
            attrs["autocomplete"] = "off" if self.at_counter else own
        hints = " ".join(_hints(asked, beside))
        found = forms.Field(label=asked.label, help_text=hints, required=False, widget=widget)
        found.widget.is_required = asked.is_required  # for the star; the checking is the validator's
        return found


def _hints(asked: Field, beside: Sequence[Part]) -> Iterator[str]:
    """What helps to answer: the form's own hint, how a day is written, and when the field is needed."""
    if asked.hint:
        yield asked.hint
    if asked.kind is Kind.DATE:
        yield _("Day/month/year, e.g. 31/12/1990.")
    for need in asked.needs:
        other = next(each for each in beside if each.name == need.name)
        if need.values:
            said = ", ".join(f"“{_option(other, value)}”" for value in need.values)
            yield _("Needed when “%(label)s” is %(values)s.") % {"label": other.label, "values": said}
        else:
            yield _("Needed when “%(label)s” is filled in.") % {"label": other.label}


def _option(asked: Part, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return dict(asked.options)[value] if isinstance(asked, Field) else str(value)


def _widget(asked: Field) -> forms.Widget:
    match asked.kind:
        case Kind.LINES:
            return forms.Textarea(attrs={"rows": 3})
        case Kind.TICK:
            return forms.CheckboxInput()
        case Kind.TICKS:
            return forms.CheckboxSelectMultiple(choices=asked.options)
        case Kind.YES_NO:
            return forms.RadioSelect(choices=[("true", _("Yes")), ("false", _("No"))])
        case Kind.CHOICE if asked.is_open:
            return forms.RadioSelect(choices=asked.options)
        case Kind.CHOICE:
            return forms.Select(choices=[("", "–"), *asked.options])
    return forms.TextInput()


def _rows_of(form: Form) -> Iterator[tuple[Path, Rows]]:
    for part in form.parts:
        if isinstance(part, Rows):
            yield (part.name,), part
        elif isinstance(part, Section):
            yield from (((part.name, each.name), each) for each in part.parts if isinstance(each, Rows))


def _grow(form: Form, values: Any, wanted: str) -> None:
    """Show at least the rows that are needed, and one more where its button was pressed."""
    for path, rows in _rows_of(form):
        shown = row_count(rows, values, path)
        least = max(rows.rules.get("minItems", 0), 1)
        more = shown + 1 if wanted == named(path) else shown
        values[f"{named(path)}.rows"] = str(min(max(more, least), max(rows.most, shown)))


def _asked(form: Form, values: Mapping[str, str]) -> Iterator[tuple[Path, Field, Sequence[Part]]]:
    """Every field that is shown, rows as often as they are, in the order of the page; and what stands beside it."""
    for part in form.parts:
        yield from _asked_in(part, (part.name,), form.parts, values)


def _asked_in(
    part: Part, path: Path, beside: Sequence[Part], values: Mapping[str, str]
) -> Iterator[tuple[Path, Field, Sequence[Part]]]:
    if isinstance(part, Field):
        yield path, part, beside
    elif isinstance(part, Section):
        for each in part.parts:
            yield from _asked_in(each, (*path, each.name), part.parts, values)
    else:
        for index in range(row_count(part, values, path)):
            for each in part.fields:
                yield (*path, index, each.name), each, part.fields
