"""API addresses of the catalogue."""

from django.urls import path, re_path

from .api import OneProcedure, Procedures

urlpatterns = [
    path("procedures/", Procedures.as_view()),
    re_path(r"^procedures/(?P<code>[\w.]{3,20})/$", OneProcedure.as_view()),
]
