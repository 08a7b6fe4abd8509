"""Registers the bare app; it has no migrations, `migrate --run-syncdb` makes its tables."""

from django.apps import AppConfig


class BareConfig(AppConfig):
    name = "bench.bare"
    label = "bare"
