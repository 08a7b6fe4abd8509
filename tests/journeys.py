"""Plays real verbs until a dossier is where a test wants it; no test makes a dossier in a later state by hand."""

import struct
import zlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.queries import system_user
from dossiers import actions, outbox
from dossiers.filing import read_filing
from dossiers.models import Document, Dossier
from procedures.content import ResultKind
from seeds.scans import scan_page
from tests.catalogue import newer

FILING: dict[str, Any] = {
    "procedure": "2.000635",
    "point": "H12.264.01-1",
    "area": "32002",
    "applicant_name": "Nguyễn Văn Thử",
    "id_number": "096085004511",
    "applicant_phone": "0912345678",
    "applicant_address": "Ấp 3, Xã Khánh An, Cà Mau",
    "request": "Bản sao Trích lục khai sinh",
    "copies": 2,
}
CONTENT = (
    "Họ, chữ đệm, tên: NGUYỄN VĂN THỬ\nNgày sinh: 15/03/1985\nTrích lục từ sổ đăng ký khai sinh số 01/1985."
)
CORRECTED = CONTENT.replace("15/03/1985", "16/03/1985")
TWO_RESULTS = (
    ResultKind("KQ.G15.000031", "Giấy khai sinh", "GKS"),
    ResultKind("", "Trích lục đăng ký nhận cha, mẹ, con", "TLCMC"),
)
TRACKING_NUMBER = "EE123456789VN"


def user(username: str) -> User:
    return User.objects.get(username=username)


@lru_cache
def scan(seed: int = 1) -> bytes:
    """A scanned form as JPEG, drawn once per process: drawing takes longer than most tests."""
    return scan_page(seed).jpeg


def uploaded_scan(by: User, *, seed: int = 1) -> Document:
    return actions.upload(SimpleUploadedFile("to-khai.jpg", scan(seed)), by=by)


def unreadable_scan(by: User) -> Document:
    """A PNG that passes the door, for its checksums hold, and cannot be decoded: its pixels do not unpack."""
    header = struct.pack(">IIBBBBB", 100, 100, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b"no pixels"), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return actions.upload(SimpleUploadedFile("hong.png", png), by=by)


def accepted(*, scan: bool = False, key: str = "", **changes: Any) -> Dossier:
    """A dossier received at xã Đất Mũi; without a scan there is nothing to digitise."""
    clerk = user("tiepnhan.datmui")
    papers = [{"document": uploaded_scan(clerk).key, "requirement": 1}] if scan else []
    return actions.accept_filing(read_filing(FILING | {"papers": papers} | changes, key=key), by=clerk)


def submitted(*, key: str = "", **changes: Any) -> Dossier:
    return actions.submit(read_filing(FILING | changes, key=key), by=user("tiepnhan.datmui"))


def digitised(**changes: Any) -> Dossier:
    dossier = accepted(**changes)
    return actions.confirm_digitisation(dossier.code, by=user("tiepnhan.datmui"))


def in_process(**changes: Any) -> Dossier:
    return actions.take_up(digitised(**changes).code, by=user("thuly.anxuyen"))


def proposed(**changes: Any) -> Dossier:
    """In process, with a proposal whose page has been made."""
    dossier = in_process(**changes)
    actions.propose(dossier.code, outcome="granted", content=CONTENT, by=user("thuly.anxuyen"))
    actions.render_result(dossier.code, draft=1, by=system_user())
    return again(dossier)


def proposed_two() -> Dossier:
    """In process, with both results that its version names proposed, their pages made."""
    newer(FILING["procedure"], results=TWO_RESULTS)
    dossier = in_process()
    for kind in (1, 2):
        actions.propose(dossier.code, outcome="granted", content=CONTENT, kind=kind, by=user("thuly.anxuyen"))
        actions.render_result(dossier.code, draft=kind, by=system_user())
    return again(dossier)


def processed(**changes: Any) -> Dossier:
    dossier = proposed(**changes)
    assert dossier.result is not None
    return actions.approve(dossier.code, sha256=dossier.result.rendered_sha256, by=user("kyduyet.anxuyen"))


def sealed(**changes: Any) -> Dossier:
    return actions.seal(processed(**changes).code, by=user("vanthu.anxuyen"))


def issued(**changes: Any) -> Dossier:
    return actions.issue(sealed(**changes).code, by=user("vanthu.anxuyen"))


def returned(**changes: Any) -> Dossier:
    dossier = issued(**changes)
    return actions.deliver(
        dossier.code, way="counter", recipient_name="Nguyễn Văn Thử", by=user("tiepnhan.datmui")
    )


def dispatched(**changes: Any) -> Dossier:
    """Issued, and on its way by post."""
    dossier = issued(**changes)
    return actions.dispatch(dossier.code, tracking_number=TRACKING_NUMBER, by=user("tiepnhan.datmui"))


def replacing(dossier: Dossier | None = None) -> Dossier:
    """Issued, its faulty result being replaced; nothing is proposed yet."""
    code = (dossier or issued()).code
    return actions.replace_result(code, reason="Sai ngày sinh.", by=user("thuly.anxuyen"))


def replaced(dossier: Dossier | None = None) -> Dossier:
    """Issued, its first result replaced by a second one."""
    code = replacing(dossier).code
    actions.propose(code, outcome="granted", content=CORRECTED, by=user("thuly.anxuyen"))
    return issued_anew(code)


def issued_anew(code: str) -> Dossier:
    """Sign, seal and issue what was proposed last, to replace what was issued before."""
    draft = Dossier.objects.get(code=code).proposals
    actions.render_result(code, draft=draft, by=system_user())
    hashes = [result.rendered_sha256 for result in Dossier.objects.get(code=code).results_in_hand]
    actions.approve(code, sha256=hashes, by=user("kyduyet.anxuyen"))
    actions.seal(code, by=user("vanthu.anxuyen"))
    return actions.issue(code, by=user("vanthu.anxuyen"))


# How a test gets a dossier of each state; nothing is written before the first verb, so a draft is none.
REACHED: dict[str, Callable[..., Dossier]] = {
    "submitted": submitted,
    "received": accepted,
    "digitised": digitised,
    "in_process": proposed,
    "processed": sealed,
    "issued": issued,
    "returned": returned,
}


def again(dossier: Dossier) -> Dossier:
    """The dossier as it stands in the database now."""
    return Dossier.objects.get(pk=dossier.pk)


def run_background(*queues: str) -> int:
    """Deliver what waits in the outbox, as the runner does, in this process; return how many messages."""
    names, done = list(queues or ("default", "results", "digitisation")), 0
    while messages := outbox.claim(names, most=1, lease=60):
        for message in messages:
            outbox.deliver(message.pk, message.claims)
            done += 1
    return done
