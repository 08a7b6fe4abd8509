"""Plausible dossiers in bulk, for benches and trials: consistent with events, chain, clock and steps, not played.

Every dossier is as the verbs would have left it, but has no files: what it would print is printed when asked for.
Closed ones are archived by their event alone (`bulk/CODE`): neither the stuck detector nor retention sees work in them.
"""

from .writing import Written, seed_bulk

__all__ = ["Written", "seed_bulk"]
