"""The doors: staff, citizens, supervisors, the API, and the two questions of a machine."""

from django.urls import include, path

from . import health, pages

handler404 = "onestop.problems.no_such_door"
urlpatterns = [
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    path("api/v1/", include("onestop.api")),
    path("language/", pages.switch_language, name="set_language"),
    path("style/", pages.style, name="style"),
    path("", include("accounts.urls")),
    path("", include("procedures.urls")),
    path("", include("dossiers.pages.urls")),
    path("catalogue/", include("procedures.console_urls")),
    path("supervision/", include("supervision.urls")),
]
