"""What is wrong with the schema of an e-form, in sentences that name the place; asked before publishing.

The part of JSON Schema that an e-form may use is described in docs/e-forms.md; whatever is not in it is refused,
because page, validator and print would not agree on what it means.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from accounts.faults import Fault

from .review_rules import check_rules
from .review_values import check_array, check_boolean, check_number, check_string
from .reviewing import Place, Review, check_texts, is_count

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
LARGEST: Final = 200_000  # characters of the schema
MOST_FIELDS: Final = 150
MOST_ROWS: Final = 30
ANNOTATIONS: Final = {"$comment", "x-label", "x-hint"}
OBJECT: Final = {"type", "properties", "required", "dependentRequired", "if", "then", "allOf", "x-order"}
ROOT_ONLY: Final = {"$schema", "$id", "title", "additionalProperties"}
ROWS: Final = {"type", "items", "minItems", "maxItems"}
NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")


def form_problems(schema: Any) -> list[Fault]:
    """Return everything that is wrong with a schema; the empty schema is no form and has no problems."""
    if schema == {}:
        return []
    review = Review()
    root = Place(())
    try:
        if not isinstance(schema, Mapping) or len(json.dumps(schema)) > LARGEST:
            return [
                review.fault(root, "form_not_object", _("must be an object of at most 200,000 characters."))
            ]
    except (TypeError, ValueError, RecursionError):
        return [review.fault(root, "form_not_object", _("holds something that is not JSON."))]
    _root(review, root, schema)
    if review.fields > MOST_FIELDS:
        review.add(root, "too_many_fields", _("asks more than 150 questions. Leave out what nobody reads."))
    if not review.faults:
        try:
            Draft202012Validator.check_schema(dict(schema))
        except SchemaError as error:
            review.add(
                root, "not_json_schema", _("is no JSON Schema 2020-12: %(why)s") % {"why": error.message}
            )
    return review.faults


def _root(review: Review, place: Place, schema: Mapping[str, Any]) -> None:
    review.known_keywords(place, schema, ANNOTATIONS | OBJECT | ROOT_ONLY)
    if schema.get("$schema", DIALECT) != DIALECT:
        review.add(place, "not_json_schema", _("must be written in JSON Schema 2020-12."))
    if schema.get("type") != "object":
        review.add(place, "form_not_object", _("must have the type “object”."))
    if schema.get("additionalProperties", False) is not False:
        review.add(place, "keyword_unknown", _("refuses unknown fields in any case. Leave the keyword out."))
    check_texts(review, place, schema, needs_label=False)
    _properties(review, place, schema, depth=0)


def _properties(review: Review, place: Place, rules: Mapping[str, Any], *, depth: int) -> None:
    properties = rules.get("properties")
    if not isinstance(properties, Mapping) or not properties:
        review.add(place, "properties_missing", _("asks nothing. Add its questions under “properties”."))
        return
    for name, own in properties.items():
        inner = place.inside(name, own)
        if not NAME.fullmatch(str(name)):
            review.add(
                inner,
                "name_not_valid",
                _("needs a name of at most 40 small letters, digits and underscores."),
            )
        elif not isinstance(own, Mapping):
            review.add(inner, "type_unknown", _("must be an object with a type and a label."))
        else:
            _property(review, inner, own, depth=depth)
    _order(review, place, rules, properties)
    check_rules(review, place, rules, properties)


def _order(review: Review, place: Place, rules: Mapping[str, Any], properties: Mapping[str, Any]) -> None:
    order = rules.get("x-order", list(properties) if len(properties) == 1 else None)
    good = isinstance(order, list) and all(isinstance(name, str) for name in order)
    if not good or sorted(order) != sorted(properties):
        review.add(
            place,
            "order_incomplete",
            _("must name each of its questions once under “x-order”, as they are asked."),
        )


def _property(review: Review, place: Place, rules: Mapping[str, Any], *, depth: int) -> None:
    check_texts(review, place, rules, needs_label=True)
    items = rules.get("items")
    if rules.get("type") == "object":
        _section(review, place, rules, depth=depth)
    elif rules.get("type") == "array" and isinstance(items, Mapping) and items.get("type") == "object":
        _rows(review, place, rules, items, depth=depth)
    else:
        review.fields += 1
        check = _CHECKS.get(str(rules.get("type")))
        if check is None:
            review.add(
                place,
                "type_unknown",
                _("needs one of the types string, integer, number, boolean, array or object."),
            )
        else:
            check(review, place, rules)


def _section(review: Review, place: Place, rules: Mapping[str, Any], *, depth: int) -> None:
    review.known_keywords(place, rules, ANNOTATIONS | OBJECT)
    if depth > 0:
        review.add(place, "too_deep", _("is a section inside a section or row. Move it one level up."))
        return
    _properties(review, place, rules, depth=1)


def _rows(
    review: Review, place: Place, rules: Mapping[str, Any], items: Mapping[str, Any], *, depth: int
) -> None:
    review.known_keywords(place, rules, ANNOTATIONS | ROWS)
    review.known_keywords(place, items, {"$comment"} | OBJECT)
    if depth > 1:
        review.add(place, "too_deep", _("is a section inside a section or row. Move it one level up."))
        return
    least, most = rules.get("minItems", 0), rules.get("maxItems")
    if not (is_count(least) and is_count(most)) or not max(1, least) <= (most or 0) <= MOST_ROWS:
        review.add(
            place, "rows_without_limit", _("needs a “maxItems” from 1 to 30, not below its “minItems”.")
        )
    _properties(review, place, items, depth=2)


_CHECKS: Final = {
    "string": check_string,
    "integer": check_number,
    "number": check_number,
    "boolean": check_boolean,
    "array": check_array,
}
