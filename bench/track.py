"""The citizen's page behind the QR, against a bare view with one SELECT by key and a template of the same size."""

import re
from itertools import cycle
from statistics import median

from accounts.models import User
from dossiers import actions
from dossiers.filing import read_filing
from dossiers.models import Dossier

from .accept import FILING
from .load import request
from .row import Row
from .site import Site
from .turns import Act, compare

DOSSIERS = 200
GOAL = 0.8
SAME_SIZE = 0.2  # the pages may differ in length by this share
_CODE = re.compile(rb"[\w.]+-\d{6}-\d{4,}")


def measure(site: Site) -> list[Row]:
    """Get pages of dossiers in process and of rows with the same words, each in turn."""
    dossiers = make_pages(DOSSIERS)
    ours = Act(cycle(request("GET", f"/t/{dossier.token}/") for dossier in dossiers))
    bare = Act(cycle(request("GET", f"/bare/pages/{dossier.token}/") for dossier in dossiers))
    rows = compare(site, "track", ours=ours, bare=bare, goal=GOAL)
    for act in (ours, bare):
        _check(act, {dossier.code for dossier in dossiers})
    sizes = [median(len(body) for body in act.bodies) for act in (ours, bare)]
    assert abs(sizes[0] - sizes[1]) <= SAME_SIZE * sizes[0], f"pages of {sizes} bytes are no comparison"
    return rows


def make_pages(number: int) -> list[Dossier]:
    """Make dossiers, and bare rows with the same tokens and as many words."""
    dossiers = [_dossier() for _one in range(number)]
    _write_pages(dossiers)
    return dossiers


def _dossier() -> Dossier:
    """Play the verbs until an officer has the dossier: three events."""
    clerk = User.objects.get(username="tiepnhan.datmui")
    filing = read_filing(FILING | {"point": "H12.264.01-1", "area": "32002"})
    code = actions.accept_filing(filing, by=clerk).code
    actions.confirm_digitisation(code, by=clerk)
    return actions.take_up(code, by=User.objects.get(username="thuly.anxuyen"))


def _write_pages(dossiers: list[Dossier]) -> None:
    from .bare.models import Page  # an app of the bench's settings alone

    Page._default_manager.bulk_create(
        Page(
            token=dossier.token,
            code=dossier.code,
            sentence=f"Hồ sơ của ông/bà đang được giải quyết tại {dossier.agency.name}",
            due="Thứ Hai, 23/11/2026, 17:00",
            left="còn 1,5 ngày làm việc",
            todo="Ông/bà không phải làm gì. Chúng tôi đang giải quyết.",
            procedure=dossier.procedure_version.name,
            agency=dossier.agency.name,
            point=dossier.point.name,
            accepted="20/11/2026, 09:00",
            confirmed="20/11/2026, 09:05",
            taken_up="20/11/2026, 10:10",
        )
        for dossier in dossiers
    )


def _check(act: Act, codes: set[str]) -> None:
    """Every answer is a page of one of the dossiers, with where it is now, and every dossier was asked for."""
    shown = [set(_CODE.findall(body)) for body in act.bodies]
    assert all(len(one) == 1 for one in shown), "a page names no dossier, or two"
    assert {code.decode() for one in shown for code in one} == codes
    assert all(b'aria-current="step"' in body for body in act.bodies)
