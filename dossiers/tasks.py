"""Celery tasks that no event asks for: housekeeping by the clock. The others are in subscribers.py."""

from celery import shared_task

from accounts.queries import system_user

from . import actions, retention, sweeping


@shared_task(name="dossiers.sweep_uploads")
def sweep_uploads() -> None:
    sweeping.sweep_uploads()


@shared_task(name="dossiers.grant_lapsed")
def grant_lapsed() -> None:
    actions.grant_lapsed(by=system_user())


@shared_task(name="dossiers.retain")
def retain() -> None:
    retention.retain()
