"""The room of money."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"

    def ready(self) -> None:
        from . import subscribers  # noqa: F401  (registers the consequences of events)
