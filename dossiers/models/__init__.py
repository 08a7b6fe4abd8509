"""What is kept about a dossier; every change of it goes through dossiers.lifecycle."""

from .clock import ClockRun
from .counter import Counter
from .delivery import Delivery
from .document import Document
from .dossier import Dossier
from .event import AccessRecord, Event
from .hand_over import HandOver, HandOverList
from .lease import NumberLease
from .outbox import OutboxMessage
from .party import Party
from .result import Result
from .step_run import StepRun

__all__ = [
    "AccessRecord",
    "ClockRun",
    "Counter",
    "Delivery",
    "Document",
    "Dossier",
    "Event",
    "HandOver",
    "HandOverList",
    "NumberLease",
    "OutboxMessage",
    "Party",
    "Result",
    "StepRun",
]
