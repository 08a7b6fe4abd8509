"""One verb per file, about people and agencies: who may, what is checked, what changes, and its record."""

from .appoint import appoint
from .close_agency import close_agency
from .end_lapsed import end_lapsed
from .end_membership import end_membership
from .import_certificates import import_certificates
from .move_office import move_office
from .rename_agency import rename_agency
from .substitute import SUBSTITUTED, end_substitution, substitute

__all__ = [
    "SUBSTITUTED",
    "appoint",
    "close_agency",
    "end_lapsed",
    "end_membership",
    "end_substitution",
    "import_certificates",
    "move_office",
    "rename_agency",
    "substitute",
]
