"""The room of people and places."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from . import schema, tasks  # noqa: F401  (the OpenAPI document and Celery learn of them)
