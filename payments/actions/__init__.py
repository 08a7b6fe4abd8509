"""Verbs of money, one per file."""

from .charge import charge
from .owe_refund import owe_refund
from .settle import settle

__all__ = ["charge", "owe_refund", "settle"]
