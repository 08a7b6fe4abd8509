"""The review of one field of an e-form: limits, patterns, lists, and where its value may come from."""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from .patterns import PatternRefused, check_pattern
from .reviewing import Place, Review, check_options, is_count, is_number

LONGEST_ANSWER: Final = 4000
FORMATS: Final = ("date", "email", "phone", "id-number")
COMMON: Final = {"type", "$comment", "x-label", "x-hint"}
TEXT: Final = COMMON | {"minLength", "maxLength", "pattern", "x-widget", "x-prefill"}
FORMATTED: Final = COMMON | {"format", "x-prefill"}
CHOICE: Final = COMMON | {"enum", "x-enum-labels", "x-widget", "x-prefill"}
TICKS: Final = COMMON | {"items", "minItems", "maxItems", "uniqueItems"}
# What the reader of identity cards and the applicant's fields know, and the format that takes it.
PREFILL: Final = {
    "full_name": "",
    "address": "",
    "id_number": "id-number",
    "born_on": "date",
    "phone": "phone",
    "sex": "enum",
}
SEXES: Final = {"MALE", "FEMALE"}


def check_string(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    if "enum" in rules:
        review.known_keywords(place, rules, CHOICE)
        check_options(review, place, rules)
        _widget(review, place, rules, ("radio", "select"))
    elif "format" in rules:
        known = FORMATTED | {"x-day"} if rules["format"] == "date" else FORMATTED
        review.known_keywords(place, rules, known)
        if rules["format"] not in FORMATS:
            review.add(place, "format_unknown", _("the format must be date, email, phone or id-number."))
        if rules.get("x-day", "past") not in ("past", "future"):
            review.add(place, "keyword_unknown", _("“x-day” is either “past” or “future”."))
    else:
        review.known_keywords(place, rules, TEXT)
        _widget(review, place, rules, ("textarea",))
        _lengths(review, place, rules)
        _pattern(review, place, rules)
    _prefill(review, place, rules)


def check_number(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    review.known_keywords(place, rules, COMMON | {"minimum", "maximum"})
    limits = [rules[name] for name in ("minimum", "maximum") if name in rules]
    if not all(is_number(limit) for limit in limits):
        review.add(place, "limit_not_valid", _("“minimum” and “maximum” must be numbers."))
    elif limits != sorted(limits):
        review.add(place, "limit_not_valid", _("“minimum” is larger than “maximum”. Correct one of them."))


def check_boolean(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    review.known_keywords(place, rules, COMMON | {"const"})
    if rules.get("const", True) is not True:
        review.add(
            place,
            "limit_not_valid",
            _("“const” of a yes-or-no question can only be true: it must be ticked."),
        )


def check_array(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    """Boxes to tick; rows are checked where properties are."""
    review.known_keywords(place, rules, TICKS)
    items = rules.get("items")
    if not isinstance(items, Mapping) or items.get("type") != "string":
        review.add(
            place, "type_unknown", _("must be a list of answers (string with enum) or of rows (object).")
        )
        return
    review.known_keywords(place, items, {"type", "enum", "x-enum-labels"})
    check_options(review, place, items)
    limits = [rules[name] for name in ("minItems", "maxItems") if name in rules]
    if not all(is_count(limit) for limit in limits) or limits != sorted(limits):
        review.add(
            place, "limit_not_valid", _("“minItems” and “maxItems” must be counts, the smaller one first.")
        )
    if rules.get("uniqueItems", True) is not True:
        review.add(place, "limit_not_valid", _("each answer counts once: “uniqueItems” can only be true."))


def _lengths(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    limits = [rules[name] for name in ("minLength", "maxLength") if name in rules]
    if not all(is_count(limit) for limit in limits) or limits != sorted(limits):
        review.add(
            place, "limit_not_valid", _("“minLength” and “maxLength” must be counts, the smaller one first.")
        )
    elif limits and limits[-1] > LONGEST_ANSWER:
        review.add(place, "limit_not_valid", _("a text takes at most 4000 characters. Lower the limit."))


def _pattern(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    if "pattern" not in rules:
        return
    if "x-hint" not in rules:
        review.add(
            place, "pattern_without_hint", _("a pattern needs an “x-hint” that says how to write the answer.")
        )
    try:
        check_pattern(str(rules["pattern"]))
    except PatternRefused as refused:
        said = (
            _(
                "the pattern could run for very long. Use limited repetition such as {1,20}, and fewer choices."
            )
            if refused.code == "pattern_slow"
            else _("the pattern cannot be used. Write ^...$ with letters, [classes], (groups) and {1,20}.")
        )
        review.add(place, refused.code, said)


def _widget(review: Review, place: Place, rules: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if rules.get("x-widget", known[0]) not in known:
        said = _("“x-widget” can only be: %(known)s.") % {"known": ", ".join(known)}
        review.add(place, "widget_unknown", said)


def _prefill(review: Review, place: Place, rules: Mapping[str, Any]) -> None:
    if "x-prefill" not in rules:
        return
    source = rules["x-prefill"]
    if not isinstance(source, str) or source not in PREFILL:
        said = _("“x-prefill” can only be: %(known)s.") % {"known": ", ".join(PREFILL)}
        review.add(place, "prefill_unknown", said)
        return
    kind = "enum" if "enum" in rules else rules.get("format", "")
    fits = kind == PREFILL[source]
    if source == "sex" and fits:
        fits = isinstance(rules["enum"], list) and {str(value) for value in rules["enum"]} >= SEXES
    if not fits:
        said = _("cannot be filled in from “%(source)s”: its format is another one.") % {"source": source}
        review.add(place, "prefill_mismatch", said)
