"""Another verb than accept: taking a dossier up, against a bare view that locks a row, changes it and inserts one.

Each dossier can be taken up once, so there are as many as the turns can use.
"""

import json

from accounts.models import User
from accounts.tokens import issue_token
from dossiers.chain import broken_at
from dossiers.models import Dossier, Event, StepRun
from seeds.bulk import seed_bulk

from .load import request
from .read import write_filings
from .row import Row
from .site import Site
from .turns import Act, compare

DOSSIERS = 14_000
CHECKED = 500
GOAL = 0.7


def measure(site: Site) -> list[Row]:
    """Take up digitised dossiers of one agency; then every answer is one event more, on a whole chain."""
    seed_bulk(DOSSIERS, states={"digitised": 1}, agency="H12.226", seed=12)
    found = list(
        Dossier.objects.filter(status="digitised", agency__code="H12.226").values_list("code", "token")
    )
    write_filings(found)
    token = issue_token(User.objects.get(username="thuly.anxuyen"))[0]
    ours = Act(
        request("POST", f"/api/v1/dossiers/{code}/take_up/", token=token, body={}) for code, _key in found
    )
    bare = Act(request("POST", f"/bare/filings/{key}/take_up/", token=token, body={}) for _code, key in found)
    rows = compare(site, "verb", ours=ours, bare=bare, goal=GOAL)
    codes = [json.loads(body)["code"] for body in ours.bodies]
    taken = Event.objects.filter(dossier__code__in=codes, type="dossier.taken_up")
    assert taken.count() == len(codes) == len(set(codes)), "a dossier was taken up twice or never"
    assert StepRun.objects.filter(dossier__code__in=codes, ended_at=None).count() == len(codes)
    for dossier in Dossier.objects.filter(code__in=codes[:CHECKED]):
        assert broken_at(dossier, dossier.events.order_by("seq")) is None, dossier.code
    return rows
