"""Addresses of the accounts room: in, out, and to one's own desk."""

from django.urls import path

from . import pages

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("sign-in/", pages.SignIn.as_view(), name="sign_in"),
    path("sign-out/", pages.SignOut.as_view(), name="sign_out"),
]
