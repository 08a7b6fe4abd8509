"""The one command behind `make run`: sets up what is out of date, then serves until Ctrl-C."""

import hashlib
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from onestop.processes import Child, end, ending, keep_running

READY_SECONDS = 120.0
GLANCE_SECONDS = 0.2  # how often the children are looked after
NEVER_SERVED = [
    "rest_framework",
    "redoc",
    "bundles",
]  # pages that we do not have; compressing them takes long
QUEUES = (
    "default,results",
    "digitisation",
)  # recognising a scan takes seconds: it must not hold up the receipts


class Command(BaseCommand):
    """Keys, tables, static files and seeds first; then the web server and the background work, kept running."""

    help = "Set up what is out of date, then serve pages, API and background work on 127.0.0.1:PORT until Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prepare-only", action="store_true", help="bring everything up to date and end")

    def handle(self, *, prepare_only: bool, **options: Any) -> None:
        """Do all of it; return after Ctrl-C or SIGTERM. Raise CommandError when it cannot start."""
        if prepare_only:
            self.prepare()
            return
        # The port is taken first and handed to the web server: nothing is changed if another copy has it.
        with listen(settings.PORT) as door:
            self.prepare()
            connections.close_all()
            self.serve(door)

    def serve(self, door: socket.socket) -> None:
        """Start the children and keep them running until a signal asks for the end."""
        self.stopping = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        children = planned_children(door)
        environment = {**os.environ, "WEB_BIND": f"fd://{door.fileno()}", "PYTHONUNBUFFERED": "1"}
        try:
            for child in children:
                child.start(environment)
                self.say(f"started {child.name}")
            if self.wait_until_ready(children):
                self.welcome()
            while not self.stopping:
                keep_running(children, environment=environment, say=self.say)
                time.sleep(GLANCE_SECONDS)
            self.say("ending what was started")
        finally:
            for name in end(children):
                self.say(f"{name} did not end in time and was killed")
        self.say("ended")

    def say(self, sentence: str) -> None:
        """Print one line of progress at once, also into a pipe."""
        self.stdout.write(f"run: {sentence}")
        self.stdout.flush()

    def stop(self, number: int, frame: FrameType | None) -> None:
        """Note that a signal asked for the end; the loop sees it within GLANCE_SECONDS."""
        self.stopping = True

    def prepare(self) -> None:
        """Bring everything up to date; each step is quick when there is nothing to do."""
        try:
            self.step("keys", lambda: call_command("make_keys", verbosity=0))
            self.step("database", migrate_if_needed)
            self.step("static files", collect_static_if_needed)
            self.step("catalogue and accounts", lambda: call_command("seed", verbosity=0))
        except KeyboardInterrupt:
            self.say("interrupted")
            sys.exit(130)

    def step(self, name: str, act: Callable[[], object]) -> None:
        """Run one step and say how long it took and, where it returns a sentence, what it did."""
        started = time.monotonic()
        did = act()
        remark = f": {did}" if isinstance(did, str) and did else ""
        self.say(f"{name}{remark} ({time.monotonic() - started:.1f} s)")

    def wait_until_ready(self, children: list[Child]) -> bool:
        """Wait until the server answers that it is ready. False: asked to stop meanwhile.

        Raise CommandError when a child dies before that, or after READY_SECONDS.
        """
        deadline = time.monotonic() + READY_SECONDS
        while not self.stopping:
            for child in children:
                if child.process and child.process.poll() is not None:
                    raise CommandError(
                        f"{child.name} did not start ({ending(child.process.returncode)}); the lines above say why."
                    )
            if (answer := readiness(settings.PORT)) == "ready":
                return True
            if time.monotonic() > deadline:
                raise CommandError(f"Not ready after {READY_SECONDS:.0f} s; the last answer was: {answer}")
            time.sleep(GLANCE_SECONDS)
        return False

    def welcome(self) -> None:
        """Print the address and, in a demonstration, who may sign in."""
        lines = [
            "",
            f"onestop is ready: {settings.ONESTOP_BASE_URL}/",
            f"API: {settings.ONESTOP_BASE_URL}/api/v1/docs/",
        ]
        if settings.ONESTOP_DEMO:
            from seeds import demo_accounts  # the only thing this command knows of the seeds

            lines += ["", f"Demo accounts, all with the password {demo_accounts.PASSWORD}:"]
            lines += [f"  {username:<22} {role}" for username, role in demo_accounts.lines()]
        self.stdout.write("\n".join([*lines, "", "Ctrl-C ends it.", ""]))
        self.stdout.flush()


def listen(port: int) -> socket.socket:
    """Return a socket that listens on the port of the loopback interface. Raise CommandError when it is taken."""
    door = socket.socket()
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a port that was just left is free
    try:
        door.bind(("127.0.0.1", port))
        # Without this a second copy could bind it too; who calls during the set-up waits for the first answer.
        door.listen(256)
    except OSError as error:
        door.close()
        raise CommandError(f"Port {port} is in use; choose another one: make run PORT={port + 1}") from error
    return door


def migrate_if_needed() -> str:
    """Apply the migrations that are missing, if any."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return "up to date"
    call_command("migrate", interactive=False, verbosity=0)
    return f"{len(missing)} migrations applied"


def collect_static_if_needed() -> str:
    """Collect the static files when one of them changed since the last time."""
    facts = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = os.stat(storage.path(path))
            facts.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp: Path = settings.ONESTOP_VAR / "run" / "static-files.sha256"
    if stamp.exists() and stamp.read_text() == facts.hexdigest() and settings.STATIC_ROOT.exists():
        return "up to date"
    stamp.parent.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=NEVER_SERVED)
    stamp.write_text(facts.hexdigest())
    return "collected"


def readiness(port: int) -> str:
    """Ask the server whether it is ready: "ready", or what it said or what went wrong."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"http://127.0.0.1:{port}/healthz/ready", timeout=2):
            return "ready"
    except urllib.error.HTTPError as error:
        return f"{error.code} {error.read(500).decode(errors='replace')}"
    except OSError as error:
        return str(error)


def planned_children(door: socket.socket) -> list[Child]:
    """Return what has to run: the web server and, by the settings, Celery on a broker or the embedded runners."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    celery = [sys.executable, "-m", "celery", "--quiet", "--workdir", str(settings.BASE_DIR), "-A", "onestop"]
    gunicorn = [sys.executable, "-m", "gunicorn", "-c", str(settings.BASE_DIR / "gunicorn.conf.py")]
    children = [Child("web", [*gunicorn, "--chdir", str(settings.BASE_DIR)], sockets=[door.fileno()])]
    if not settings.CELERY_BROKER_URL:
        return children + [
            Child(f"runner {queues}", [*manage, "runner", "--queues", queues]) for queues in QUEUES
        ]
    for queues in QUEUES:
        worker = ["worker", "-Q", queues, "-n", f"{queues.replace(',', '-')}@%h", "-c", "1", "-l", "WARNING"]
        children.append(Child(f"worker {queues}", [*celery, *worker, "--without-gossip", "--without-mingle"]))
    schedule = str(settings.ONESTOP_VAR / "run" / "beat-schedule")
    children.append(Child("beat", [*celery, "beat", "-s", schedule, "--pidfile=", "-l", "WARNING"]))
    children.append(Child("relay", [*manage, "relay"]))
    return children
