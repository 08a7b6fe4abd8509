"""What is kept about a dossier; every change of it goes through dossiers.lifecycle."""

from .clock import ClockRun
from .counter import Counter
from .document import Document
from .dossier import Dossier
from .event import AccessRecord, Event
from .outbox import OutboxMessage
from .result import Result

__all__ = ["AccessRecord", "ClockRun", "Counter", "Document", "Dossier", "Event", "OutboxMessage", "Result"]
