"""Every check of a version before it is published, gathered; what belongs to one subject is checked there."""

from .reviewing import review, route_problems

__all__ = ["review", "route_problems"]
