"""`python -m bench.inside accept|track [--profile]`: ours and bare in this process, without server, client and waiting.

Prints microseconds per request (tenth percentile, which a busy machine disturbs least) and the SQL statements of one
request; with --profile where the time of ours goes.
"""

import argparse
import cProfile
import io
import pstats
import time
from collections.abc import Callable
from itertools import cycle
from typing import Any

from . import site
from .row import percentile

ROUNDS = 600
Ask = Callable[[], None]


def main() -> None:
    reader = argparse.ArgumentParser(prog="bench.inside", description=__doc__)
    reader.add_argument("name", choices=("accept", "track"))
    reader.add_argument("--profile", action="store_true")
    given = reader.parse_args()
    with site.database():
        ours, bare = _accept() if given.name == "accept" else _track()
        took: dict[Ask, list[float]] = {ours: [], bare: []}
        for _round in range(ROUNDS):
            for ask in took:
                started = time.perf_counter()
                ask()
                took[ask].append((time.perf_counter() - started) * 1e6)
        ten = {ask: percentile(found, 0.1) for ask, found in took.items()}
        print(f"ours {ten[ours]:.0f} us, bare {ten[bare]:.0f} us, ratio {ten[bare] / ten[ours]:.2f}")
        for sql in _statements(ours):
            print(f"  {sql[:150]}")
        if given.profile:
            _profile(ours)


def _accept() -> tuple[Ask, Ask]:
    import json

    from .accept import FILING
    from .clerks import make_clerks

    clerks = [(json.dumps(FILING | {"point": point}).encode(), token) for point, token in make_clerks()]

    def asking(path: str) -> Ask:
        filings = cycle(clerks)

        def ask() -> None:
            body, token = next(filings)
            _request("POST", path, 201, body, token)

        return ask

    return asking("/api/v1/dossiers/accept/"), asking("/bare/filings/")


def _track() -> tuple[Ask, Ask]:
    from .track import make_pages

    tokens = [dossier.token for dossier in make_pages(20)]

    def asking(path: str) -> Ask:
        addresses = cycle(path.format(token) for token in tokens)
        return lambda: _request("GET", next(addresses), 200)

    return asking("/t/{}/"), asking("/bare/pages/{}/")


def _request(method: str, path: str, status: int, body: bytes = b"", token: str = "") -> None:
    from onestop.wsgi import application

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
    }
    if body:
        environ |= {"CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body))}
    if token:
        environ["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    answer = application(environ, lambda *_line_and_headers: lambda _written: None)
    content = b"".join(answer)
    answer.close()
    assert answer.status_code == status, content


def _statements(ask: Ask) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    return [one["sql"] for one in captured.captured_queries]


def _profile(ask: Ask) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for _round in range(ROUNDS):
        ask()
    profile.disable()
    for order in ("cumulative", "tottime"):
        pstats.Stats(profile).sort_stats(order).print_stats(60)


if __name__ == "__main__":
    main()
