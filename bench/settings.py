"""The settings of the bench: the product's own, and the bare app beside it in the same processes."""

from onestop.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "bench.bare"]  # noqa: F405
ROOT_URLCONF = "bench.urls"
ONESTOP_DEMO = True  # the seeds' cast works on the dossiers that are tracked
