"""The room of the dossier."""

from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "dossiers"

    def ready(self) -> None:
        from . import subscribers  # noqa: F401  (registers the consequences of events)
