"""A folder for packages that is empty at first, and files of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings


@pytest.fixture
def archive_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ONESTOP_ARCHIVE_DIR = tmp_path / "archive"
    return tmp_path / "archive"
