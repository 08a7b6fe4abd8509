"""Giving dossier codes from 8 processes at once, over 65 agencies and on one, against lock, update and insert."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier

from django.db import connections, transaction
from django.utils.timezone import localdate

from accounts.models import Agency
from dossiers.numbering import dossier_code

from .row import Row
from .site import Site

CLIENTS = 8
SECONDS = 3.0
AGENCIES = 65
GOAL = 500.0  # codes a second over all agencies
GOAL_ONE = 0.7  # of the bare way, all on one agency
Give = Callable[[Agency], str]


def measure(_site: Site) -> list[Row]:
    """Each client gives codes in transactions of their own, as fast as it can; all are different."""
    agencies = list(Agency.objects.order_by("code")[:AGENCIES])
    assert len(agencies) == AGENCIES
    many = _given(_ours, agencies)
    bare_many = _given(_bare, agencies)
    one, bare_one = _given(_ours, agencies[:1]), _given(_bare, agencies[:1])
    return [
        Row("codes.many.c8", many, "codes/s", baseline=bare_many, ratio=many / bare_many, goal=None),
        Row("codes.many.rate", many, "codes/s", goal=GOAL),
        Row("codes.one.c8", one, "codes/s", baseline=bare_one, ratio=one / bare_one, goal=GOAL_ONE),
    ]


def _ours(agency: Agency) -> str:
    """A code, and the row that bears it, in one transaction."""
    from .bare.models import Happening

    with transaction.atomic():
        code = dossier_code(agency, localdate())
        Happening._default_manager.create(filing=agency.pk, what=code[:40], actor=0)
    return code


def _bare(agency: Agency) -> str:
    """What a developer writes: lock the counter's row, raise it, insert."""
    from .bare.models import Happening, Series

    with transaction.atomic():
        series = Series._default_manager.select_for_update().get(name=agency.code)
        series.last += 1
        series.save()
        code = f"{agency.code}-{localdate():%y%m%d}-{series.last:04d}"
        Happening._default_manager.create(filing=agency.pk, what=code[:40], actor=0)
    return code


def _given(give: Give, agencies: list[Agency]) -> float:
    """Return codes a second of all clients together; they are all different."""
    from .bare.models import Series

    for agency in agencies:
        Series._default_manager.get_or_create(name=agency.code)
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    together, found = fork.Barrier(CLIENTS), fork.Queue()
    clients = [
        fork.Process(target=_client, args=(give, agencies, number, together, found), daemon=True)
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    answers: list[tuple[list[str], float]] = [found.get(timeout=60) for _client_ in clients]
    for client in clients:
        client.join(10)
    codes = [code for given, _seconds in answers for code in given]
    assert len(codes) == len(set(codes)), "a code was given twice"
    return sum(len(given) / seconds for given, seconds in answers)


def _client(
    give: Give,
    agencies: list[Agency],
    number: int,
    together: Barrier,
    found: "multiprocessing.Queue[tuple[list[str], float]]",
) -> None:
    given: list[str] = []
    give(agencies[number % len(agencies)])  # the connection is open, the statements are prepared
    together.wait(30)
    started = time.perf_counter()
    while (seconds := time.perf_counter() - started) < SECONDS:
        given.append(give(agencies[(number + len(given)) % len(agencies)]))
    connections.close_all()
    found.put((given, seconds))
