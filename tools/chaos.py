"""Kills workers at random instants of every background step, and shows that nothing is lost, doubled or left over.

    python -m tools.chaos [--kills 20] [--seed 1] [--profile sqlite] [--step digitise …]

Starts installations of its own: SQLite with a runner, and PostgreSQL with Redis, relay and a Celery worker. Prints a
table and ends with status 1 when a dossier ended otherwise than one that nobody disturbed. Columns: kills; how many of
them came before the step had written its event; how many left a file that no row knew (yet); instants at which the
step had ended already, which do not count; milliseconds that the step takes; seconds that all of this took.
"""

import argparse
import json
import os
import queue
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tests.journey.house import ROOT, House, embedded, production
from tests.servers import throwaway_postgres

if TYPE_CHECKING:
    from tests.journey.killing import Toll

PROFILES = ("sqlite", "postgresql")
LEASE_SECONDS = 1.0
HEAD = "profile     killed in the middle of                kills before strays missed    ms  all s  end"


def main() -> None:
    given = options()
    if given.inside:
        inside(given)
        return
    print(f"seed {given.seed}, lease {LEASE_SECONDS:g} s\n{HEAD}", flush=True)
    began, faults, kills = time.monotonic(), 0, 0
    for toll in tolls(given):
        kills += toll["kills"]
        faults += len(toll["faults"])
        print("\n    ".join([line(toll), *toll["faults"]]), flush=True)
    verdict = f"{faults} FAULTS" if faults else "all whole"
    print(f"{verdict}: {kills} kills in {time.monotonic() - began:.0f} s, seed {given.seed}")
    sys.exit(1 if faults else 0)


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Kill workers at random instants.")
    parser.add_argument(
        "--kills",
        type=int,
        default=20,
        help="kills of each step (default 20); half as many of what is around it",
    )
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000, help="to repeat a run")
    parser.add_argument(
        "--profile", choices=PROFILES, action="append", help="default: both, at the same time"
    )
    parser.add_argument("--step", action="append", default=[], help="part of a name; default: all")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def line(toll: dict[str, Any]) -> str:
    counts = f"{toll['kills']:5} {toll['before']:6} {toll['strays']:6} {toll['missed']:6}"
    end = f"{len(toll['faults'])} FAULTS" if toll["faults"] else "same"
    return f"{toll['profile']:11} {toll['name']:38} {counts} {1000 * toll['seconds']:5.0f} {toll['took']:6.0f}  {end}"


def tolls(given: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Run each profile in a process of its own, all at the same time; yield what they find as they find it."""
    found: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
    profiles = given.profile or PROFILES
    for profile in profiles:
        threading.Thread(target=listen, args=(profile, given, found.put), daemon=True).start()
    running = len(profiles)
    while running:
        if (toll := found.get()) is None:
            running -= 1
        else:
            yield toll


def listen(profile: str, given: argparse.Namespace, tell: Callable[[dict[str, Any] | None], None]) -> None:
    """Run one profile to its end and tell its findings, then None."""
    options = [f"--profile={profile}", f"--kills={given.kills}", f"--seed={given.seed}"]
    command = [
        sys.executable,
        "-m",
        "tools.chaos",
        "--inside",
        *options,
        *(f"--step={s}" for s in given.step),
    ]
    with tempfile.TemporaryFile() as log:
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, cwd=ROOT) as trial:
            for told in trial.stdout or ():
                tell({"profile": profile, **json.loads(told)})
        if trial.returncode:
            log.seek(0)
            last_words = log.read().decode(errors="replace").splitlines()[-30:]
            nothing = {"kills": 0, "before": 0, "strays": 0, "missed": 0, "seconds": 0.0, "took": 0.0}
            tell({"profile": profile, "name": "the trial itself", **nothing, "faults": last_words})
    tell(None)


def inside(given: argparse.Namespace) -> None:
    """Start the installation, set up Django as it has it, and write each finding as a line of JSON."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what the children say is no finding
    with ExitStack() as stack:
        if given.profile == ["sqlite"]:
            house = stack.enter_context(embedded(lease_seconds=LEASE_SECONDS))
        else:
            server = stack.enter_context(throwaway_postgres())
            house = stack.enter_context(production(server, lease_seconds=LEASE_SECONDS))
        os.environ.clear()
        os.environ.update(house.environment)
        for toll in disturbances(house, given):
            print(json.dumps(asdict(toll)), file=out, flush=True)


def disturbances(house: House, given: argparse.Namespace) -> "Iterator[Toll]":
    """Do to the house all that is wanted, one after the other."""
    import django

    django.setup()
    from tests.journey import killing, outages, victims

    chance = random.Random(given.seed)
    is_embedded = "runner" in house.children
    victim = (victims.Runner if is_embedded else victims.Worker)(house, chance)
    trials: list[tuple[str, Callable[[], Toll]]] = [
        (step.subscriber, lambda step=step: killing.disturb(step, given.kills, victim, chance))  # type: ignore[misc]
        for step in killing.steps()
    ]
    half = (given.kills + 1) // 2
    trials.append(("reader", lambda: killing.kill_reader(half, victim, chance)))
    trials.append(("web", lambda: outages.kill_web(half, house, chance)))
    if not is_embedded:
        trials.append(("relay", lambda: outages.kill_relay(half, house, chance)))
        trials.append(("redis", lambda: outages.restart_redis(max(given.kills // 4, 1), house, chance)))
    for name, trial in trials:
        if not given.step or any(part in name for part in given.step):
            began = time.monotonic()
            toll = trial()
            toll.took = time.monotonic() - began
            yield toll


if __name__ == "__main__":
    main()
