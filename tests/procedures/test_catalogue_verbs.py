"""The verbs of the catalogue: a draft is edited by one at a time, published once, frozen for ever, and retired."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.faults import Invalid
from accounts.models import User
from procedures.actions.draft import draft, draft_new
from procedures.actions.edit import DraftChanged, discard, edit
from procedures.actions.publish import NotPublishable, publish
from procedures.actions.retire import retire
from procedures.models import CatalogueAct, Procedure, ProcedureVersion, VersionFrozen
from procedures.queries import version_in_force
from procedures.standing import Standing, standing
from procedures.storing import content_of
from tests.conftest import Who
from tests.journeys import accepted, again

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("morning")]
CODE = "2.000635"
TODAY = date(2026, 11, 20)


@pytest.fixture
def editor(who: Who) -> User:
    return who("bientap")


def ready(editor: User, **changes: Any) -> ProcedureVersion:
    """A draft of CODE that the checks let pass, in force from tomorrow."""
    version = draft(CODE, by=editor)
    content = replace(content_of(version), decision="99/QĐ-UBND", decision_on=TODAY, **changes)
    return edit(version, content, seen_edits=0, by=editor)


def test_a_draft_says_what_the_newest_version_says(editor: User) -> None:
    newest = ProcedureVersion.objects.filter(procedure__code=CODE).latest("number")
    version = draft(CODE, by=editor)
    assert (version.number, version.valid_from_on) == (newest.number + 1, TODAY + timedelta(days=1))
    kept: dict[str, Any] = {"number": 0, "valid_from_on": TODAY, "valid_until_on": None, "decision": ""}
    kept |= {"decision_on": None, "repeal": {}, "replaces": ()}
    assert replace(content_of(version), **kept) == replace(content_of(newest), **kept)
    with pytest.raises(Invalid) as refused:
        draft(CODE, by=editor)
    assert refused.value.faults["code"].code == "draft_exists"


def test_only_an_editor_may(who: Who) -> None:
    version = ProcedureVersion.objects.filter(procedure__code=CODE).latest("number")
    for username in ("tiepnhan.datmui", "quantri", "giamsat"):
        user = who(username)
        with pytest.raises(PermissionDenied):
            draft(CODE, by=user)
        with pytest.raises(PermissionDenied):
            retire(version, until_on=TODAY, decision="1/QĐ", by=user)
    assert not CatalogueAct.objects.exists()


def test_the_second_of_two_editors_is_told(editor: User) -> None:
    version = draft(CODE, by=editor)
    content = content_of(version)
    edit(version, replace(content, name="Tên của người thứ nhất"), seen_edits=0, by=editor)
    with pytest.raises(DraftChanged):
        edit(version, replace(content, name="Tên của người thứ hai"), seen_edits=0, by=editor)
    version.refresh_from_db()
    assert version.name == "Tên của người thứ nhất"


def test_publishing_ends_the_version_before_and_old_dossiers_keep_theirs(
    editor: User, morning: time_machine.Traveller
) -> None:
    dossier = accepted()
    old = dossier.procedure_version
    version = ready(editor, name="Tên mới")
    publish(version, seen_edits=1, by=editor)
    old.refresh_from_db()
    version.refresh_from_db()

    assert old.valid_until_on == TODAY
    assert (standing(old, TODAY), standing(version, TODAY)) == (Standing.IN_FORCE, Standing.FUTURE)
    assert version_in_force(CODE, TODAY).pk == old.pk  # type: ignore[union-attr]
    morning.shift(86_400)
    tomorrow = TODAY + timedelta(days=1)
    assert (standing(old, tomorrow), standing(version, tomorrow)) == (Standing.SUPERSEDED, Standing.IN_FORCE)
    assert accepted(id_number="096085004528").procedure_version.name == "Tên mới"
    assert again(dossier).procedure_version == old
    assert [act.verb for act in version.acts.all()] == ["draft", "edit", "publish"]


def test_what_the_checks_refuse_is_not_published(editor: User) -> None:
    version = ready(editor, channels=())
    with pytest.raises(NotPublishable) as refused:
        publish(version, seen_edits=1, by=editor)
    assert "channels" in {problem.field for problem in refused.value.problems}
    version.refresh_from_db()
    assert version.published_at is None


def test_published_is_frozen_for_the_code_and_for_the_database(editor: User) -> None:
    version = publish(ready(editor), seen_edits=1, by=editor)
    with pytest.raises(VersionFrozen):
        edit(version, content_of(version), seen_edits=1, by=editor)
    with pytest.raises(VersionFrozen):
        version.save()
    with pytest.raises(VersionFrozen):
        discard(version, seen_edits=1, by=editor)
    for statement in (
        "UPDATE procedures_procedureversion SET name = 'x' WHERE id = %s",
        "DELETE FROM procedures_requirement WHERE version_id = %s",
        "UPDATE procedures_feerule SET amount = 1 WHERE version_id = %s",
        "UPDATE procedures_step SET hours = 1 WHERE version_id = %s",
        "UPDATE procedures_catalogueact SET verb = 'x' WHERE version_id = %s",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [version.pk])


def test_a_draft_can_be_thrown_away(editor: User) -> None:
    discard(draft(CODE, by=editor), seen_edits=0, by=editor)
    assert not ProcedureVersion.objects.filter(status="draft").exists()
    new = draft_new("9.123456", "Thủ tục để thử", field_code="G15-TP07", by=editor)
    discard(new, seen_edits=0, by=editor)
    assert not Procedure.objects.filter(code="9.123456").exists()


def test_a_new_procedure_names_every_fault(editor: User) -> None:
    with pytest.raises(Invalid) as refused:
        draft_new("12", " ", field_code="?", by=editor)
    assert {name: fault.code for name, fault in refused.value.faults.items()} == {
        "code": "code_not_valid",
        "name": "name_needed",
        "field": "field_unknown",
    }
    with pytest.raises(Invalid) as refused:
        draft_new(CODE, "Thủ tục", field_code="G15-TP07", by=editor)
    assert refused.value.faults["code"].code == "procedure_exists"


def test_a_retired_version_is_filed_until_its_last_day(editor: User, morning: time_machine.Traveller) -> None:
    version = version_in_force(CODE, TODAY)
    assert version is not None
    retire(version, until_on=TODAY, decision="5/QĐ-UBND", replaced_by="2.000908", by=editor)
    accepted()
    morning.shift(86_400)
    assert version_in_force(CODE, TODAY + timedelta(days=1)) is None
    version.refresh_from_db()
    assert standing(version, TODAY + timedelta(days=1)) is Standing.REPEALED
    with pytest.raises(Invalid) as refused:
        retire(version, until_on=TODAY, decision="", replaced_by="9.999999", by=editor)
    assert {name: fault.code for name, fault in refused.value.faults.items()} == {
        "until_on": "end_in_the_past",
        "decision": "decision_needed",
        "replaced_by": "procedure_unknown",
    }
