"""Addresses of the supervisors' pages."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.overview, name="supervision"),
    path("attention/", pages.attention, name="supervision_attention"),
    path("<slug:name>/", pages.overview, name="supervision"),
]
