"""Real servers for tests and measurements: a private PostgreSQL and a private Redis that nobody else can see.

As a pytest plugin (`-p tests.servers`, before Django's settings load) it starts one of each for the whole run, points
DATABASE_URL, CELERY_BROKER_URL and ONESTOP_VAR at them, and takes all of it away at the end. Workers of pytest-xdist
inherit them; each has its own database (pytest-django's suffix), its own Redis database number and its own ONESTOP_VAR.
In scripts: `with throwaway_postgres(fsync=True) as url, throwaway_redis() as broker: ...`.

Each server is the child of a small shell that waits for the end of its standard input: the pipe closes when this
process ends, however it ends, and the shell then stops the server and removes its files. So not even kill -9 leaves a
server behind.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, cast

import psycopg
import pytest
import redis

POSTGRES_BIN = Path("/usr/lib/postgresql/15/bin")
START_SECONDS = 30.0
TEMPLATE = "ONESTOP_TEST_TEMPLATE"  # set beside it: the database there that each run copies
INHERITED = "ONESTOP_TEST_SERVERS"  # set for child processes: the directory of the servers that run already
_WATCH = '"$@" >"$0/log" 2>&1 & read -r _; kill -{signal} $!; wait $!; rm -rf "$0"'
_started = ExitStack()


def _unprivileged() -> dict[str, Any]:
    """Return what makes subprocess drop root, under which PostgreSQL refuses to start."""
    if os.geteuid() != 0:
        return {}
    postgres = pwd.getpwnam("postgres")
    return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}


def _directory(prefix: str, identity: dict[str, Any]) -> Path:
    """Make a short-named directory (a socket's path has 107 bytes at most) that the server's user owns."""
    made = Path(tempfile.mkdtemp(prefix=prefix, dir="/tmp"))
    if identity:
        os.chown(made, identity["user"], identity["group"])
    return made


@contextmanager
def _watched(command: list[str], directory: Path, signal: str, identity: dict[str, Any]) -> Iterator[None]:
    """Run a server until the block, or this process, ends."""
    watch = ["/bin/sh", "-c", _WATCH.format(signal=signal), str(directory), *command]
    # A session of its own: Ctrl-C reaches the tests alone, and they end before their servers do.
    shell = subprocess.Popen(
        watch,
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=directory,
        start_new_session=True,
        **identity,
    )
    try:
        yield
    finally:
        assert shell.stdin
        shell.stdin.close()
        shell.wait()


def _wait_until_ready(answers: Any, directory: Path) -> None:
    """Call `answers()` until it raises no error; after START_SECONDS raise RuntimeError with the server's log."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            answers()
            return
        except (psycopg.OperationalError, redis.ConnectionError) as error:
            if time.monotonic() > deadline:
                log = (directory / "log").read_text(errors="replace")[-2000:]
                raise RuntimeError(f"the server in {directory} does not answer:\n{log}") from error
            time.sleep(0.02)


@contextmanager
def throwaway_postgres(*, fsync: bool = False, max_connections: int = 100) -> Iterator[str]:
    """Yield the URL of an empty database `onestop` in a PostgreSQL 15 of its own, on a Unix socket.

    With `fsync` commits are as durable, and as slow, as in production: for measurements and crash trials.
    """
    identity = _unprivileged()
    directory = _directory("onestop-pg-", identity)
    initdb: list[str | Path] = [
        POSTGRES_BIN / "initdb",
        "-D",
        directory / "data",
        "-U",
        "postgres",
        "-A",
        "trust",
    ]
    initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    options = {
        "listen_addresses": "",
        "unix_socket_directories": directory,
        "max_connections": max_connections,
    }
    if not fsync:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    command = [str(POSTGRES_BIN / "postgres"), "-D", str(directory / "data")]
    command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    try:
        subprocess.run(initdb, check=True, cwd=directory, stdout=subprocess.DEVNULL, **identity)
    except (OSError, subprocess.CalledProcessError):
        shutil.rmtree(directory, ignore_errors=True)
        raise
    with _watched(command, directory, "QUIT", identity):

        def create() -> None:
            maintenance = f"postgresql://postgres@/postgres?host={directory}"
            with psycopg.connect(maintenance, autocommit=True) as connection:
                connection.execute("CREATE DATABASE onestop")

        _wait_until_ready(create, directory)
        yield f"postgresql://postgres@/onestop?host={directory}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def throwaway_redis(*, appendonly: bool = False) -> Iterator[str]:
    """Yield the URL of a Redis of its own (database 0 of 16) on a free port of the loopback interface."""
    directory, port = _directory("onestop-redis-", {}), _free_port()
    options = {
        "bind": "127.0.0.1",
        "port": port,
        "dir": directory,
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    options["appendonly"] = "yes" if appendonly else "no"
    command = [
        "/usr/bin/redis-server",
        *(part for name, value in options.items() for part in (f"--{name}", str(value))),
    ]
    with _watched(command, directory, "TERM", {}), redis.Redis(port=port) as client:
        _wait_until_ready(client.ping, directory)
        if cast(dict[str, str], client.config_get("dir"))["dir"] != str(directory):
            raise RuntimeError(f"another server took port {port} first; try again")
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def throwaway_var() -> Iterator[Path]:
    """Yield an empty directory for ONESTOP_VAR and remove it afterwards."""
    directory = _directory("onestop-var-", {})
    with _watched(["/bin/sleep", "infinity"], directory, "TERM", {}):  # so that it goes even after a kill -9
        yield directory


def _start() -> None:
    """Start what this process is to have: the servers, or as a worker only its own share of them."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if os.environ.get(INHERITED) and os.environ.get(TEMPLATE):
        return  # see tests/template.py: the keys of the seeded certificates are in the inherited ONESTOP_VAR
    if not os.environ.get(INHERITED):
        os.environ["DATABASE_URL"] = _started.enter_context(throwaway_postgres())
        os.environ["CELERY_BROKER_URL"] = _started.enter_context(throwaway_redis())
        os.environ[INHERITED] = str(os.getpid())
    elif worker:
        broker = os.environ["CELERY_BROKER_URL"].rpartition("/")[0]
        os.environ["CELERY_BROKER_URL"] = f"{broker}/{1 + int(worker.removeprefix('gw'))}"
    os.environ["ONESTOP_VAR"] = str(_started.enter_context(throwaway_var()))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    """Start before pytest-django loads the settings: it does so in this very hook, but not as a wrapper."""
    if not early_config.known_args_namespace.help:
        _start()
    return (yield)


def pytest_unconfigure() -> None:
    """Stop what was started here; a second Ctrl-C meanwhile changes nothing, the shells see to it."""
    with suppress(KeyboardInterrupt):
        _started.close()
