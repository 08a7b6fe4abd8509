"""Celery tasks that no event asks for: housekeeping by the clock. The others are in subscribers.py."""

from celery import shared_task

from . import sweeping


@shared_task(name="dossiers.sweep_uploads")
def sweep_uploads() -> None:
    sweeping.sweep_uploads()
