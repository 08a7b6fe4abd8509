"""What changed between two versions: `compare`, as data in words."""

from .comparing import Change, ChangeKind, Segment, compare, segments

__all__ = ["Change", "ChangeKind", "Segment", "compare", "segments"]
