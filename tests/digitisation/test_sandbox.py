"""One document in a child: limits hold, the parent lives, and the child never outlives it."""

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dossiers.digitisation.pipeline import digitise
from dossiers.digitisation.refusals import Refused, Unreadable
from dossiers.digitisation.sandbox import in_child
from seeds import bad_files


def test_the_value_comes_back() -> None:
    assert in_child(lambda number: (number, os.getpid()), 7)[0] == 7
    assert in_child(os.getpid) != os.getpid()
    assert len(in_child(bytes, 30_000_000)) == 30_000_000


def test_what_the_child_raises_is_raised_here() -> None:
    def refuse() -> None:
        raise Refused("pdf_broken", "damaged")

    with pytest.raises(Refused) as caught:
        in_child(refuse)
    assert (caught.value.code, caught.value.sentence) == ("pdf_broken", "damaged")
    assert "in the child" in caught.value.__notes__[0]


def test_too_much_memory() -> None:
    with pytest.raises(Unreadable) as caught:
        in_child(bytearray, 300 * 1024**2, memory_bytes=100 * 1024**2)
    assert caught.value.code == "document_too_heavy"


def test_too_much_time() -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        in_child(time.sleep, 30, seconds=0.3)
    assert caught.value.code == "document_too_heavy"
    assert time.monotonic() - started < 2


def test_a_crash() -> None:
    with pytest.raises(Unreadable) as caught:
        in_child(os.abort)
    assert caught.value.code == "document_too_heavy"


def test_a_child_killed_by_somebody_else_gets_a_second_try(tmp_path: Path) -> None:
    mark = tmp_path / "first"

    def die_once() -> str:
        if mark.exists():
            return "done"
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
        return "never"

    assert in_child(die_once) == "done"
    with pytest.raises(Unreadable):
        in_child(lambda: os.kill(os.getpid(), signal.SIGKILL))


def test_a_bomb_of_a_pdf_hurts_nobody() -> None:
    with pytest.raises(Unreadable) as caught:
        in_child(_digitise_pdf, bad_files.pdf_bomb(megabytes=96), memory_bytes=80 * 1024**2, seconds=20)
    assert caught.value.code == "document_too_heavy"


def test_no_child_is_left_behind(tmp_path: Path) -> None:
    def tell_and_sleep() -> None:
        (tmp_path / "pid").write_text(str(os.getpid()))
        time.sleep(30)

    with pytest.raises(Unreadable):
        in_child(tell_and_sleep, seconds=0.2)
    assert not Path("/proc", (tmp_path / "pid").read_text()).exists()  # not even a zombie


def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    program = (
        "import os, sys, time\n"
        "from dossiers.digitisation.sandbox import in_child\n"
        "def work():\n"
        "    os.write(1, str(os.getpid()).encode() + b'\\n')\n"
        "    time.sleep(60)\n"
        "in_child(work)\n"
    )
    root = Path(__file__).resolve().parents[2]
    parent = subprocess.Popen([sys.executable, "-c", program], cwd=root, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while _alive(child):
        assert time.monotonic() < deadline, "the child lives on"
        time.sleep(0.02)


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def _digitise_pdf(source: bytes) -> int:
    return len(digitise(io.BytesIO(source).getvalue(), mime="application/pdf").pages)
