"""One verb per file, about people and agencies: who may, what is checked, what changes, and its record."""

from .appoint import appoint
from .change_password import change_password
from .close_agency import close_agency
from .create_person import create_person
from .end_lapsed import end_lapsed
from .end_membership import end_membership
from .import_certificates import import_certificates
from .move_office import move_office
from .rename_agency import rename_agency
from .reset_password import reset_password
from .substitute import SUBSTITUTED, end_substitution, substitute

__all__ = [
    "SUBSTITUTED",
    "appoint",
    "change_password",
    "close_agency",
    "create_person",
    "end_lapsed",
    "end_membership",
    "end_substitution",
    "import_certificates",
    "move_office",
    "rename_agency",
    "reset_password",
    "substitute",
]
