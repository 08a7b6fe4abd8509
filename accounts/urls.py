"""Addresses of the accounts room: in, out, to one's own desk, and the administrator's pages."""

from django.urls import path

from . import agency_pages, pages, person_pages, staff_pages

urlpatterns = [
    path("", pages.landing, name="landing"),
    path("sign-in/", pages.SignIn.as_view(), name="sign_in"),
    path("sign-out/", pages.SignOut.as_view(), name="sign_out"),
    path("password/", pages.password, name="password"),
    path("staff/", staff_pages.people, name="staff"),
    path("staff/new/", staff_pages.new_person, name="new_person"),
    path("staff/certificates/", staff_pages.certificates, name="certificates"),
    path("staff/agencies/", agency_pages.agencies, name="agencies"),
    path("staff/agencies/<str:code>/", agency_pages.agency, name="agency"),
    path("staff/agencies/<str:code>/rename/", agency_pages.rename_agency, name="rename_agency"),
    path("staff/agencies/<str:code>/close/", agency_pages.close_agency, name="close_agency"),
    path("staff/people/<str:username>/", person_pages.person, name="staff_person"),
    path("staff/people/<str:username>/appoint/", person_pages.appoint, name="appoint"),
    path("staff/people/<str:username>/move/", person_pages.move_office, name="move_office"),
    path("staff/people/<str:username>/reset-password/", staff_pages.reset_password, name="reset_password"),
    path("staff/memberships/<int:key>/end/", person_pages.end_membership, name="end_membership"),
    path("staff/memberships/<int:key>/substitute/", person_pages.substitute, name="substitute"),
    path("staff/substitutions/<int:key>/end/", person_pages.end_substitution, name="end_substitution"),
]
