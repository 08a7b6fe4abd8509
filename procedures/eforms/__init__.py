"""E-forms (biểu mẫu điện tử): the form of a procedure version, as a small, documented part of JSON Schema 2020-12.

docs/e-forms.md describes the part. `form_problems` is asked before publishing, `validate` by page and API alike,
`EForm` is what people fill in, `groups` what they read afterwards. Nothing here touches the database.
"""

from .display import EForm
from .facts import Group, groups, masked
from .order import ordered
from .posted import posted_answers
from .prefill import laid_under, prefilled
from .review import form_problems
from .shape import Form
from .validation import FormBroken, filed_answers, form_of, validate

__all__ = [
    "EForm",
    "Form",
    "FormBroken",
    "Group",
    "filed_answers",
    "form_of",
    "form_problems",
    "groups",
    "laid_under",
    "masked",
    "ordered",
    "posted_answers",
    "prefilled",
    "validate",
]
