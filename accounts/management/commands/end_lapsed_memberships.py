"""End memberships and substitutions whose last day is over; once a day, and harmless when run twice.

manage.py end_lapsed_memberships
"""

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions import end_lapsed
from accounts.queries import system_user


class Command(BaseCommand):
    help = "End what has lapsed: open work gets a new home, sessions and tokens end."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{end_lapsed(by=system_user())} ended")
