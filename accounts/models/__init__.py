"""People and places: areas, agencies, service points; users, memberships, substitutions; certificates."""

from .certificate import Certificate
from .person import Membership, StaffAct, Substitution, Token, User, substituted_by
from .place import Agency, AgencyName, Area, ServicePoint, former_name, former_names

__all__ = [
    "Agency",
    "AgencyName",
    "Area",
    "Certificate",
    "Membership",
    "ServicePoint",
    "StaffAct",
    "Substitution",
    "Token",
    "User",
    "former_name",
    "former_names",
    "substituted_by",
]
