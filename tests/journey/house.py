"""Starts whole installations for the journey tests: a directory, a database and processes of their own.

`embedded` is what `make run` starts without any setting: SQLite and a runner. `production` is PostgreSQL (a new
database in a given server), a Redis of its own, the relay and a Celery worker. Everything listens on loopback only,
and ends with the block, or with this process.
"""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import redis
from psycopg import sql

from onestop.management.commands.run import listen, readiness
from onestop.processes import Child, end
from tests.servers import throwaway_var

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(ROOT / "manage.py")]
CELERY = [sys.executable, "-m", "celery", "--workdir", str(ROOT), "-A", "onestop"]
QUEUES = ("default", "results", "digitisation")
OURS = ("DATABASE_URL", "CELERY_BROKER_URL", "ONESTOP_", "PORT", "WEB_", "SECRET_KEY", "PYTEST_")
# As `manage.py run --prepare-only`, but without compressing the pages of the API's documentation: that takes 10 s.
PREPARE = """
import django
from django.core.management import call_command
django.setup()
call_command("make_keys", verbosity=0)
call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0,
             ignore_patterns=["rest_framework", "drf_spectacular_sidecar"])
call_command("seed", verbosity=0)
"""
PATIENCE_SECONDS = 90.0


@dataclass
class House:
    """One installation. Its children are started, ended and killed by name."""

    var: Path
    environment: dict[str, str]
    door: socket.socket
    children: dict[str, Child] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return int(self.door.getsockname()[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments: str) -> str:
        """Run a management command to its end and return what it printed."""
        return self.output([*MANAGE, *arguments])

    def account(self) -> dict[str, Any]:
        """What the installation says of itself now: see tests/journey/account.py."""
        found: dict[str, Any] = json.loads(self.output([sys.executable, "-m", "tests.journey.account"]))
        return found

    def settled_account(self) -> dict[str, Any]:
        """The same when no background work is left."""
        found: dict[str, Any] = {}

        def is_settled() -> bool:
            found.update(self.account())
            return not found["open"]

        wait_for(is_settled, "the outbox")
        return found

    def output(self, command: list[str]) -> str:
        """Run a command in the installation's environment to its end and return what it printed."""
        done = subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, check=True)
        return done.stdout.decode()

    def start(self, *names: str) -> None:
        for name in names:
            self.children[name].start(self.environment)

    def pid(self, name: str) -> int:
        process = self.children[name].process
        assert process
        return process.pid

    def kill(self, name: str, *, whole_group: bool = True) -> None:
        """Kill -9 a child with what it started, or its first process alone; returns when that is dead."""
        child = self.children[name]
        assert child.process
        if whole_group:
            child.signal_group(signal.SIGKILL)
        child.process.kill()
        child.process.wait()

    def wait_until_ready(self) -> None:
        wait_for(lambda: readiness(self.port) == "ready", "the web server")


def wait_for(met: Callable[[], object], what: str, *, seconds: float = PATIENCE_SECONDS) -> None:
    """Ask until it is so; AssertionError after `seconds`."""
    deadline = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.02)


def runner(queues: Sequence[str]) -> Child:
    return Child("runner", [*MANAGE, "runner", "--queues", ",".join(queues)])


def worker(queues: Sequence[str]) -> Child:
    names = ",".join(queues)
    options = ["-Q", names, "-n", f"{names}@%h", "-c", "1", "-l", "WARNING"]
    return Child("worker", [*CELERY, "worker", *options, "--without-gossip", "--without-mingle"])


@contextmanager
def embedded(*, lease_seconds: float = 15.0, start: bool = True) -> Iterator[House]:
    """An installation on SQLite with the children 'web' and 'runner'; prepared, and started unless told not to."""
    with _house({}, lease_seconds) as house:
        house.children["runner"] = runner(QUEUES)
        yield from _lived_in(house, start)


@contextmanager
def production(server: str, *, lease_seconds: float = 15.0, start: bool = True) -> Iterator[House]:
    """An installation on the PostgreSQL at the URL `server` with 'web', 'redis', 'relay' and 'worker'."""
    with _database(server) as database_url, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        own = {"DATABASE_URL": database_url, "CELERY_BROKER_URL": f"redis://127.0.0.1:{port}/0"}
        with _house(own, lease_seconds) as house:
            memory_only = ["--save", "", "--appendonly", "no", "--dir", str(house.var)]
            redis_server = ["/usr/bin/redis-server", "--bind", "127.0.0.1", "--port", str(port), *memory_only]
            house.children |= {
                "redis": Child("redis", [*redis_server, "--loglevel", "warning"]),
                "relay": Child("relay", [*MANAGE, "relay"]),
                "worker": worker(QUEUES),
            }
            house.start("redis")
            wait_for(lambda: _answers(port), "Redis")
            yield from _lived_in(house, start)


@contextmanager
def _house(own: dict[str, str], lease_seconds: float) -> Iterator[House]:
    """An installation without processes: a directory, a listening socket, and an environment of nobody else's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    with throwaway_var() as var, listen(0) as door:
        port = door.getsockname()[1]
        environment = {
            **kept,
            **own,
            "DJANGO_SETTINGS_MODULE": "onestop.settings",
            "ONESTOP_VAR": str(var),
            "ONESTOP_DEMO": "true",
            "ONESTOP_LEASE_SECONDS": str(lease_seconds),
            "PORT": str(port),
            "WEB_BIND": f"fd://{door.fileno()}",
        }
        house = House(var, environment, door)
        web = [sys.executable, "-m", "gunicorn", "-c", str(ROOT / "gunicorn.conf.py"), "--chdir", str(ROOT)]
        house.children["web"] = Child("web", web, sockets=(door.fileno(),))
        try:
            yield house
        finally:
            end([child for child in house.children.values() if child.process])


def _lived_in(house: House, start: bool) -> Iterator[House]:
    """Prepare the installation, and start what is not running."""
    house.output([sys.executable, "-c", PREPARE])
    if start:
        house.start(*(name for name, child in house.children.items() if child.process is None))
        house.wait_until_ready()
    yield house


@contextmanager
def _database(server: str) -> Iterator[str]:
    """A new database in the server; dropped afterwards, whoever is still connected."""
    name = f"house_{secrets.token_hex(4)}"
    head, _, query = server.partition("?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _answers(port: int) -> bool:
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
