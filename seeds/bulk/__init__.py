"""Plausible dossiers in bulk, for benches and trials: consistent with events, chain, clock and steps, not played.

Every dossier is as the verbs would have left it, but has no files: what it would print is printed when asked for.
"""

from .writing import Written, seed_bulk

__all__ = ["Written", "seed_bulk"]
