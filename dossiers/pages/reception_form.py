"""The e-form on the reception page: shown when the clerk asks for it, filled in from the card as far as it goes.

Without it the person's paper form is handed in, which is equally lawful: then there are no answers.
"""

from typing import Any

from django.http import QueryDict

from accounts.faults import Invalid
from procedures.eforms import EForm, form_of, laid_under, posted_answers, prefilled
from procedures.models import ProcedureVersion

CHOSEN = "with_form"  # the box that is ticked to fill in the e-form here
SHOWN = "form_shown"  # code of the procedure whose form the page showed: its fields were seen, empty ones on purpose
KNOWN = {
    "full_name": "applicant_name",
    "id_number": "id_number",
    "born_on": "card_born_on",
    "sex": "card_sex",
    "address": "applicant_address",
    "phone": "applicant_phone",
}


def is_chosen(version: ProcedureVersion | None, data: QueryDict) -> bool:
    """Say whether the clerk fills in the e-form of this version."""
    return version is not None and bool(version.form) and CHOSEN in data


def typed_answers(version: ProcedureVersion | None, data: QueryDict) -> dict[str, Any] | None:
    """Return what was filled in; None where the paper form is handed in instead."""
    if version is None or not is_chosen(version, data):
        return None
    return posted_answers(form_of(version.form), data)


def eform(
    version: ProcedureVersion | None, data: QueryDict, *, fills: bool = False, invalid: Invalid | None = None
) -> EForm | None:
    """Return the form with what was typed; `fills` lays what card and clerk know under it, as a first showing does."""
    if version is None or not is_chosen(version, data):
        return None
    form = form_of(version.form)
    answers = posted_answers(form, data)
    if fills or data.get(SHOWN) != version.procedure.code:
        answers = laid_under(answers, prefilled(form, known(data)))
    shown = EForm(form, answers, data=data, at_counter=True)
    if invalid:
        shown.show(invalid)
    return shown


def known(data: QueryDict) -> dict[str, str]:
    """Return what the page knows of the applicant, by the names of `x-prefill`."""
    return {name: data.get(field, "").strip() for name, field in KNOWN.items()}


def without_answers(invalid: Invalid) -> Invalid:
    """Return the faults of the page's own fields; those of the e-form stand at its fields."""
    own = {name: fault for name, fault in invalid.faults.items() if name.partition(".")[0] != "answers"}
    return Invalid(own)
