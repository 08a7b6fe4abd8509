"""Accepting a filing without papers, against a bare view that does one INSERT into a table as wide."""

import json
from itertools import cycle

from django.db import connection

from dossiers.models import ClockRun, Dossier, Event, OutboxMessage

from .load import request
from .row import Row
from .site import Site
from .turns import Act, compare

FILING = {
    "procedure": "2.000635",
    "area": "32002",
    "applicant_name": "Nguyễn Huỳnh Thị Phương Thảo",
    "id_number": "096085004511",
    "applicant_phone": "0912345678",
    "applicant_address": "Ấp Kinh Đứng, Xã Trần Văn Thời, Cà Mau",
    "request": "Bản sao Trích lục khai sinh",
    "copies": 2,
}
GOAL = 0.6


def measure(site: Site) -> list[Row]:
    """Post the same bodies with the same tokens to both; then count what is in the database."""
    ours = Act(_posts(site, "/api/v1/dossiers/accept/"), status=201)
    bare = Act(_posts(site, "/bare/filings/"), status=201)
    before = Dossier.objects.count()
    rows = compare(site, "accept", ours=ours, bare=bare, goal=GOAL)
    _check(ours, bare, before)
    return rows


def _posts(site: Site, path: str) -> "cycle[bytes]":
    return cycle(
        request("POST", path, token=token, body={**FILING, "point": point}) for point, token in site.clerks
    )


def _check(ours: Act, bare: Act, before: int) -> None:
    """Every answer is one dossier with a code of its own, its event, its running clock and its messages."""
    codes = [json.loads(body)["code"] for body in ours.bodies]
    kept = set(Dossier.objects.filter(code__in=codes).values_list("code", flat=True))
    assert len(codes) == len(kept) == Dossier.objects.count() - before, "a dossier is missing or there twice"
    assert Event.objects.filter(dossier__code__in=codes, type="dossier.accepted").count() == len(codes)
    assert ClockRun.objects.filter(dossier__code__in=codes, stopped_at=None).count() == len(codes)
    assert OutboxMessage.objects.filter(event__dossier__code__in=codes).count() >= len(codes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bare_filing")
        assert cursor.fetchone() == (len(bare.bodies),)
