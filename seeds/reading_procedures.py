"""The seed files of procedures, read into the Content of each version."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final

from procedures.competence.rules import RuleRefused, read_rule
from procedures.content import CHANNELS, CONFIDENCE, LEVELS, SERVICE_LEVELS, Content

from . import shapes
from .fields import FOR_PEOPLE, Row, SeedRefused, opened, whole_row
from .listed import read_listed
from .reading_parts import (
    named_row,
    read_fee,
    read_legal_basis,
    read_paper,
    read_results,
    read_time_rules,
    texts,
)
from .reading_routes import read_route

FORMS_SINCE: Final = date(2026, 6, 23)  # the day on which the portal was read, for forms that name no other
CODE: Final = re.compile(r"\d\.\d{6}")
# What `like` does not take over: what makes a version this one, and the two ways to say one thing.
ITS_OWN: Final = ("number", "like", "valid_from_on", "valid_until_on", "decision", "decision_on", "repeal")
TWO_WAYS: Final = (("time_limit", "time_limits"), ("result", "results"), ("usual_route", "steps"))


def read_procedures(directory: Path) -> tuple[shapes.ProcedureSeed, ...]:
    """Read procedures/*.yaml, one procedure each, with the e-forms of forms/*.yaml, and listed.csv."""
    described = tuple(_procedure(path) for path in sorted((directory / "procedures").glob("*.yaml")))
    forms = {form.code: form for form in map(_form, sorted((directory / "forms").glob("*.yaml")))}
    listed = read_listed(directory / "listed.csv")
    for code in forms.keys() - {one.code for one in described}:
        raise SeedRefused(f"forms/{code}.yaml", "code", "No file in procedures/ has this code.")
    for one in listed:
        if one.code in {known.code for known in described}:
            raise SeedRefused("listed.csv", one.code, "A file in procedures/ describes it already.")
    return (*_with_forms(described, forms), *listed)


def _form(path: Path) -> shapes.FormSeed:
    """Read an e-form: {code, valid_from_on (or the usual day), schema}."""
    top = opened(path)
    code = top.text("code", most=20)
    if code != path.stem:
        raise top.refusal("code", f"The file {path.name} must hold the e-form of {path.stem}.")
    since = top.optional_day("valid_from_on") or FORMS_SINCE
    form = shapes.FormSeed(code, since, top.plain("schema"))
    top.leave(*FOR_PEOPLE)
    top.done()
    return form


def _with_forms(
    procedures: Iterable[shapes.ProcedureSeed], forms: Mapping[str, shapes.FormSeed]
) -> tuple[shapes.ProcedureSeed, ...]:
    """Attach each e-form to the versions of its procedure that have not ended before its first day."""
    found = []
    for one in procedures:
        if form := forms.get(one.code):
            versions = tuple(_with_form(version, form) for version in one.versions)
            one = replace(one, versions=versions)
        found.append(one)
    return tuple(found)


def _with_form(version: Content, form: shapes.FormSeed) -> Content:
    has_ended = version.valid_until_on is not None and version.valid_until_on < form.valid_from_on
    return version if has_ended else replace(version, form=form.schema)


def _procedure(path: Path) -> shapes.ProcedureSeed:
    top = opened(path)
    code = top.text("code", most=20)
    if code != path.stem or not CODE.fullmatch(code):
        raise top.refusal("code", f"The file {path.name} must hold the procedure {path.stem}.")
    field = top.row("field")
    named: dict[str, Any] = {
        "code": code,
        "field_code": field.text("code", most=60),
        "field_name": field.text("name", most=200),
    }
    field.done()
    rows = top.rows("versions")
    top.done()
    listed, said = set[int](), dict[int, dict[str, Any]]()
    versions = []
    for row in rows:
        _take_over(row, said)
        if not row.flag("fileable", default=True):
            listed.add(row.values["number"])
        versions.append(_version(row, named))
    _check_validity(path, tuple(versions))
    return shapes.ProcedureSeed(
        code, named["field_code"], named["field_name"], tuple(versions), frozenset(listed)
    )


def _take_over(row: Row, said: dict[int, dict[str, Any]]) -> None:
    """Complete a version with `like: NUMBER` by what that version said; what it says itself comes first."""
    if "like" in row.values:
        number = row.whole("like", least=1)
        if number not in said:
            raise row.refusal("like", f"No version {number} stands before this one.")
        old = {key: value for key, value in said[number].items() if key not in ITS_OWN}
        for one, other in TWO_WAYS:
            if one in row.values or other in row.values:
                old.pop(one, None), old.pop(other, None)
        row.values = old | row.values
    if type(row.values.get("number")) is int:
        said[row.values["number"]] = dict(row.values)


def _version(row: Row, named: dict[str, Any]) -> Content:
    steps, links = read_route(row)
    until = row.optional_day("valid_until_on")
    content = Content(
        **named,
        number=row.whole("number", least=1),
        name=row.text("name", most=1000),
        service_level=row.text("service_level", most=10, choices=SERVICE_LEVELS),
        channels=row.words("channels", choices=CHANNELS),
        levels=row.words("levels", choices=LEVELS),
        executing=row.text("executing", most=300, default=""),
        coordinating=texts(row, "coordinating"),
        subjects=tuple(whole_row(one, named_row) for one in row.rows("subjects")),
        cases=tuple(whole_row(one, named_row) for one in row.rows("cases")),
        time_rules=read_time_rules(row),
        is_nonterritorial=row.flag("nonterritorial"),
        accepts_e_copies=row.flag("accepts_e_copies", default=False),
        e_copies_basis=row.text("e_copies_basis", most=200, default=""),
        presence_required=row.flag("presence_required", default=False),
        silent_approval=row.flag("silent_approval", default=False),
        financial_duty=row.flag("financial_duty", default=False),
        on_supplement=row.text("on_supplement", most=10, default="PAUSE", choices=("PAUSE", "RESTART")),
        own_forms=texts(row, "own_forms"),
        conditions=row.text("conditions", most=5000, default=""),
        competence=_competence(row),
        results=read_results(row),
        legal_bases=tuple(whole_row(basis, read_legal_basis) for basis in row.rows("legal_bases")),
        decision=row.text("decision", most=100, default=""),
        decision_on=row.optional_day("decision_on"),
        repeal=_repeal(row, until),
        replaces=texts(row, "replaces"),
        valid_from_on=row.day("valid_from_on"),
        valid_until_on=until,
        papers=tuple(read_paper(number, paper) for number, paper in enumerate(row.rows("requirements"), 1)),
        rates=tuple(read_fee(fee) for fee in row.rows("fees")),
        steps=steps,
        links=links,
        source=row.text("source", most=2000, default=""),
        confidence=_confidence(row),
    )
    row.done()
    _check_cases(row, content)
    return content


def _competence(row: Row) -> dict[str, Any]:
    if "competence" not in row.values:
        return {}
    rule = row.plain("competence")
    try:
        read_rule(rule)
    except RuleRefused as refused:
        raise row.refusal(
            "competence", " ".join(str(fault.sentence) for fault in refused.faults)
        ) from refused
    return rule


def _repeal(row: Row, until: date | None) -> dict[str, Any]:
    """Read the decision that ends the version; `on` is the last day, as procedures.actions.retire keeps it."""
    if "repeal" not in row.values:
        return {}
    repeal = row.row("repeal")
    if until is None:
        raise row.refusal("repeal", "A version that is repealed needs its last day, valid_until_on.")
    found = {
        "decision": repeal.text("decision", most=100),
        "on": until.isoformat(),
        "replaced_by": repeal.text("replaced_by", most=20, default=""),
        "note": repeal.text("note", most=400, default=""),
    }
    repeal.done()
    return found


def _confidence(row: Row) -> dict[str, str]:
    if "confidence" not in row.values:
        return {}
    inner = row.row("confidence")
    found = {key: inner.text(key, most=10, choices=CONFIDENCE) for key in list(inner.values)}
    return found


def _check_cases(row: Row, content: Content) -> None:
    """Refuse a case that a limit, a paper, a fee or a link names and the version does not have."""
    known = {case.name for case in content.cases} | {case.code for case in content.cases if case.code}
    named = [
        *(("time_limits", rule.case) for rule in content.time_rules),
        *(("requirements", paper.case) for paper in content.papers),
        *(("fees", rate.case) for rate in content.rates),
        *(("steps", link.when.get("case", "")) for link in content.links),
    ]
    for key, case in named:
        if case and case not in known:
            raise row.refusal(key, f"The case {case!r} is not among the version's cases.")


def _check_validity(path: Path, versions: tuple[Content, ...]) -> None:
    """Versions follow one another in number and in time: a day never has two of them."""
    for position, (earlier, later) in enumerate(zip(versions, versions[1:], strict=False)):
        until = earlier.valid_until_on
        if later.number <= earlier.number or until is None or until >= later.valid_from_on:
            key = f"versions[{position + 1}]"
            raise SeedRefused(
                path.name, key, "It must have a higher number and begin after the one before ends."
            )
    for version in versions:
        if version.valid_until_on is not None and version.valid_until_on < version.valid_from_on:
            raise SeedRefused(path.name, f"version {version.number}", "It ends before it begins.")
