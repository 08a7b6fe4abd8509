"""Celery tasks of people: housekeeping by the clock."""

from celery import shared_task

from .actions import end_lapsed
from .queries import system_user


@shared_task(name="accounts.end_lapsed")
def end_lapsed_memberships() -> None:
    end_lapsed(by=system_user())
