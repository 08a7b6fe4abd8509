"""Every part of the bench by the name that ONLY= takes; a new one is a module with measure(), and a line here."""

from collections.abc import Callable
from importlib import import_module

from .row import Row
from .site import Site

PARTS = {
    "accept": "bench.accept",
    "catalogue_import": "bench.catalogue_import",
    "certificates": "bench.certificates",
    "codes": "bench.codes",
    "due": "bench.due",
    "read": "bench.read",
    "search": "bench.search",
    "track": "bench.track",
    "verb": "bench.verb",
}


def part(name: str) -> Callable[[Site], list[Row]]:
    """Return the measure of a part; it is imported late, since it needs Django set up."""
    found: Callable[[Site], list[Row]] = import_module(PARTS[name]).measure
    return found
