"""The room of the dossier."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dossiers"

    def ready(self) -> None:
        from . import checks, rehoming, subscribers, tasks  # noqa: F401  (they register themselves)
