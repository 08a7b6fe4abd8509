"""The room of money."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"

    def ready(self) -> None:
        from . import subscribers, waiting  # noqa: F401  (they register themselves)
