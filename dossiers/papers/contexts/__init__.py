"""What the printed papers need to know: frozen, already decided facts, and the only input of the templates.

The caller decides (who, which office, masked or not); a context only words it in Vietnamese. Nothing here reads the
clock, so the same context prints the same bytes.
"""

from .frame import Reprint, StatutoryForm
from .letters import ApologyContext, DeclinedContext, Letter, StoppingContext, SupplementContext
from .names import FORM_NAMES, FormName, form_name
from .receipt import HandedInPaper, ReceiptContext
from .result import Fact, ResultContext
from .sheets import ControlSheetContext, Passage, RegisterContext, RegisterRow
from .wording import (
    ZONE,
    clock_and_day,
    day_month_year,
    day_of,
    dong,
    heading_lines,
    plain_day,
    weekday_and_time,
    without_scheme,
)

__all__ = [
    "FORM_NAMES",
    "ZONE",
    "ApologyContext",
    "ControlSheetContext",
    "DeclinedContext",
    "Fact",
    "FormName",
    "HandedInPaper",
    "Letter",
    "PaperContext",
    "Passage",
    "ReceiptContext",
    "RegisterContext",
    "RegisterRow",
    "Reprint",
    "ResultContext",
    "StatutoryForm",
    "StoppingContext",
    "SupplementContext",
    "clock_and_day",
    "day_month_year",
    "day_of",
    "dong",
    "form_name",
    "heading_lines",
    "plain_day",
    "weekday_and_time",
    "without_scheme",
]

PaperContext = ReceiptContext | ResultContext | StatutoryForm
