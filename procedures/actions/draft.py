"""Draft: a new version to work on, as the newest one says it, or of a procedure that is new to the catalogue."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault, Invalid
from accounts.models import User
from accounts.names import printable
from accounts.permissions import require_may
from procedures.content import Content
from procedures.models import CatalogueAct, FieldOfWork, Procedure, ProcedureVersion
from procedures.storing import content_of, store

CODE: Final = re.compile(r"[0-9]\.[0-9]{6}")


@transaction.atomic
def draft(code: str, *, by: User) -> ProcedureVersion:
    """Return a new draft of a procedure: a copy of its newest version, without decision, from the day after it began.

    Raises Invalid when the code is unknown, or when the procedure has a draft already.
    """
    require_may("edit_catalogue", by=by)
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    newest = procedure.versions.order_by("-number").first() if procedure else None
    if newest is None:
        raise Invalid({"code": Fault("procedure_unknown", _("There is no procedure with this code."))})
    if newest.status == ProcedureVersion.Status.DRAFT:
        raise Invalid(
            {"code": Fault("draft_exists", _("This procedure has a draft already. Continue with that one."))}
        )
    starts = max(localdate(), newest.valid_from_on) + timedelta(days=1)
    content = replace(
        content_of(newest),
        number=newest.number + 1,
        valid_from_on=starts,
        valid_until_on=None,
        decision="",
        decision_on=None,
        repeal={},
        replaces=(),
    )
    version = store(content)
    CatalogueAct.objects.create(version=version, verb="draft", by=by, facts={"like": newest.number})
    return version


@transaction.atomic
def draft_new(code: str, name: str, *, field_code: str, by: User) -> ProcedureVersion:
    """Return the first draft of a procedure that the catalogue does not have. Raises Invalid with every fault."""
    require_may("edit_catalogue", by=by)
    code, name = printable(code).strip(), printable(name).strip()
    field = FieldOfWork.objects.filter(code=field_code).first()
    faults: dict[str, Fault] = {}
    if not CODE.fullmatch(code):
        faults["code"] = Fault(
            "code_not_valid", _("A code has one digit, a full stop and six digits, e.g. 2.000635.")
        )
    elif Procedure.objects.filter(code=code).exists():
        faults["code"] = Fault(
            "procedure_exists", _("The catalogue has this code already. Make a new version of it instead.")
        )
    if not 3 <= len(name) <= 1000:
        faults["name"] = Fault("name_needed", _("Enter the name as the decision has it."))
    if field is None:
        faults["field"] = Fault("field_unknown", _("Choose a field from the list."))
    if faults or field is None:
        raise Invalid(faults)
    version = store(
        Content(
            code=code,
            number=1,
            name=name,
            field_code=field.code,
            field_name=field.name,
            valid_from_on=localdate() + timedelta(days=1),
        )
    )
    CatalogueAct.objects.create(version=version, verb="draft", by=by)
    return version
