"""Reading one dossier with its timeline and its access record, against a bare view with one SELECT by key."""

import json
from itertools import cycle

from accounts.models import User
from accounts.tokens import issue_token
from dossiers.models import AccessRecord, Dossier
from seeds.bulk import seed_bulk

from .load import request
from .row import Row
from .site import Site
from .turns import Act, compare

DOSSIERS = 500
GOAL = 0.6


def measure(site: Site) -> list[Row]:
    """Get returned dossiers, about eleven events each, as the supervisor; and as many bare rows."""
    seed_bulk(DOSSIERS, states={"returned": 1}, seed=11)
    found = list(Dossier.objects.filter(status="returned").values_list("code", "token")[:DOSSIERS])
    write_filings(found)
    token = issue_token(User.objects.get(username="giamsat"))[0]
    before = AccessRecord.objects.count()
    ours = Act(cycle(request("GET", f"/api/v1/dossiers/{code}/", token=token) for code, _key in found))
    bare = Act(cycle(request("GET", f"/bare/filings/{key}/", token=token) for _code, key in found))
    rows = compare(site, "read", ours=ours, bare=bare, goal=GOAL)
    answers = [json.loads(body) for body in ours.bodies[:DOSSIERS]]
    assert all(len(answer["events"]) >= 8 for answer in answers), (
        "a dossier was answered without its timeline"
    )
    assert AccessRecord.objects.count() - before == len(ours.bodies), "a reading left no access record"
    return rows


def write_filings(dossiers: list[tuple[str, str]]) -> None:
    """Write a bare row for each dossier (code, token), filled as a developer's table would be."""
    from .bare.models import Filing  # an app of the bench's settings alone

    Filing._default_manager.bulk_create(
        [
            Filing(
                code=code,
                token=token,
                procedure="2.000635",
                point="H12.264.01-1",
                receiving_agency="H12.264.01",
                agency="H12.226",
                area="32002",
                applicant_name="Nguyễn Huỳnh Thị Phương Thảo",
                applicant_search="nguyen huynh thi phuong thao",
                applicant_phone="+84912345678",
                applicant_address="Ấp Kinh Đứng, Xã Trần Văn Thời, Cà Mau",
                id_number="096085004511",
                request="Bản sao Trích lục khai sinh",
            )
            for code, token in dossiers
        ],
        batch_size=1000,
    )
