"""The catalogue: procedures, their frozen versions, and what each version asks, costs and takes."""

from .calendar import OfficeHoursRule, SpecialDay
from .procedure import FieldOfWork, Procedure, ProcedureVersion
from .requirement import FeeRule, Requirement, Step

__all__ = [
    "FeeRule",
    "FieldOfWork",
    "OfficeHoursRule",
    "Procedure",
    "ProcedureVersion",
    "Requirement",
    "SpecialDay",
    "Step",
]
