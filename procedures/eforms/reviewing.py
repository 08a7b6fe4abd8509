"""What the review of an e-form collects: faults with their place in words, and the texts every place must have."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.utils.translation import gettext as _

from accounts.faults import Fault

LANGUAGES: Final = ("vi", "en")
LONGEST_TEXT: Final = 500


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the schema: the names that lead there, and the Vietnamese label of the last, if it has one."""

    names: tuple[str, ...]
    label: str = ""

    def inside(self, name: object, rules: object) -> "Place":
        label = rules.get("x-label") if isinstance(rules, Mapping) else None
        found = label.get("vi", "") if isinstance(label, Mapping) else ""
        return Place((*self.names, str(name)[:60]), str(found)[:100])

    def __str__(self) -> str:
        if not self.names:
            return _("The form")
        path = ".".join(self.names)
        return _("Field %(path)s (“%(label)s”)") % {"path": path, "label": self.label or "?"}


@dataclass
class Review:
    """Collects what is wrong instead of stopping at the first fault; `fields` counts the questions."""

    faults: list[Fault] = field(default_factory=list)
    fields: int = 0

    def fault(self, place: Place, code: str, said: str) -> Fault:
        return Fault(code, f"{place}: {said}")

    def add(self, place: Place, code: str, said: str) -> None:
        """Add a fault; what is `said` continues after the place."""
        self.faults.append(self.fault(place, code, said))

    def known_keywords(self, place: Place, rules: Mapping[str, Any], known: Collection[str]) -> None:
        for keyword in rules:
            if keyword not in known:
                said = _("the keyword “%(keyword)s” cannot be used here. Take it out.")
                self.add(place, "keyword_unknown", said % {"keyword": str(keyword)[:60]})


def check_texts(review: Review, place: Place, rules: Mapping[str, Any], *, needs_label: bool) -> None:
    """Label and hint: in Vietnamese always, in English if somebody translated them."""
    if needs_label or "x-label" in rules:
        _text(review, place, rules.get("x-label"), _("label"))
    if "x-hint" in rules:
        _text(review, place, rules["x-hint"], _("hint"))


def check_options(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    """A list of answers: texts, each once, each with a label."""
    values, labels = rules.get("enum"), rules.get("x-enum-labels")
    if not isinstance(values, list) or not values or not _are_words(values):
        review.add(place, "enum_not_texts", _("needs a list of different texts under “enum”."))
        return
    if not isinstance(labels, Mapping):
        review.add(place, "enum_without_labels", _("needs the label of each answer under “x-enum-labels”."))
        return
    for value in values:
        if value not in labels:
            said = _("the answer “%(value)s” has no label under “x-enum-labels”. Add it.")
            review.add(place, "enum_without_labels", said % {"value": value})
        else:
            _text(review, place, labels[value], _("label of the answer “%(value)s”") % {"value": value})
    for value in set(labels) - set(values):
        said = _("“x-enum-labels” names “%(value)s”, which is no answer. Take it out.")
        review.add(place, "enum_without_labels", said % {"value": str(value)[:60]})


def is_count(value: Any) -> bool:
    """A whole number, not negative (True is none)."""
    return type(value) is int and value >= 0


def is_number(value: Any) -> bool:
    return type(value) in (int, float)


def are_texts(values: Any) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _are_words(values: Iterable[Any]) -> bool:
    listed = list(values)
    return (
        all(isinstance(value, str) and 0 < len(value) <= 100 for value in listed)
        and len(set(listed)) == len(listed) <= 300
    )


def _text(review: Review, place: Place, texts: Any, what: str) -> None:
    named = {"what": what}
    if not isinstance(texts, Mapping) or not isinstance(texts.get("vi"), str) or not texts["vi"].strip():
        review.add(place, "label_missing", _("the %(what)s is missing in Vietnamese. Write it.") % named)
    elif set(texts) - set(LANGUAGES) or not all(
        isinstance(text, str) and len(text) <= LONGEST_TEXT for text in texts.values()
    ):
        review.add(
            place,
            "label_not_valid",
            _("the %(what)s takes “vi” and “en” only, each of at most 500 characters.") % named,
        )
