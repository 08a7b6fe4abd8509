"""The catalogue: procedures, their frozen versions, what each asks, costs and takes; the working calendar."""

from .calendar import CalendarYear, OfficeHoursRule, OfficeHoursUse, SpecialDay
from .procedure import CatalogueAct, FieldOfWork, Procedure, ProcedureVersion, VersionFrozen
from .requirement import FeeRule, Requirement, Step

__all__ = [
    "CalendarYear",
    "CatalogueAct",
    "FeeRule",
    "FieldOfWork",
    "OfficeHoursRule",
    "OfficeHoursUse",
    "Procedure",
    "ProcedureVersion",
    "Requirement",
    "SpecialDay",
    "Step",
    "VersionFrozen",
]
