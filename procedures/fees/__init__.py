"""What a dossier costs: fee rules, the quote worked out from them, and where two rules contradict (docs/fees.md)."""

from .quotes import STAGES, Line, Part, Quote, QuoteItem, Remark, money
from .quoting import quote
from .rates import (
    MOST_AMOUNT,
    PORTAL_STAGES,
    Conflict,
    Exemption,
    FeeRefused,
    FeeStage,
    FeeUnit,
    Rate,
    Tier,
    conflicts,
    fee_unit_of,
    rate_of,
    same,
    tiers_of,
)

__all__ = [
    "MOST_AMOUNT",
    "PORTAL_STAGES",
    "STAGES",
    "Conflict",
    "Exemption",
    "FeeRefused",
    "FeeStage",
    "FeeUnit",
    "Line",
    "Part",
    "Quote",
    "QuoteItem",
    "Rate",
    "Remark",
    "Tier",
    "conflicts",
    "fee_unit_of",
    "money",
    "quote",
    "rate_of",
    "same",
    "tiers_of",
]
