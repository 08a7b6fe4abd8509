"""A database seeded once and copied by each run of the tests: for thousands of short runs (tools/mutants.py).

TEMPLATE in the environment names a migrated and seeded database of the inherited PostgreSQL that nobody is connected
to. The copy takes 0.2 s, where migrations and seeds take eight, and no run sees what another one left.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection

from tests.servers import TEMPLATE as TEMPLATE

# A test with real commits is cleaned up by TRUNCATE, which the product refuses.
MAY_BE_TRUNCATED = (
    "DROP TRIGGER event_truncate ON dossiers_event",
    "DROP TRIGGER access_truncate ON dossiers_accessrecord",
)


@contextmanager
def copied(template: str) -> Iterator[None]:
    """Let Django work in a copy of the template, and write files into a directory of its own."""
    name, media = f"copy_{os.getpid()}", settings.MEDIA_ROOT
    server = os.environ["DATABASE_URL"].replace("/onestop?", "/postgres?")
    connection.close()
    with psycopg.connect(server, autocommit=True) as maintenance, tempfile.TemporaryDirectory() as directory:
        maintenance.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        connection.settings_dict["NAME"], settings.MEDIA_ROOT = name, Path(directory)
        try:
            yield
        finally:
            connection.close()
            settings.MEDIA_ROOT = media
            maintenance.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
