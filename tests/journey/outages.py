"""Kills what stands around the work: the relay between claim and publication, web workers in mid-accept, Redis.

Django must be set up in the environment of the house, as for tests/journey/killing.py.
"""

import http.client
import os
import random
import signal
import threading
import time
import urllib.error
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from dossiers.models import Dossier, OutboxMessage
from seeds.demo import Client
from tests import journeys

from .account import account
from .house import House, wait_for
from .killing import Toll, compare, end_of, scanned, wait_until_done
from .processes import children_of

PATIENCE_SECONDS = 60.0


def kill_relay(kills: int, house: House, chance: random.Random) -> Toll:
    """Kill the relay when it has claimed a message: published already or not, it must be worked on once."""
    toll, reference = Toll("the relay, with claimed messages"), _reference(lambda: journeys.accepted().code)
    codes = []
    for _kill in range(kills):
        codes.append(journeys.accepted().code)
        mine = OutboxMessage.objects.filter(event__dossier__code=codes[-1], claimed_until__isnull=False)
        wait_for(mine.exists, "the relay")
        time.sleep(chance.uniform(0, 0.004))
        toll.before += mine.filter(claims=0).exists()
        house.kill("relay")
        house.start("relay")
        toll.kills += 1
    wait_until_done()
    compare(toll, codes, reference)
    return toll


def kill_web(kills: int, house: House, chance: random.Random) -> Toll:
    """Kill the web workers while a clerk's filing is on its way; the clerk sends it again until it is answered."""
    toll, reference = Toll("web workers in mid-accept"), _reference(lambda: journeys.accepted().code)
    clerk = Client(house.url, "tiepnhan.datmui")
    keys: list[str] = []
    usual = _accept(clerk, keys)
    while toll.kills < kills and toll.missed < 5 * kills:
        sender = threading.Thread(target=_accept, args=(clerk, keys))
        sender.start()
        time.sleep(chance.uniform(0, usual))
        met = sender.is_alive()
        for worker in children_of(house.pid("web")):
            with suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)
        if met:
            toll.before += not Dossier.objects.filter(intake_key=keys[-1]).exists()
        toll.kills, toll.missed = toll.kills + met, toll.missed + (not met)
        sender.join()
    wait_until_done()
    toll.seconds = usual
    made = [list(Dossier.objects.filter(intake_key=key).values_list("code", flat=True)) for key in keys]
    toll.faults += [f"one filing made {len(codes)} dossiers" for codes in made if len(codes) != 1]
    compare(toll, [code for codes in made for code in codes], reference)
    return toll


def _accept(clerk: Client, keys: list[str]) -> float:
    """Send one filing under one new key until it is answered; return the seconds of the last attempt."""
    keys.append(str(uuid.uuid4()))
    filing: dict[str, Any] = journeys.FILING
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        began = time.monotonic()
        try:
            clerk.post("dossiers/accept/", filing, **{"Idempotency-Key": keys[-1]})
            return time.monotonic() - began
        except (urllib.error.URLError, http.client.HTTPException, ConnectionError):
            assert time.monotonic() < deadline, "the web server did not come back"
            time.sleep(0.02)


def restart_redis(kills: int, house: House, chance: random.Random) -> Toll:
    """Kill Redis with all that it holds while scans wait in it, and start it empty: the outbox publishes anew."""
    toll, reference = Toll("Redis, started again empty"), _reference(scanned)
    codes = []
    for _kill in range(kills):
        some = [scanned() for _ in range(3)]
        time.sleep(chance.uniform(0, 1))
        waiting = OutboxMessage.objects.filter(event__dossier__code__in=some, done_at=None)
        toll.before += waiting.exists()
        house.kill("redis")
        house.start("redis")
        toll.kills += 1
        codes += some
    wait_until_done()
    compare(toll, codes, reference)
    return toll


def _reference(accept: Callable[[], str]) -> dict[str, Any]:
    code = accept()
    wait_until_done()
    return end_of(account()["dossiers"][code])
