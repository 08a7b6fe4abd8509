"""manage.py import_procedures: checked whole, brought in whole or not at all, the same a second time."""

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from accounts.models import Agency, Membership, User
from accounts.roles import Role
from procedures.actions.draft import draft
from procedures.actions.import_procedures import import_procedures
from procedures.models import CatalogueAct, FieldOfWork, Procedure, ProcedureVersion
from procedures.storing import content_of

from .portal_samples import fee, method, paper, record

LIST = "code,name,field,levels\n9.000001,Tên thứ nhất,Đất đai,Cấp tỉnh\n9.000002,Tên thứ hai,Lĩnh vực mới,\n"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """Write a file and import it; returns the JSON that the command prints, with `failed` when it failed."""

    def run_(data: str | bytes | list[dict[str, Any]] | dict[str, Any], *options: str) -> dict[str, Any]:
        path = tmp_path / "file.of.no.kind"
        text = data if isinstance(data, (str, bytes)) else json.dumps(data)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        said, failed = io.StringIO(), False
        try:
            call_command("import_procedures", str(path), "--json", "--lang=en", *options, stdout=said)
        except CommandError as refused:
            failed = True
            assert said.getvalue(), refused
        answer: dict[str, Any] = json.loads(said.getvalue())
        return answer | {"failed": failed}

    return run_


@pytest.fixture
def editor(who: Any) -> User:
    """A catalogue editor of the province."""
    user = User.objects.create(username="bientap.thu", full_name="Người biên tập thử")
    Membership.objects.create(
        user=user,
        agency=Agency.objects.get(code="H12.01"),
        role=Role.CATALOGUE_EDITOR,
        from_on=date(2026, 1, 1),
    )
    return user


def counts(said: dict[str, Any]) -> tuple[int, ...]:
    return tuple(said[name] for name in ("made", "changed", "unchanged", "known"))


def version(code: str) -> ProcedureVersion:
    return ProcedureVersion.objects.filter(procedure__code=code).latest("number")


def everything() -> tuple[int, ...]:
    return tuple(
        model._default_manager.count() for model in (Procedure, ProcedureVersion, FieldOfWork, CatalogueAct)
    )


def test_a_list_makes_listed_entries_once_and_changes_them_when_it_says_something_else(run: Any) -> None:
    assert counts(run(LIST)) == (2, 0, 0, 0)
    assert counts(run(LIST)) == (0, 0, 2, 0)
    assert counts(run(LIST.replace("thứ hai", "khác"))) == (0, 1, 1, 0)

    entry = version("9.000002")
    assert (entry.name, entry.search_name, entry.status) == ("Tên khác", "ten khac", "listed")
    assert not entry.is_fileable
    assert version("9.000001").procedure.field == FieldOfWork.objects.get(code="DAT_DAI")
    assert [act.verb for act in entry.acts.all()] == ["import", "import"]
    assert entry.acts.all()[0].by.username == User.SYSTEM


def test_a_list_adds_nothing_to_what_is_published(run: Any) -> None:
    before = content_of(version("2.000635"))
    said = run("code,name,field\n2.000635,Another name,Hộ tịch\n")

    assert counts(said) == (0, 0, 0, 1)
    assert content_of(version("2.000635")) == before


def test_a_trial_changes_nothing(run: Any) -> None:
    before = everything()
    said = run(LIST, "--dry-run")

    assert (counts(said), said["dry_run"]) == ((2, 0, 0, 0), True)
    assert everything() == before


def test_a_record_of_the_portal_becomes_a_draft_once(run: Any) -> None:
    assert counts(run(record())) == (1, 0, 0, 0)
    assert counts(run(record())) == (0, 0, 1, 0)
    assert counts(run(record(name="Tên khác"))) == (0, 1, 0, 0)

    made = version("9.000815")
    assert (made.status, made.number, made.name) == ("draft", 1, "Tên khác")
    assert made.competence == {}
    assert [paper.name for paper in made.requirements.all()][-1] == "Văn bản ủy quyền"


def test_a_published_procedure_gets_a_draft_with_what_the_file_does_not_say(run: Any) -> None:
    before = version("2.000635")
    said = run(record(code="2.000635", name="Tên theo Cổng", effectiveFrom=None, procedureProposal=None))

    made = version("2.000635")
    assert counts(said) == (1, 0, 0, 0)
    assert (made.number, made.status, made.name) == (before.number + 1, "draft", "Tên theo Cổng")
    assert (made.competence, made.form) == (before.competence, before.form)
    assert content_of(before) == content_of(ProcedureVersion.objects.get(pk=before.pk))


def test_what_a_person_edits_is_left_to_that_person(run: Any, editor: User) -> None:
    draft("2.000635", by=editor)
    said = run(record(code="2.000635", effectiveFrom=None, procedureProposal=None))

    assert said["kept"] == 1
    assert [one["code"] for one in said["warnings"]].count("draft_kept") == 1
    assert version("2.000635").name.startswith("Cấp bản sao")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (LIST + "9.000001,Again,Đất đai,\n", (4, "code", "code_twice")),
        (LIST + "9.00,x,Đất đai,\n", (4, "code", "code_not_valid")),
        ([record(), record()], (2, "code", "code_twice")),
        (
            [
                record(),
                record(
                    code="9.000003",
                    executionCases=[
                        {"name": "", "profileComponents": [paper("", "x", resultCode="KQ.XXX.1")]}
                    ],
                ),
            ],
            (2, "papers/1", "result_unknown"),
        ),
        (
            [
                record(),
                record(
                    code="9.000003",
                    executionMethods=[
                        method("DIRECT", 1, "DAY", "", [fee("FEE", 1, "Phí"), fee("FEE", 2, "Phí")])
                    ],
                ),
            ],
            (2, "rates/2", "fee_conflict"),
        ),
        (
            [record(), record(code="2.000635", effectiveFrom=1759251600000)],
            (2, "valid_from_on", "versions_overlap"),
        ),
    ],
)
def test_any_fault_names_row_and_field_and_nothing_is_changed(
    run: Any, data: Any, fault: tuple[int, str, str]
) -> None:
    before = everything()
    said = run(data)

    assert said["failed"]
    assert fault in [(one["row"], one["field"], one["code"]) for one in said["faults"]]
    assert said["error"]["code"] == "import_refused"
    assert all(one["detail"] for one in said["faults"])
    assert everything() == before


def test_a_file_that_cannot_be_read_is_one_sentence(run: Any, tmp_path: Path) -> None:
    said = run("a,b\n1,2\n")
    assert (said["failed"], said["error"]["code"]) == (True, "header_unknown")

    for name, words in (("nothing.csv", "cannot be read"), (".", "directory")):
        with pytest.raises(CommandError, match=words):
            call_command("import_procedures", str(tmp_path / name), "--lang=en")


def test_publishing_needs_an_editor_and_a_version_without_problems(run: Any, editor: User) -> None:
    assert run(record(), "--publish")["error"]["code"] == "not_permitted"
    assert run(record(), "--publish", "--by=giamsat")["error"]["code"] == "not_permitted"
    said = run(record(), "--publish", f"--by={editor.username}")
    assert "no_rule" in {one["code"] for one in said["faults"]} or said["faults"]
    assert not Procedure.objects.filter(code="9.000815").exists()


def test_a_complete_record_is_published_by_the_editor(run: Any, editor: User) -> None:
    changed = record(
        code="2.000635",
        name="Tên theo Cổng",
        effectiveFrom=1795194000000,
        executionMethods=[method("ONLINE", 1, "DAY"), method("DIRECT", 1, "DAY")],
        cases=[],
    )
    before = version("2.000635")
    said = run(changed, "--publish", f"--by={editor.username}")

    made = version("2.000635")
    assert (said["made"], said["published"]) == (1, 1), said["faults"]
    assert (made.status, made.valid_from_on) == ("published", date(2026, 11, 21))
    assert ProcedureVersion.objects.get(pk=before.pk).valid_until_on == date(2026, 11, 20)
    assert {act.by.username for act in made.acts.all()} == {editor.username}
    assert counts(run(changed, "--publish", f"--by={editor.username}")) == (0, 0, 1, 0)


def test_only_the_system_and_editors_import(who: Any, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        import_procedures(LIST.encode(), by=who("giamsat"))
    assert import_procedures(LIST.encode(), by=editor).counts["made"] == 2


def test_what_is_exported_is_imported_without_a_change(run: Any, tmp_path: Path) -> None:
    for name in ("all.json", "all.csv", "all.xlsx"):
        said = io.StringIO()
        call_command("export_procedures", str(tmp_path / name), "--json", stdout=said)
        assert json.loads(said.getvalue())["procedures"] > 70
        again = run((tmp_path / name).read_bytes())
        assert (again["failed"], again["made"], again["changed"]) == (False, 0, 0), again["faults"]
