"""manage.py competence: the same answer as the counter's, for people and for programs."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ServicePoint

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
POINT = ("--point", "H12.264.01-1")


def run(*words: str) -> str:
    out = StringIO()
    call_command("competence", *words, stdout=out)
    return out.getvalue()


def said(*words: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(run(*words, "--json"))
    return answer


def test_it_names_the_agency_and_why() -> None:
    answer = said("2.000635", *POINT, "--area", "32002")
    assert (answer["agency"], answer["alternatives"]) == ("H12.226", [])
    assert [reason["code"] for reason in answer["reasons"]] == ["by_register", "received_for_another"]
    assert all(reason["sentence"] for reason in answer["reasons"])


def test_an_open_choice_has_no_agency_yet() -> None:
    answer = said("1.012796", *POINT, "--area", "32248")
    assert answer["agency"] is None
    assert [each["code"] for each in answer["alternatives"]] == ["H12.264", "H12.06.01"]
    assert said("1.012796", *POINT, "--area", "32248", "--agency", "H12.264")["agency"] == "H12.264"


def test_a_case_leads_to_another_level() -> None:
    case = ("--case", "Cơ sở thuộc UBND cấp tỉnh quản lý")
    assert said("2.000286", *POINT, *case)["agency"] == "H12.10"


def test_people_read_lines() -> None:
    first, *reasons = run("1.012783", *POINT).splitlines()
    assert first == "H12.06.01 Văn phòng Đăng ký đất đai tỉnh Cà Mau"
    assert len(reasons) == 2


def test_another_day_has_other_versions() -> None:
    assert said("1.013860", *POINT, "--on", "2027-03-01")["agency"] == "H12.10"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("9.999999", *POINT), "procedure_unknown"),
        (("1.013860", *POINT), "procedure_not_in_force"),
        (("1.000016", *POINT), "procedure_listed_only"),
        (("2.000635", "--point", "nowhere"), "point_unknown"),
        (("2.000635", *POINT), "required"),
        (("2.000635", *POINT, "--area", "99999"), "area_unknown"),
        (("1.012796", *POINT, "--area", "32002", "--agency", "H12.02"), "agency_not_competent"),
        (("2.000286", *POINT, "--case", "none such"), "case_unknown"),
        (("2.000635", *POINT, "--on", "tomorrow"), "day_not_valid"),
    ],
)
def test_what_is_wrong_is_said_by_sentence_and_exit_code(words: tuple[str, ...], code: str) -> None:
    out = StringIO()
    with pytest.raises(CommandError) as refused:
        call_command("competence", *words, "--json", stdout=out)
    assert json.loads(out.getvalue())["error"] == {"code": code, "detail": str(refused.value)}
    assert refused.value.returncode != 0


def test_a_support_point_receives_nothing() -> None:
    point = ServicePoint.objects.filter(kind=ServicePoint.Kind.SUPPORT).first()
    assert point is not None
    with pytest.raises(CommandError):
        run("2.000635", "--point", point.code, "--area", "32002")
