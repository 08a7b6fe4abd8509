"""Addresses of the accounts room: in, out, and to one's own desk."""

from django.urls import path

from . import pages, staff_pages

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("sign-in/", pages.SignIn.as_view(), name="sign_in"),
    path("sign-out/", pages.SignOut.as_view(), name="sign_out"),
    path("staff/", staff_pages.people, name="staff"),
    path("staff/certificates/", staff_pages.certificates, name="certificates"),
    path("staff/people/<str:username>/", staff_pages.person, name="staff_person"),
    path("staff/people/<str:username>/appoint/", staff_pages.appoint, name="appoint"),
    path("staff/memberships/<int:key>/end/", staff_pages.end_membership, name="end_membership"),
    path("staff/memberships/<int:key>/substitute/", staff_pages.substitute, name="substitute"),
    path("staff/substitutions/<int:key>/end/", staff_pages.end_substitution, name="end_substitution"),
]
