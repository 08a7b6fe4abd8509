"""The main journey from the counter to the e-result on real processes, on both profiles, and what it leaves behind."""

import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

from seeds.demo import Client, Journey, Played
from tests.papers import reading

from .house import House, embedded, production, wait_for

PYHANKO = str(Path(sys.executable).with_name("pyhanko"))
ONCE_EACH = {
    "accepted": "tiepnhan.datmui",
    "receipt_rendered": "system",
    "paper_digitised": "system",
    "digitisation_confirmed": "tiepnhan.datmui",
    "taken_up": "thuly.anxuyen",
    "proposed": "thuly.anxuyen",
    "result_rendered": "system",
    "approved": "kyduyet.anxuyen",
    "sealed": "vanthu.anxuyen",
    "issued": "vanthu.anxuyen",
    "returned": "tiepnhan.datmui",
    "archived": "system",
}
"""Every event of the journey, in its order, and who acted; the receipt and the reading may change places."""


def test_postgresql_redis_relay_and_a_celery_worker(tmp_path: Path) -> None:
    with production(os.environ["DATABASE_URL"]) as house:
        play_and_check(house, tmp_path)


def test_sqlite_and_a_runner(tmp_path: Path) -> None:
    with embedded() as house:
        play_and_check(house, tmp_path)


def play_and_check(house: House, out: Path) -> None:
    journey = Journey(house.url, out, print, seed=7)
    played = journey.play()
    without_papers = accept_without_papers(journey)
    check_papers(house, played, searchable=out / f"{played.code}-searchable.pdf", truth=journey.truth)
    check_signatures(house.var / "keys" / "ca.pem", played.result)
    check_account(house, played.code, without_papers)


def accept_without_papers(journey: Journey) -> str:
    """Accept a dossier with nothing to digitise and wait until it is digitised; return its code."""
    filing = {
        "procedure": "2.000635",
        "point": "H12.264.01-1",
        "area": "32002",
        "applicant_name": "Trần Thị Mẫu",
        "id_number": "096185004512",
    }
    clerk: Client = journey.clerk
    code: str = clerk.post("dossiers/accept/", filing)["code"]
    wait_for(lambda: clerk.get(f"dossiers/{code}/")["status"] == "digitised", "the system's confirmation")
    return code


def check_papers(house: House, played: Played, *, searchable: Path, truth: str) -> None:
    """Open the three PDFs and read them as their readers would."""
    assert played.error_rate <= 0.05
    receipt, result = played.receipt.read_bytes(), played.result.read_bytes()
    words = reading.text(receipt)
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in words.upper()
    assert "Nguyễn Văn Thử" in words
    assert played.code in words
    assert reading.qr(receipt) == [played.tracking_url]
    assert played.tracking_url.startswith(f"{house.url}/t/")
    assert "NGUYỄN VĂN THỬ" in reading.text(result)
    assert reading.qr(result) == [played.verification_url]
    key = urllib.parse.urlsplit(played.verification_url).path
    assert 'data-verdict="genuine"' in Client(house.url).fetch(key).decode()
    found = set(reading.text(searchable.read_bytes()).split())
    wanted = set(truth.split())
    assert len(wanted & found) > 0.8 * len(wanted), "the searchable PDF does not hold the page's words"


def check_signatures(authority: Path, result: Path) -> None:
    """Ask a program that is not ours, before and after one byte in the middle has been turned."""
    assert [line.rpartition(":")[2] for line in judged(authority, result)] == ["VALID", "VALID"]
    content = bytearray(result.read_bytes())
    content[len(content) // 3] ^= 1
    altered = result.with_name("altered.pdf")
    altered.write_bytes(content)
    assert "VALID" not in [line.rpartition(":")[2] for line in judged(authority, altered)]


def judged(authority: Path, pdf: Path) -> list[str]:
    """Return one line per signature, 'name:fingerprint:verdict'."""
    command = [PYHANKO, "sign", "validate", "--executive-summary", "--trust", str(authority), str(pdf)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    return done.stdout.decode().splitlines()


def check_account(house: House, code: str, without_papers: str) -> None:
    """Each step has its one event, nothing is left over, nothing is left to do."""
    account = house.settled_account()
    assert account["orphans"] == account["parked"] == account["broken"] == []
    mine = account["dossiers"][code]
    assert mine["status"] == "returned"
    assert mine["actors"] == ONCE_EACH
    early, wanted = {"receipt_rendered", "paper_digitised"}, list(ONCE_EACH)
    assert sorted(mine["events"]) == sorted(wanted)
    assert [event for event in mine["events"] if event not in early] == [
        event for event in wanted if event not in early
    ]
    assert mine["documents"] == ["paper", "receipt"]
    assert (mine["results"], len(mine["readings"]), mine["false_hashes"]) == (1, 1, [])
    other = account["dossiers"][without_papers]
    assert sorted(other["events"]) == ["accepted", "digitisation_confirmed", "receipt_rendered"]
    assert other["actors"]["digitisation_confirmed"] == "system"
