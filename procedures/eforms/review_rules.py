"""The review of what an object of an e-form requires: always, beside another answer, or if an answer has a value."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .reviewing import Place, Review, are_texts
from .shape import Rules

MOST_CONDITIONS = 20


def check_rules(review: Review, place: Place, rules: Rules, properties: Rules) -> None:
    """Check required, dependentRequired and if-then of one object against its properties."""
    _names(review, place, rules.get("required", []), properties, "required")
    dependent = rules.get("dependentRequired", {})
    if not isinstance(dependent, Mapping):
        review.add(place, "condition_not_simple", _("“dependentRequired” must be an object of lists."))
        dependent = {}
    for name, needed in dependent.items():
        _names(review, place, [name], properties, "dependentRequired")
        _names(review, place, needed, properties, "dependentRequired")
    if ("if" in rules) != ("then" in rules):
        review.add(place, "condition_not_simple", _("“if” and “then” belong together. Add the other one."))
    elif "if" in rules:
        _condition(review, place, {name: rules[name] for name in ("if", "then")}, properties)
    pairs = rules.get("allOf", [])
    if not isinstance(pairs, list) or len(pairs) > MOST_CONDITIONS:
        review.add(place, "condition_not_simple", _("“allOf” must be a list of at most 20 if-then pairs."))
        return
    for pair in pairs:
        _condition(review, place, pair, properties)


def _names(review: Review, place: Place, names: Any, properties: Rules, keyword: str) -> None:
    if not are_texts(names):
        said = _("“%(keyword)s” must be a list of field names.") % {"keyword": keyword}
        review.add(place, "required_not_defined", said)
        return
    for name in names:
        if name not in properties:
            said = _("“%(keyword)s” names “%(name)s”, which is no field here. Add the field or take it out.")
            review.add(place, "required_not_defined", said % {"keyword": keyword, "name": name[:60]})


def _condition(review: Review, place: Place, pair: Any, properties: Rules) -> None:
    """{"if": {"properties": {NAME: {"const": VALUE}}, "required": [NAME]}, "then": {"required": [NAME]}}."""
    if not _is_simple(pair):
        review.add(
            place,
            "condition_not_simple",
            _("a condition compares fields with “const” or “enum”, and its “then” has “required” only."),
        )
        return
    tests = pair["if"]["properties"]
    _names(review, place, list(tests), properties, "if")
    _names(review, place, pair["then"]["required"], properties, "then")
    if sorted(pair["if"].get("required", [])) != sorted(tests):
        review.add(
            place,
            "condition_not_simple",
            _("the “if” must also name its fields under “required”, or it holds when they are left empty."),
        )
    for name, test in tests.items():
        if isinstance(properties.get(name), Mapping):
            _values(review, place.inside(name, properties[name]), test, properties[name])


def _is_simple(pair: Any) -> bool:
    if not isinstance(pair, Mapping) or set(pair) != {"if", "then"}:
        return False
    test, then = pair["if"], pair["then"]
    if not isinstance(test, Mapping) or not isinstance(then, Mapping):
        return False
    tests = test.get("properties")
    return (
        set(test) <= {"properties", "required"}
        and are_texts(test.get("required", []))
        and set(then) == {"required"}
        and are_texts(then["required"])
        and isinstance(tests, Mapping)
        and bool(tests)
        and all(_is_test(each) for each in tests.values())
    )


def _is_test(test: Any) -> bool:
    if not isinstance(test, Mapping) or len(test) != 1:
        return False
    return "const" in test or (isinstance(test.get("enum"), list) and bool(test["enum"]))


def _values(review: Review, place: Place, test: Rules, rules: Rules) -> None:
    """A condition on a choice or a yes-or-no question can only compare with answers that it offers."""
    wanted = [test["const"]] if "const" in test else test["enum"]
    if rules.get("type") == "boolean":
        offered: list[Any] = [True, False]
        good = all(type(value) is bool for value in wanted)
    else:
        offered = rules["enum"] if isinstance(rules.get("enum"), list) else []
        good = bool(offered) and all(value in offered for value in wanted)
    if not good:
        said = _("a condition compares it with something that is none of its answers. Correct the condition.")
        review.add(place, "condition_unknown_value", said)
