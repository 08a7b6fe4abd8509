"""A Content written in the portal's JSON model, for exchange with other systems; the opposite of portal.py."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any, Final

from procedures.content import Content, TimeRule
from procedures.due.calendar import TimeLimit, TimeUnit
from procedures.due.time_limits import rule_for
from procedures.fees.rates import Rate

from .node import VIETNAM
from .portal_terms import CASE_SIGN, KIND_NAMES, says_no_limit, says_same_day

SAME_DAY_WORDS: Final = (
    "Ngay trong ngày; nhận hồ sơ sau 15 giờ mà không giải quyết được ngay "
    "thì trả kết quả trong ngày làm việc tiếp theo"
)
NO_LIMIT_WORDS: Final = "Không quy định"
GROUP: Final = "Bao gồm"
TYPES: Final = {"PHI": "FEE", "LE_PHI": "CHARGE", "DICH_VU": "SERVICE_FEE"}


def portal_record(content: Content) -> dict[str, Any]:
    """Return what the portal's model can say of a version; days are milliseconds since 1970."""
    return {
        "code": content.code,
        "name": content.name,
        "category": {"code": content.field_code, "name": content.field_name},
        "isProvince": "PROVINCE" in content.levels,
        "isWard": "COMMUNE" in content.levels,
        "isVertical": content.competence.get("by") == "vertical",
        "isFullProcess": content.service_level == "FULL",
        "isOfflineOnly": content.service_level == "OFFLINE",
        "isNonTerritorial": content.is_nonterritorial,
        "executionMethods": [_method(content, channel) for channel in content.channels],
        "executionCases": _groups(content),
        "cases": _cases(content),
        "resultsDetails": [{"code": one.code, "name": one.name} for one in content.results],
        "subjectTypesDetails": [{"code": one.code, "name": one.name} for one in content.subjects],
        "legalBasisesDetails": [{"code": one.number, "name": one.title} for one in content.legal_bases],
        **_offices(content),
        "departmentsCoordinating": [{"name": name} for name in content.coordinating],
        "requirementsAndConditions": content.conditions,
        "procedureProposal": {
            "proposalNumber": content.decision,
            "decisionDate": _milliseconds(content.decision_on),
        },
        "effectiveFrom": _milliseconds(content.valid_from_on),
        "effectiveTo": _milliseconds(content.valid_until_on),
    }


def said_alike(one: Content, other: Content) -> bool:
    """Say whether two versions say the same, as far as the portal's model can say it; days and field apart."""
    return _without_days(one) == _without_days(other)


def _without_days(content: Content) -> dict[str, Any]:
    record = portal_record(content)
    for key in ("effectiveFrom", "effectiveTo", "isVertical", "category"):
        del record[key]
    for method in record["executionMethods"]:  # in which order the fees of a channel stand means nothing
        method["fees"].sort(key=repr)
    return record


def _method(content: Content, channel: str) -> dict[str, Any]:
    rule = rule_for(content.time_rules, channel=channel)
    fees = [_fee(rate) for rate in content.rates if not rate.channels or channel in rate.channels]
    return {"submissionMethod": channel, **_time(rule), "fees": fees}


def _time(rule: TimeRule | None) -> dict[str, Any]:
    if rule is None:
        return {"processingTime": None, "processingTimeUnit": None, "description": ""}
    quantity, unit = _quantity(rule.limit)
    words, needed = rule.note, ""
    if rule.limit is None and not says_no_limit(words):
        needed = NO_LIMIT_WORDS
    elif rule.limit and rule.limit.unit is TimeUnit.SAME_DAY and not says_same_day(words):
        needed = SAME_DAY_WORDS
    words = "; ".join(part for part in (needed, words) if part)
    return {"processingTime": quantity, "processingTimeUnit": unit, "description": words}


def _quantity(limit: TimeLimit | None) -> tuple[int | float | None, str]:
    if limit is None or limit.unit is TimeUnit.SAME_DAY:
        return (None if limit is None else 1), "OTHER"
    is_whole = limit.quantity == int(limit.quantity)
    return (int(limit.quantity) if is_whole else float(limit.quantity)), str(limit.unit)


def _fee(rate: Rate) -> dict[str, Any]:
    words = rate.note if rate.note.startswith(rate.name) else rate.name
    words = CASE_SIGN.join(part for part in (words, rate.category, rate.case) if part)
    return {
        "type": TYPES.get(rate.kind, "OTHER"),
        "value": rate.amount,
        "currency": rate.currency,
        "description": "" if words == KIND_NAMES.get(rate.kind) else words,
    }


def _groups(content: Content) -> list[dict[str, Any]]:
    """Return executionCases: the papers of every case first, then those of each case."""
    names = dict.fromkeys(paper.case for paper in content.papers)
    return [
        {
            "name": name or GROUP,
            "profileComponents": [
                {
                    "code": paper.code,
                    "name": paper.name,
                    "originalQty": paper.originals,
                    "copyQty": paper.copies,
                    "required": paper.is_required,
                    "hasElectronicForm": paper.has_e_form,
                    "isProcessingResult": paper.is_result,
                    **({"resultCode": paper.result_code} if paper.result_code else {}),
                }
                for paper in content.papers
                if paper.case == name
            ],
        }
        for name in names
    ]


def _cases(content: Content) -> list[dict[str, Any]]:
    """Write the cases that have a code, and those that no group of papers names already."""
    grouped = {paper.case for paper in content.papers}
    kept = [case for case in content.cases if case.code or case.name not in grouped]
    return [_case(content, case.code, case.name) for case in kept]


def _case(content: Content, code: str, name: str) -> dict[str, Any]:
    channels = content.channels or ("DIRECT",)
    rule = rule_for(content.time_rules, channel=channels[0], cases=(name,))
    quantity, unit = _quantity(rule.limit if rule else None)
    unit = "WORKING_DAY" if quantity and unit == "OTHER" else unit
    return {"code": code, "name": name, "processingDay": {"qty": quantity, "type": unit}}


def _offices(content: Content) -> dict[str, list[dict[str, str]]]:
    """Write a group of agencies ("Ủy ban nhân dân cấp xã") as such, any other as departments."""
    names = [name for name in content.executing.split("; ") if name]
    groups = [name for name in names if "cấp xã" in name or "cấp tỉnh" in name]
    return {
        "departmentsExecuting": [{"name": name} for name in names if name not in groups],
        "unitGroupsExecuting": [{"name": name} for name in groups],
    }


def _milliseconds(on: date | None) -> int | None:
    return int(datetime.combine(on, time(), VIETNAM).timestamp() * 1000) if on else None


def portal_file(contents: Iterable[Content]) -> list[dict[str, Any]]:
    """Return the records of a file, one for each version."""
    return [portal_record(content) for content in contents]
