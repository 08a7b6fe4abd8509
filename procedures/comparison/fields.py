"""What a comparison of two versions looks at: every field of Content, its label, and how its value reads."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from procedures import formats, wording
from procedures.content import Content, RouteLink, RouteStep, TimeRule
from procedures.fees import Exemption, FeeUnit, Rate, same
from procedures.route import drawing as route_drawing

from .words import NOTHING, plain, yes_no

Words = Callable[[Any], str]
Key = Callable[[Any], Hashable]


@dataclass(frozen=True, slots=True)
class Field:
    """`raw` takes from its owner what is compared, `words` says it; a text is compared word by word as well."""

    name: str
    label: str | Promise
    words: Words
    raw: Callable[[Any], Any]
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """A list of Content. `keys` find the same row in the other version, the surest first; None: not by this one."""

    name: str
    label: str | Promise
    title: Words
    keys: tuple[Key, ...]
    fields: tuple[Field, ...]
    is_ordered: bool = False


def channels(codes: tuple[str, ...]) -> str:
    return wording.channels(codes) or _("all channels")


def _of(name: str, label: str | Promise, words: Words = plain) -> Field:
    return Field(name, label, words, lambda owner: getattr(owner, name))


def _text(name: str, label: str | Promise) -> Field:
    return Field(name, label, plain, lambda owner: getattr(owner, name), is_text=True)


def _day(name: str, label: str | Promise) -> Field:
    return _of(name, label, lambda on: formats.short_day(on) if on else NOTHING)


def _choice(name: str, label: str | Promise, words: Mapping[Any, Any]) -> Field:
    return _of(name, label, lambda code: str(words.get(code) or plain(code)))


def _hours(hours: Decimal) -> str:
    return formats.number(float(hours), decimals=2)


def _exemptions(exemptions: tuple[Exemption, ...]) -> str:
    said = [
        f"{one.category} {one.percent}\u00a0%" + (f" ({one.basis})" if one.basis else "")
        for one in exemptions
    ]
    return "; ".join(said) or NOTHING


def _price(rate: Rate) -> Rate:
    """The rule as far as it sets the amount, alone."""
    return Rate("", "", rate.amount, rate.per, tiers=rate.tiers, cap=rate.cap, currency=rate.currency)


def _price_words(price: Rate) -> str:
    if price.amount is None and not price.tiers:
        unit = wording.PER_UNIT[FeeUnit(price.per)]
        return f"{wording.rate_amount(price)} ({price.currency}, {unit})"
    return wording.rate_amount(price)


def _rate_title(rate: Rate) -> str:
    particulars = [part for part in (rate.case, rate.category, wording.channels(rate.channels)) if part]
    return f"{rate.name} ({', '.join(particulars)})" if particulars else rate.name


def _time_title(rule: TimeRule) -> str:
    return ", ".join(part for part in (rule.case or _("every case"), wording.channels(rule.channels)) if part)


def _link_title(link: RouteLink) -> str:
    return f"{link.source} → {link.target}"


def _rate_key(rate: Rate) -> tuple[str, ...]:
    return rate.kind, same(rate.name), same(rate.case), same(rate.category)


def _code(row: Any) -> str | None:
    return row.code or None


def _name(row: Any) -> str:
    return same(row.name)


SUPPLEMENT: Final = {
    "PAUSE": gettext_lazy("the time pauses"),
    "RESTART": gettext_lazy("the time starts again"),
}
KINDS: Final = {"PHI": gettext_lazy("fee (phí)"), "LE_PHI": gettext_lazy("charge (lệ phí)")}

NAME: Final = _text("name", gettext_lazy("name"))
CODE: Final = _of("code", gettext_lazy("code"))
CHANNELS: Final = _of("channels", gettext_lazy("channels"), channels)
CASE: Final = _of("case", gettext_lazy("case"))
NOTE: Final = _text("note", gettext_lazy("note"))
SOURCE: Final = _text("source", gettext_lazy("source"))
FROM: Final = _day("valid_from_on", gettext_lazy("valid from"))
UNTIL: Final = _day("valid_until_on", gettext_lazy("valid until"))

VALUES: Final = (
    CODE,
    NAME,
    _of("field_name", gettext_lazy("field")),
    _of("field_code", gettext_lazy("code of the field")),
    FROM,
    UNTIL,
    _choice("service_level", gettext_lazy("service level"), wording.SERVICE_LEVELS),
    _of("channels", gettext_lazy("channels"), lambda codes: wording.channels(codes) or NOTHING),
    _of("levels", gettext_lazy("levels"), lambda codes: wording.levels(codes) or NOTHING),
    _text("executing", gettext_lazy("executing agency")),
    _of("coordinating", gettext_lazy("coordinating agencies")),
    _of("is_nonterritorial", gettext_lazy("received anywhere in the province"), yes_no),
    _of("accepts_e_copies", gettext_lazy("e-copies are accepted"), yes_no),
    _text("e_copies_basis", gettext_lazy("decision on e-copies")),
    _of("presence_required", gettext_lazy("the applicant must be present"), yes_no),
    _of("silent_approval", gettext_lazy("silence is approval"), yes_no),
    _of("financial_duty", gettext_lazy("with a financial duty (tax, land)"), yes_no),
    _choice("on_supplement", gettext_lazy("during a supplement"), SUPPLEMENT),
    _of("own_forms", gettext_lazy("statutory forms of its own")),
    _text("conditions", gettext_lazy("requirements and conditions")),
    _text("decision", gettext_lazy("publishing decision")),
    _day("decision_on", gettext_lazy("date of the decision")),
    _of("replaces", gettext_lazy("replaces")),
    SOURCE,
)

LISTS: Final = (
    Rows("subjects", gettext_lazy("who may apply"), lambda row: str(row.name), (_code, _name), (NAME, CODE)),
    Rows("cases", gettext_lazy("cases"), lambda row: str(row.name), (_code, _name), (NAME, CODE)),
    Rows(
        "time_rules",
        gettext_lazy("time limits"),
        _time_title,
        (lambda rule: (same(rule.case), frozenset(rule.channels)), lambda rule: same(rule.case)),
        (_of("limit", gettext_lazy("time limit"), wording.time_words), CASE, CHANNELS, NOTE, SOURCE),
    ),
    Rows(
        "papers",
        gettext_lazy("papers"),
        lambda paper: str(paper.name),
        (
            lambda paper: (paper.code, same(paper.case)) if paper.code else None,
            _code,
            lambda paper: (same(paper.name), same(paper.case)),
            _name,
        ),
        (
            NAME,
            CODE,
            _of("originals", gettext_lazy("originals")),
            _of("copies", gettext_lazy("copies")),
            _of("is_required", gettext_lazy("required"), yes_no),
            _of("is_digitised", gettext_lazy("to be digitised"), yes_no),
            CHANNELS,
            _of("case", gettext_lazy("asked in the case")),
            _text("condition", gettext_lazy("asked only when")),
            _of("is_result", gettext_lazy("is the result of a procedure"), yes_no),
            _of("result_code", gettext_lazy("code of the result that it is")),
            _of("replaced_by", gettext_lazy("data that replace it")),
            _of("has_e_form", gettext_lazy("filled in as the e-form"), yes_no),
        ),
        is_ordered=True,
    ),
    Rows(
        "rates",
        gettext_lazy("fees"),
        _rate_title,
        (
            lambda rate: (*_rate_key(rate), frozenset(rate.channels), rate.valid_from_on),
            lambda rate: (*_rate_key(rate), frozenset(rate.channels)),
            _rate_key,
        ),
        (
            NAME,
            _choice("kind", gettext_lazy("kind"), KINDS),
            Field("amount", gettext_lazy("amount"), _price_words, _price),
            CASE,
            _of("category", gettext_lazy("category of applicants")),
            CHANNELS,
            _of("exemptions", gettext_lazy("exemptions"), _exemptions),
            _choice("collected_at", gettext_lazy("collected at"), wording.COLLECTED),
            _of("scope", gettext_lazy("where it applies")),
            FROM,
            UNTIL,
            NOTE,
            SOURCE,
        ),
    ),
    Rows(
        "results",
        gettext_lazy("results"),
        lambda row: str(row.name),
        (_code, _name),
        (NAME, CODE, _of("symbol", gettext_lazy("symbol of the result"))),
    ),
    Rows(
        "legal_bases",
        gettext_lazy("legal bases"),
        lambda row: str(row.number),
        (lambda row: same(row.number),),
        (_of("number", gettext_lazy("number")), _text("title", gettext_lazy("title"))),
    ),
    Rows(
        "steps",
        gettext_lazy("steps"),
        lambda step: str(step.name),
        (lambda step: step.key, _name),
        (
            NAME,
            _of("key", gettext_lazy("key")),
            _choice("kind", gettext_lazy("kind"), route_drawing.KINDS),
            _choice("role", gettext_lazy("role"), route_drawing.ROLES),
            _choice("place", gettext_lazy("held at"), route_drawing.PLACES),
            _of("hours", gettext_lazy("working hours"), _hours),
            _choice("outcome", gettext_lazy("outcome"), route_drawing.OUTCOMES),
            _of("is_mandatory", gettext_lazy("must be answered"), yes_no),
        ),
    ),
    Rows(
        "links",
        gettext_lazy("links between steps"),
        _link_title,
        (lambda link: (link.source, link.target, plain(link.when)), lambda link: (link.source, link.target)),
        (_of("when", gettext_lazy("when")),),
    ),
)

# The title of a row says these already.
IN_TITLE: Final = ("name", "case", "category", "number")
# Where a box stands on the drawing, and the number of the version, say nothing about the procedure.
NOT_COMPARED: Final = {Content: {"number"}, RouteStep: {"x", "y"}}
