"""Verbs of money, one per file."""

from .charge import charge

__all__ = ["charge"]
