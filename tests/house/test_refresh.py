"""Nobody calls refresh_from_db: django-fsm-2 takes the state's protection off for the whole process meanwhile."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["onestop", "supervision", "payments", "dossiers", "procedures", "accounts", "seeds"]


def test_no_room_calls_refresh_from_db() -> None:
    rooms = [room for room in [*ROOMS, "exchange"] if (ROOT / room).is_dir()]
    found = subprocess.run(
        ["grep", "-rn", "--include=*.py", r"\.refresh_from_db(", *rooms],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.stdout == ""
