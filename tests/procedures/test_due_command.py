"""manage.py due: the answer of the pages at the terminal, and a sentence for whatever it cannot answer."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.memory import forget_all
from accounts.models import Agency
from procedures.content import Named, TimeRule
from procedures.models import (
    CalendarYear,
    FieldOfWork,
    OfficeHoursRule,
    OfficeHoursUse,
    Procedure,
    ProcedureVersion,
    SpecialDay,
)
from procedures.queries import working_calendar
from tests.catalogue import newer
from tests.statements import statements

from .offices import limit

pytestmark = pytest.mark.django_db
CODE = "2.000635"
SATURDAY = {str(weekday): [["07:30", "11:30"], ["13:00", "17:00"]] for weekday in range(1, 6)} | {
    "6": [["07:30", "11:30"]]
}


def asked(*words: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("due", *words, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def refused(*words: str) -> dict[str, str]:
    out = io.StringIO()
    with pytest.raises(CommandError) as raised:
        call_command("due", *words, "--json", stdout=out)
    error: dict[str, str] = json.loads(out.getvalue())["error"]
    assert str(raised.value) == error["detail"]
    return error


@pytest.fixture
def office() -> Agency:
    """An office with a Saturday morning of its own from 2026 on, and one day off."""
    agency = Agency.objects.get(code="H12.264")
    rule = OfficeHoursRule.objects.create(code="SANG_T7", name="Có sáng thứ Bảy", periods=SATURDAY)
    OfficeHoursUse.objects.create(
        agency=agency, hours=rule, valid_from_on=date(2026, 1, 1), source="Thông báo 3/TB-UBND"
    )
    SpecialDay.objects.create(
        on=date(2026, 11, 9),
        agency=agency,
        kind="OWN_OFF",
        name="Chuyển trụ sở",
        is_working=False,
        source="QĐ 9",
    )
    forget_all()
    return agency


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-20T09:00", "2026-11-20T17:00:00+07:00"),
        ("2026-11-20 15:30", "2026-11-23T17:00:00+07:00"),
        ("2026-11-20T08:30:00Z", "2026-11-23T17:00:00+07:00"),  # 15:30 in Vietnam
        ("2026-11-20T17:00:00+09:00", "2026-11-20T17:00:00+07:00"),  # 15:00 sharp
    ],
)
def test_it_is_due_as_the_receipt_says(received: str, due: str) -> None:
    found = asked(CODE, received)

    assert found["due"] == due
    assert (found["code"], found["channel"], found["office"]) == (CODE, "DIRECT", None)
    assert found["limit"] == {"quantity": 1.0, "unit": "SAME_DAY", "cutoff": "15:00"}
    assert [step["kind"] for step in found["steps"]][0 :: len(found["steps"]) - 1] == ["rule", "end"]
    assert found["steps"][0]["rule"] == f"procedure:{CODE}@{found['version']}"
    assert all(step["sentence"] for step in found["steps"])


def test_without_json_it_speaks_vietnamese_or_english() -> None:
    vietnamese, english = io.StringIO(), io.StringIO()
    call_command("due", CODE, "2026-11-20T09:00", stdout=vietnamese)
    call_command("due", CODE, "2026-11-20T09:00", "--lang", "en", stdout=english)

    assert "Hạn trả kết quả: Thứ Sáu, 20/11/2026, 17:00" in vietnamese.getvalue()
    assert "Due: Friday, 20/11/2026, 17:00" in english.getvalue()


def test_the_calendar_of_the_office_counts(office: Agency) -> None:
    newer(CODE, on=date(2026, 11, 1), time_rules=_rules("1"))
    usual, own = asked(CODE, "2026-11-06T10:00"), asked(CODE, "2026-11-06T10:00", "--office", office.code)

    assert (usual["due"], own["due"]) == ("2026-11-09T17:00:00+07:00", "2026-11-07T11:30:00+07:00")
    assert own["office"] == office.code
    hours = next(step for step in own["steps"] if step["code"] == "own_hours")
    assert (hours["source"], hours["rule"]) == ("Thông báo 3/TB-UBND", "office_hours:SANG_T7@2026-01-01")
    assert asked(CODE, "2026-11-07T13:00", "--office", office.code)["due"] == "2026-11-10T17:00:00+07:00"


def test_channel_and_case_choose_the_limit() -> None:
    rules = _rules("3", "5", channels=("ONLINE",)) + _rules("8", case="Cần xác minh")
    newer(CODE, on=date(2026, 11, 1), time_rules=rules, cases=_cases("Cần xác minh"))
    found = [
        asked(CODE, "2026-11-20T09:00", *more)["limit"]["quantity"]
        for more in (
            [],
            ["--channel", "online"],
            ["--case", "CAN XAC MINH"],
            ["--case", "xm", "--channel", "post"],
        )
    ]

    assert found == [3.0, 5.0, 8.0, 8.0]


def test_no_time_set_by_law_is_null_with_a_sentence() -> None:
    newer(CODE, on=date(2026, 11, 1), time_rules=_rules(None))
    found = asked(CODE, "2026-11-20T09:00", "--lang", "en")

    assert (found["due"], found["limit"]) == (None, None)
    assert "The law sets no time" in found["steps"][-1]["sentence"]


def test_the_version_of_the_day_of_reception_counts() -> None:
    number = newer(CODE, on=date(2026, 11, 20), time_rules=_rules("3")).number

    assert asked(CODE, "2026-11-19T23:59")["version"] == number - 1
    assert asked(CODE, "2026-11-20T00:00")["version"] == number
    assert asked(CODE, "2026-11-19T17:30Z")["version"] == number  # half past midnight in Vietnam


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["9.999999", "2026-11-20T09:00"], "procedure_unknown", "9.999999"),
        ([CODE, "2020-01-02T09:00"], "procedure_not_in_force", "02/01/2020"),
        ([CODE, "2029-01-02T09:00"], "calendar_not_loaded", "2029"),
        (["1.013978", "2027-12-20T09:00"], "calendar_not_loaded", "2028"),
        (["1.013225", "2026-11-20T09:00"], "case_needed", "Nhà ở riêng lẻ"),
        ([CODE, "tomorrow"], "instant_malformed", "tomorrow"),
        ([CODE, "2026-11-20"], "instant_malformed", "2026-11-20T09:00"),
        ([CODE, "2026-02-30T09:00"], "instant_malformed", "2026-02-30"),
        ([CODE, "9999-12-31T23:00-12:00"], "instant_malformed", "9999"),
        ([CODE, "2026-11-20T09:00", "--channel", "pigeon"], "channel_unknown", "direct"),
        ([CODE, "2026-11-20T09:00", "--case", "Lạ"], "case_unknown", "Lạ"),
        ([CODE, "2026-11-20T09:00", "--office", "H12.999"], "office_unknown", "H12.999"),
    ],
)
def test_what_it_cannot_answer_is_said_in_a_sentence(words: list[str], code: str, part: str) -> None:
    error = refused(*words, "--lang", "en")

    assert error["code"] == code
    assert part in error["detail"]


def test_a_channel_that_is_not_offered_is_refused() -> None:
    newer(CODE, on=date(2026, 11, 1), channels=("DIRECT",))

    assert refused(CODE, "2026-11-20T09:00", "--channel", "online")["code"] == "channel_not_offered"


def test_a_procedure_that_is_only_listed_has_no_due_date() -> None:
    field = FieldOfWork.objects.earliest("pk")
    procedure = Procedure.objects.create(code="1.999998", field=field)
    ProcedureVersion.objects.create(
        procedure=procedure,
        number=1,
        status="listed",
        name="Chỉ có tên",
        search_name="",
        valid_from_on=date(2025, 7, 1),
    )

    assert refused("1.999998", "2026-11-20T09:00")["code"] == "procedure_listed_only"


def test_offices_without_days_or_hours_of_their_own_share_a_calendar(office: Agency) -> None:
    with statements() as asked_for:
        usual, own = working_calendar(), working_calendar(office.pk)
        other = working_calendar(Agency.objects.exclude(pk=office.pk).values_list("pk", flat=True)[0])

    assert usual is other and usual is not own
    assert len(asked_for) == 5  # four for all calendars, one for the other office
    assert usual.years == own.years and len(usual.years or ()) == CalendarYear.objects.count()


def _rules(*quantities: str | None, case: str = "", channels: tuple[str, ...] = ()) -> tuple[TimeRule, ...]:
    """Rules in working days: the first for all channels, a second for the given ones; None: no time set."""
    return tuple(
        TimeRule(limit(text, "WORKING_DAY") if text else None, case, channels if number else ())
        for number, text in enumerate(quantities)
    )


def _cases(name: str) -> tuple[Named, ...]:
    return (Named("xm", name),)
