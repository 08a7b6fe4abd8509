"""Make the keys of this installation where they are missing: data keys and the test certification authority.

    manage.py make_keys

Never overwrites a key. Back up the directory that it prints: without the data keys, identity numbers are lost.
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.cipher import KEYS_FILE, make_keyring
from dossiers.papers.keys import make_authority


class Command(BaseCommand):
    help = "Make missing keys."

    def handle(self, **options: Any) -> None:
        make_keyring(settings.KEYS_DIR / KEYS_FILE)
        authority = make_authority(settings.KEYS_DIR)
        self.stdout.write(
            f"Keys in {settings.KEYS_DIR}; trust {authority.path.name} (serial {authority.serial})."
        )
