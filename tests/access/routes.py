"""Every address of the house, as the URL configuration has it."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def routes() -> set[str]:
    """Return each route as a path with its parameters in angle brackets, e.g. '/v/<key>/'."""
    return set(_below("/", get_resolver().url_patterns))


def _below(prefix: str, patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        path = prefix + _plain(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from _below(path, pattern.url_patterns)
        else:
            yield path


def _plain(route: str) -> str:
    route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)  # (?P<code>…) of re_path
    return re.sub(r"<\w+:(\w+)>", r"<\1>", route).removeprefix("^").removesuffix("$")  # <slug:name> of path
