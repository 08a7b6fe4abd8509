"""Plays the main journey as a client of the API would: from the counter to the e-result, step by step with times.

    python -m seeds.demo [--url http://127.0.0.1:8000] [--out var/demo]

Needs a running server with the demo accounts; standard library only on the wire. Receipt and result are written to
`--out`. The truth behind the scanned page stays here: the server never receives it.
"""

import argparse
import hashlib
import json
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import DEMO_PASSWORD
from .error_rate import character_error_rate
from .scans import scan_page

CARD = "096085004511|380912345|Nguyễn Văn Thử|15031985|Nam|Ấp 3, Xã Khánh An, Cà Mau|10052021"
POINT, AREA = "H12.264.01-1", "32002"  # received in xã Đất Mũi, about a register kept in phường An Xuyên
PATIENCE_SECONDS = 90.0


class Refused(Exception):
    """The server answered with a problem."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(
            f"{status} {problem.get('code')}: {problem.get('detail')} {problem.get('reasons') or ''}"
        )
        self.status, self.problem = status, problem


class Client:
    """One signed-in member of staff, or a citizen without a token."""

    def __init__(self, url: str, username: str = "") -> None:
        self.url, self.token = url.rstrip("/"), ""
        if username:
            self.token = self.post("tokens/", {"username": username, "password": DEMO_PASSWORD})["token"]

    def get(self, path: str) -> Any:
        return json.loads(self.fetch(f"/api/v1/{path}"))

    def post(self, path: str, body: dict[str, Any] | None = None, **headers: str) -> Any:
        data = json.dumps(body or {}).encode()
        return json.loads(self.fetch(f"/api/v1/{path}", data, {"Content-Type": "application/json"} | headers))

    def upload(self, name: str, content: bytes) -> Any:
        """Send one file as a browser does."""
        mark = uuid.uuid4().hex
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
        data = head + content + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return json.loads(self.fetch("/api/v1/documents/", data, headers))

    def fetch(self, path: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> bytes:
        request = urllib.request.Request(self.url + path, data, headers or {})
        request.add_header("Accept-Language", "vi")
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                content: bytes = answer.read()
        except urllib.error.HTTPError as error:
            said = error.read()
            raise Refused(error.code, json.loads(said) if b'"code"' in said else {}) from None
        return content


@dataclass
class Played:
    """What the journey left: addresses, files, and the wall time of each step in seconds."""

    code: str = ""
    tracking_url: str = ""
    verification_url: str = ""
    receipt: Path = Path()
    result: Path = Path()
    error_rate: float = 1.0
    seconds: dict[str, float] = field(default_factory=dict)


class Journey:
    """The main journey; each step is one method, played in order by `play`."""

    def __init__(self, url: str, out: Path, say: Callable[[str], object], seed: int) -> None:
        self.url, self.out, self.say, self.seed = url, out, say, seed
        self.played, self.truth, self.paper = Played(), "", ""
        out.mkdir(parents=True, exist_ok=True)

    def play(self) -> Played:
        steps: list[tuple[str, Callable[[], str]]] = [
            ("sign in", self.sign_in),
            ("upload the scan", self.upload),
            ("accept at the counter", self.accept),
            ("fetch the receipt", self.fetch_receipt),
            ("read the scan (OCR)", self.read_scan),
            ("confirm digitisation", lambda: self.verb(self.clerk, "confirm_digitisation")),
            ("take up", lambda: self.verb(self.officer, "take_up")),
            ("propose", self.propose),
            ("approve and sign", self.approve),
            ("seal", lambda: self.verb(self.records, "seal")),
            ("issue", lambda: self.verb(self.records, "issue")),
            ("track as a citizen", self.track),
            ("verify as anybody", self.verify),
            ("deliver", self.deliver),
        ]
        for number, (name, step) in enumerate(steps, 1):
            began = time.monotonic()
            outcome = step()
            took = self.played.seconds[name] = time.monotonic() - began
            self.say(f"{number:2}. {name:24} {took:7.3f} s  {outcome}")
        return self.played

    def sign_in(self) -> str:
        self.clerk = Client(self.url, "tiepnhan.datmui")
        self.officer = Client(self.url, "thuly.anxuyen")
        self.approver = Client(self.url, "kyduyet.anxuyen")
        self.records = Client(self.url, "vanthu.anxuyen")
        self.citizen = Client(self.url)
        return "five people at two service points"

    def upload(self) -> str:
        page = scan_page(self.seed)
        self.truth = page.truth
        self.paper = self.clerk.upload("to-khai.jpg", page.jpeg)["key"]
        return f"{len(page.jpeg) // 1024} kB raster scan with skew, noise and a stamp"

    def accept(self) -> str:
        card = self.clerk.post("id-cards/read/", {"text": CARD})
        filing = {
            "procedure": "2.000635",
            "point": POINT,
            "area": AREA,
            "applicant_name": card["full_name"],
            "id_number": card["id_number"],
            "applicant_phone": "0912345678",
            "applicant_address": card["address"],
            "request": "Bản sao Trích lục khai sinh của Nguyễn Văn Thử",
            "copies": 2,
            "papers": [{"document": self.paper, "requirement": 1}],
        }
        key = str(uuid.uuid4())
        accepted = self.clerk.post("dossiers/accept/", filing, **{"Idempotency-Key": key})
        again = self.clerk.post("dossiers/accept/", filing, **{"Idempotency-Key": key})
        if again["code"] != accepted["code"]:
            raise SystemExit("The same filing twice made two dossiers.")
        self.played.code, self.played.tracking_url = accepted["code"], accepted["tracking_url"]
        return f"{accepted['code']}, due {accepted['due_at']}, {accepted['agency']}"

    def fetch_receipt(self) -> str:
        content = self.wait(lambda: self.clerk.fetch(f"/api/v1/dossiers/{self.played.code}/receipt/"))
        self.played.receipt = self.write("receipt.pdf", content)
        return f"form 01 in {self.played.receipt}"

    def read_scan(self) -> str:
        def text() -> str | None:
            papers = self.clerk.get(f"dossiers/{self.played.code}/")["documents"]
            if any(paper["failure_code"] for paper in papers):
                raise SystemExit("The scan could not be read.")
            done = all(paper["digitised_at"] for paper in papers if paper["kind"] == "paper")
            return (
                self.clerk.fetch(f"/api/v1/documents/{self.paper}/content/?rendition=text").decode()
                if done
                else None
            )

        self.played.error_rate = character_error_rate(self.wait(text), self.truth)
        searchable = self.clerk.fetch(f"/api/v1/documents/{self.paper}/content/?rendition=searchable")
        return f"{self.played.error_rate:.2%} character error; {self.write('searchable.pdf', searchable)}"

    def propose(self) -> str:
        content = (
            "Họ, chữ đệm, tên: NGUYỄN VĂN THỬ\nNgày, tháng, năm sinh: 15/03/1985\nGiới tính: Nam\n"
            "Nơi sinh: Xã Khánh An, Cà Mau\nDân tộc: Kinh\nQuốc tịch: Việt Nam\n"
            "Trích lục từ sổ đăng ký khai sinh số 01/1985, số thứ tự 42."
        )
        self.officer.post(f"dossiers/{self.played.code}/propose/", {"outcome": "granted", "content": content})
        draft = self.wait(lambda: self.officer.fetch(f"/api/v1/dossiers/{self.played.code}/result/content/"))
        return f"draft of {len(draft) // 1024} kB, number reserved"

    def approve(self) -> str:
        read = self.approver.fetch(f"/api/v1/dossiers/{self.played.code}/result/content/")
        sha256 = hashlib.sha256(read).hexdigest()
        self.approver.post(f"dossiers/{self.played.code}/approve/", {"sha256": sha256})
        return f"signed the bytes {sha256[:16]}…"

    def track(self) -> str:
        page = self.citizen.fetch(urllib.parse.urlsplit(self.played.tracking_url).path).decode()
        if self.played.code not in page or "Nguyễn Văn Thử" in page:
            raise SystemExit("The tracking page is not what it should be.")
        return f"{len(page.encode()) // 1024} kB, no personal data: {self.played.tracking_url}"

    def verify(self) -> str:
        result = self.records.get(f"dossiers/{self.played.code}/result/")
        self.played.verification_url = result["verification_url"]
        page = self.citizen.fetch(urllib.parse.urlsplit(self.played.verification_url).path).decode()
        if not re.search(r'data-verdict="genuine"', page):
            raise SystemExit("The verification page does not call the result genuine.")
        content = self.records.fetch(f"/api/v1/dossiers/{self.played.code}/result/content/")
        self.played.result = self.write("result.pdf", content)
        return f"genuine, number {result['number']}: {self.played.result}"

    def deliver(self) -> str:
        words = {"way": "counter", "recipient_name": "Nguyễn Văn Thử"}
        self.clerk.post(f"dossiers/{self.played.code}/deliver/", words)
        events = self.clerk.get(f"dossiers/{self.played.code}/")["events"]
        return f"{len(events)} events, the last {events[-1]['type']}"

    def verb(self, who: Client, verb: str) -> str:
        answer = who.post(f"dossiers/{self.played.code}/{verb}/")
        return str(answer["status"])

    def wait(self, ask: Callable[[], Any]) -> Any:
        """Ask until there is an answer: background work takes its time."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                if (answer := ask()) is not None:
                    return answer
            except Refused as refused:
                if refused.status != 404:
                    raise
            if time.monotonic() > until:
                raise SystemExit("Background work did not come to an end. Is the runner or a worker up?")
            time.sleep(0.1)

    def write(self, name: str, content: bytes) -> Path:
        path = self.out / f"{self.played.code}-{name}"
        path.write_bytes(content)
        return path


def play(url: str, out: Path, *, say: Callable[[str], object] = lambda line: None, seed: int = 1) -> Played:
    """Play the journey against a running server and return what it left."""
    return Journey(url, out, say, seed).play()


def main() -> None:
    parser = argparse.ArgumentParser(description="Play the main journey through the API.")
    parser.add_argument("--url", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")
    parser.add_argument("--out", type=Path, default=Path(os.environ.get("ONESTOP_VAR", "var"), "demo"))
    given = parser.parse_args()

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    try:
        played = play(given.url, given.out, say=say, seed=int(time.time()) % 1000)
    except (Refused, urllib.error.URLError) as error:
        raise SystemExit(f"The journey stopped: {error}") from None
    say(f"\nReceipt {played.receipt}\nResult  {played.result}")
    say(f"Track   {played.tracking_url}\nVerify  {played.verification_url}")
    if played.error_rate > 0.05:
        raise SystemExit(f"The OCR text differs from the page by {played.error_rate:.1%}, more than 5 %.")


if __name__ == "__main__":
    main()
