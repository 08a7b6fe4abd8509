"""How a promise was kept: by the day that was promised, in the province's own time."""

from datetime import datetime

import pytest
from django.utils.timezone import get_default_timezone

from dossiers.reckoning.timeliness import kept

PROMISED = "2026-11-20 17:00"


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=get_default_timezone())


@pytest.mark.parametrize(
    ("finished", "expected"),
    [
        ("2026-11-19 23:59", "early"),
        ("2026-11-20 06:30", "on_time"),  # the day before in UTC
        (PROMISED, "on_time"),
        ("2026-11-20 17:01", "late"),
    ],
)
def test_a_promise_is_kept_by_its_day_and_broken_by_its_instant(finished: str, expected: str) -> None:
    assert kept(instant(PROMISED), instant(finished)) == expected
