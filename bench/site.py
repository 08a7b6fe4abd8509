"""Where it is measured: a private PostgreSQL that waits for the disk, the seeds, and gunicorn as `make run` has it."""

import io
import os
import runpy
import socket
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import django

from onestop.processes import Child, end
from tests.servers import throwaway_postgres, throwaway_var

from . import load

ROOT = Path(__file__).parent.parent
START_SECONDS = 60.0
# A developer's shell must not change what is measured.
OVERRIDES = ("CELERY_BROKER_URL", "WEB_WORKERS", "WEB_THREADS", "DEBUG", "LOG_LEVEL", "ONESTOP_PROVINCE")
NOT_ASKED_FOR = ["drf_spectacular_sidecar", "rest_framework"]  # static files that no measured page names


@dataclass(frozen=True)
class Site:
    """A running server, and one clerk of every commune's service centre: (code of the point, API token)."""

    address: load.Address
    clerks: tuple[tuple[str, str], ...]

    @contextmanager
    def connections(self, wanted: int) -> Iterator[list[socket.socket]]:
        """Yield open connections, as many to each process of the server; a single one goes to any of them."""
        kept: list[socket.socket] = []
        held: Counter[bytes] = Counter()
        with ExitStack() as opened:
            for _attempt in range(100 * wanted):
                connection = opened.enter_context(load.connect(self.address))
                process = load.ask(connection, load.request("GET", "/bare/worker/"))
                if held[process] >= max(1, wanted // workers()):
                    connection.close()
                    continue
                held[process] += 1
                kept.append(connection)
                if len(kept) == wanted:
                    break
            else:
                raise RuntimeError(f"connections came to {dict(held)} only")
            yield kept


def workers() -> int:
    """Return how many processes gunicorn.conf.py starts by default."""
    return int(runpy.run_path(str(ROOT / "gunicorn.conf.py"))["workers"])


@contextmanager
def database() -> Iterator[None]:
    """Set Django up in this process on a PostgreSQL and an ONESTOP_VAR of its own, with tables, keys and seeds."""
    for name in OVERRIDES:
        os.environ.pop(name, None)
    with throwaway_postgres(fsync=True) as url, throwaway_var() as var:
        os.environ |= {
            "DATABASE_URL": url,
            "ONESTOP_VAR": str(var),
            "DJANGO_SETTINGS_MODULE": "bench.settings",
        }
        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("make_keys", verbosity=0, stdout=io.StringIO())
        call_command("migrate", run_syncdb=True, verbosity=0)
        call_command("seed", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_ASKED_FOR)
        try:
            yield
        finally:
            connections.close_all()


@contextmanager
def running() -> Iterator[Site]:
    """Serve what database() made under gunicorn.conf.py on a free port of the loopback interface."""
    from .clerks import make_clerks

    port = _free_port()
    server = Child("web", [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py")])
    server.start({**os.environ, "WEB_BIND": f"127.0.0.1:{port}"})
    try:
        _wait_until_ready(server, ("127.0.0.1", port))
        yield Site(("127.0.0.1", port), make_clerks())
    finally:
        end([server])


def _wait_until_ready(server: Child, address: load.Address) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with load.connect(address) as connection:
                load.ask(connection, load.request("GET", "/healthz/ready"))
            return
        except (OSError, load.Unexpected) as error:
            if time.monotonic() > deadline or (server.process and server.process.poll() is not None):
                raise RuntimeError("the server did not start; its words stand above") from error
            time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
