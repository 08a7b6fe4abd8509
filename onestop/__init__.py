"""The project: it knows every room by name and is imported by none."""

from .celery import app as celery_app

__all__ = ["celery_app"]
