"""What the clock asks for exists, also in the runner, which discovers no tasks by itself."""

import subprocess
import sys

PROGRAM = """
import django; django.setup()
from celery import current_app
from django.conf import settings
print(all(entry["task"] in current_app.tasks for entry in settings.CELERY_BEAT_SCHEDULE.values()))
"""


def test_every_periodic_task_is_registered_in_a_fresh_process() -> None:
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "True"
