"""The portal's JSON model read into Content: one record or a list, described in full or by its name alone."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.names import fold
from procedures.content import Content, LegalBasis, Named, Paper, ResultKind
from procedures.json_text import readable
from procedures.problems import Severity

from .findings import FileRefused, Finding, Found, Item
from .kinds import decoded
from .listing import CODE, LISTED_SINCE, key_of_field
from .node import MOST_NODES, Node, Notes
from .portal_terms import read_cases, read_fee, read_methods, with_cases

MOST_RECORDS: Final = 20_000
LISTS: Final = ("data", "items", "content", "procedures", "records")
DESCRIBED: Final = ("executionMethods", "executionCases", "profileComponents", "resultsDetails", "cases")
# Names under which the portal groups papers without meaning a case.
GROUPS: Final = (
    "",
    "bao gom",
    "giay to phai nop",
    "thanh phan ho so",
    "ho so bao gom",
    "thanh phan ho so bao gom",
)
LEVEL_FLAGS: Final = {"isProvince": "PROVINCE", "isWard": "COMMUNE"}
# Keys about the record and not about the procedure, or said by others again.
ABOUT_THE_RECORD: Final = (
    "id",
    "state",
    "type",
    "createdAt",
    "updatedAt",
    "codeNotation",
    "version",
    "keywords",
)
LISTED_FIELDS: Final = frozenset({"name", "levels", "service_level", "executing", "decision", "decision_on"})
FULL_FIELDS: Final = LISTED_FIELDS | {
    "channels", "is_nonterritorial", "coordinating", "subjects", "cases", "time_rules", "papers", "rates", "results",
    "legal_bases", "conditions",
}  # fmt: skip


def read_portal(data: bytes, *, today: date | None = None) -> Found:
    """Read a JSON file of the portal's model; FileRefused for the whole, findings for its records."""
    records = _records(_parsed(decoded(data)))
    found, left = Found(), Counter[str]()
    for number, record in enumerate(records, start=1):
        if not isinstance(record, Mapping):
            sentence = _("A record must be an object of the portal's model.")
            found.findings.append(Finding(number, "", "record", "value_not_valid", sentence))
            continue
        notes = Notes(number, readable(str(record.get("code", "")))[:40], found.findings, left)
        item = _item(Node(record, "", notes), today or localdate())
        if not notes.is_faulty:
            found.items.append(item)
    if left:
        keys = ", ".join(f"{key} ({count})" for key, count in sorted(left.items()))
        sentence = _("These keys are not taken over, each with its number of times: %(keys)s.") % {
            "keys": keys
        }
        found.findings.append(Finding(0, "", "keys", "keys_left_out", sentence, Severity.WARNING))
    return found


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise FileRefused(
            "json_broken", _("The JSON is nested too deeply. Is this the portal's model?")
        ) from error
    except json.JSONDecodeError as error:
        sentence = _("Line %(line)s, column %(column)s: this is not JSON, or the file was cut off there.")
        words = {"line": error.lineno, "column": error.colno}
        raise FileRefused("json_broken", sentence % words) from error
    except ValueError as error:
        raise FileRefused("json_broken", _("The JSON holds a number that is none.")) from error


def _no_constant(word: str) -> Any:
    raise ValueError(word)


def _records(top: Any) -> list[Any]:
    """Return the records of a file: a list, one object, or either inside the envelope of the portal's answers."""
    for _depth in range(3):
        if isinstance(top, Mapping) and "name" not in top:
            inner = next((top[key] for key in LISTS if isinstance(top.get(key), (list, Mapping))), None)
            if inner is not None:
                top = inner
    records = top if isinstance(top, list) else [top]
    if not records:
        raise FileRefused("file_empty", _("The list is empty. Export it again."))
    if len(records) > MOST_RECORDS:
        sentence = _("The list has more than %(most)s rows. Divide it.") % {"most": MOST_RECORDS}
        raise FileRefused("too_many_rows", sentence)
    known = [one for one in records[:50] if isinstance(one, Mapping) and {"code", "name"} & one.keys()]
    if not known:
        sentence = _(
            "No record has “code” and “name”: this is JSON, but not the portal's model (docs/import.md)."
        )
        raise FileRefused("header_unknown", sentence)
    return records


def _item(node: Node, today: date) -> Item:
    is_full = any(node.values.get(key) for key in DESCRIBED)
    identity = _identity(node)
    content = Content(number=1, valid_from_on=today, **identity)
    starts, until = node.day("effectiveFrom"), node.day("effectiveTo")
    proposal = node.node("procedureProposal")
    published = None
    if proposal:
        decision = proposal.text("proposalNumber", most=100)
        decision = decision or proposal.text("decisionNumber", most=100)
        decision_on, published = proposal.day("decisionDate"), proposal.day("publicationDate")
        content = replace(content, decision=decision, decision_on=decision_on)
        proposal.leave("id", "issuingAgency", "decisionNumber")
        proposal.done()
    if is_full:
        content = _described(node, content)
    else:
        content = replace(content, service_level=_service_level(node, ()) if _has_level(node) else "")
        content = replace(content, is_nonterritorial=bool(node.flag("isNonTerritorial")))
    said_start = starts or published or content.decision_on
    content = replace(
        content,
        valid_from_on=said_start or (today if is_full else LISTED_SINCE),
        valid_until_on=until,
    )
    if until and until < content.valid_from_on:
        node.notes.note("effectiveTo", "days_reversed", _("The last day is before the first day."))
    node.leave(*ABOUT_THE_RECORD)
    node.done()
    said = FULL_FIELDS if is_full else frozenset(name for name in LISTED_FIELDS if getattr(content, name))
    said |= {"valid_from_on"} if starts else set()
    said |= {"valid_until_on"} if until else set()
    return Item(node.notes.row, content, is_full, said)


def _identity(node: Node) -> dict[str, Any]:
    code, name = node.text("code", most=40), node.text("name", most=1000)
    if not CODE.fullmatch(code):
        sentence = _("“%(code)s” is no code of a procedure: one digit, a full stop, six digits (2.000635).")
        node.notes.note("code", "code_not_valid", sentence % {"code": code})
    if not name:
        node.notes.note("name", "value_missing", _("This must not be empty."))
    category = node.node("category") or next(iter(node.nodes("categoriesDetails")), None)
    node.leave("categoriesDetails")
    field_code, field_name = "", ""
    if category:
        field_code, field_name = category.text("code", most=60), category.text("name", most=200)
        category.leave("id")
        category.done()
    if not field_name:
        node.notes.note("category.name", "value_missing", _("This must not be empty."))
    executing = [*node.nodes("departmentsExecuting"), *node.nodes("unitGroupsExecuting")]
    return {
        "code": code,
        "name": name,
        "field_code": field_code or key_of_field(field_name),
        "field_name": field_name,
        "levels": tuple(level for key, level in LEVEL_FLAGS.items() if node.flag(key)),
        "executing": "; ".join(dict.fromkeys(filter(None, map(_name, executing))))[:300],
        "source": "Cổng Dịch vụ công quốc gia (tệp JSON)",
    }


def _described(node: Node, content: Content) -> Content:
    channels, rules, rates = read_methods(node.nodes("executionMethods"))
    rates = (*rates, *(read_fee(fee, ()) for fee in node.nodes("fees")))
    coded, own_rules = read_cases(node.nodes("cases"), rules)
    papers, named = _papers(node)
    known = {case.name for case in coded}
    return replace(
        content,
        channels=channels,
        service_level=_service_level(node, channels),
        is_nonterritorial=bool(node.flag("isNonTerritorial")),
        coordinating=tuple(filter(None, map(_name, node.nodes("departmentsCoordinating")))),
        subjects=tuple(Named(*_coded(one)) for one in node.nodes("subjectTypesDetails")),
        cases=(*coded, *(Named("", name) for name in named if name not in known)),
        time_rules=(*rules, *own_rules),
        papers=papers,
        rates=with_cases(rates, (*known, *named)),
        results=tuple(ResultKind(*_coded(one)) for one in node.nodes("resultsDetails")),
        legal_bases=tuple(LegalBasis(*_coded(one)) for one in node.nodes("legalBasisesDetails")),
        conditions=node.text("requirementsAndConditions", most=20_000, lines=True),
    )


def _papers(node: Node) -> tuple[tuple[Paper, ...], list[str]]:
    """Read executionCases: papers numbered through, and the names of the cases among the groups."""
    papers, names = list[Paper](), list[str]()
    groups = [("", node.nodes("profileComponents"))]
    for group in node.nodes("executionCases"):
        name = group.text("name", most=200)
        case = "" if fold(name).strip(" :*.") in GROUPS else name
        if case and case not in names:
            names.append(case)
        groups.append((case, group.nodes("profileComponents")))
        group.leave("id")
        group.done()
    for case, components in groups:
        before = len(papers)
        papers.extend(_paper(before + number, case, one) for number, one in enumerate(components, start=1))
    if len(papers) > MOST_NODES:
        sentence = _("This must be %(what)s.") % {
            "what": _("a list of at most %(most)s") % {"most": MOST_NODES}
        }
        node.notes.note("executionCases", "value_not_valid", sentence)
    if papers and not any(paper.is_required for paper in papers):
        sentence = _("No paper is marked as required: say in the draft which ones are.")
        node.notes.warn("executionCases", "no_paper_required", sentence)
    return tuple(papers), names


def _paper(number: int, case: str, node: Node) -> Paper:
    paper = Paper(
        number=number,
        code=node.text("code", most=40),
        name=node.text("name", most=1000),
        originals=node.whole("originalQty"),
        copies=node.whole("copyQty"),
        is_required=bool(node.flag("required")),
        case=case,
        is_result=bool(node.flag("isProcessingResult")),
        result_code=node.text("resultCode", most=40),
        has_e_form=bool(node.flag("hasElectronicForm")),
    )
    if not paper.name:
        node.notes.note(f"{node.place}.name", "value_missing", _("This must not be empty."))
    node.leave("id", "attachments", "description")
    node.done()
    return paper


def _has_level(node: Node) -> bool:
    return any(node.values.get(key) for key in ("isFullProcess", "isOfflineOnly"))


def _service_level(node: Node, channels: tuple[str, ...]) -> str:
    is_full, is_offline = node.flag("isFullProcess"), node.flag("isOfflineOnly")
    if is_offline or (channels and "ONLINE" not in channels):
        return "OFFLINE"
    return "FULL" if is_full else "PARTIAL"


def _coded(node: Node) -> tuple[str, str]:
    found = node.text("code", most=40), node.text("name", most=1000)
    node.leave("id")
    node.done()
    return found


def _name(node: Node) -> str:
    return _coded(node)[1]
