"""What only the tests of dossiers share."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from dossiers import outbox
from tests.dossiers.trial import Subscriber, trial


@pytest.fixture
def media(settings: Settings, tmp_path: Path) -> Path:
    """An empty directory for uploads, papers and results."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def subscriber(monkeypatch: pytest.MonkeyPatch) -> Subscriber:
    """The trial's subscription, registered for one test."""
    found = Subscriber()
    one = replace(trial(), handler=found)
    monkeypatch.setitem(outbox.subscriptions, one.name, one)
    monkeypatch.setitem(outbox._wanted, "dossier.accepted", [*outbox._wanted["dossier.accepted"], one])
    return found
