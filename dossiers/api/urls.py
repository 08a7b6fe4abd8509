"""API addresses of dossiers. Codes contain dots; the verb is the last word."""

from django.urls import path, re_path

from dossiers.code_pattern import CODE_IN_ADDRESSES
from dossiers.hand_over_queries import IN_ADDRESSES as LIST_IN_ADDRESSES

from . import papers, stuck, transit, views
from .verbs import DOORS, view_of

CODE = rf"^dossiers/(?P<code>{CODE_IN_ADDRESSES})/"
KEY = r"^documents/(?P<key>[A-Za-z0-9_-]{22})/"
urlpatterns = [
    path("documents/", views.Documents.as_view()),
    re_path(KEY + "content/$", views.DocumentContent.as_view()),
    path("stuck/", stuck.StuckList.as_view()),
    path("stuck/repair/", stuck.RepairStuck.as_view()),
    path("dossiers/", views.Dossiers.as_view()),
    path("dossiers/accept/", views.AcceptFiling.as_view()),
    path("dossiers/submit/", views.Submit.as_view()),
    path("dossiers/decline/", views.DeclineFiling.as_view()),
    path("dossiers/hand_over/", views.HandOver.as_view()),
    path("dossiers/receive_hand_over/", views.ReceiveHandOver.as_view()),
    path("hand-overs/", transit.HandOverLists.as_view()),
    re_path(rf"^hand-overs/(?P<list_number>{LIST_IN_ADDRESSES})/$", transit.OneHandOverList.as_view()),
    path("number-leases/", transit.NumberLeases.as_view()),
    re_path(rf"^number-leases/(?P<code>{CODE_IN_ADDRESSES})/return/$", transit.ReturnNumbers.as_view()),
    re_path(CODE + "$", views.OneDossier.as_view()),
    re_path(CODE + "receipt/$", views.Receipt.as_view()),
    re_path(CODE + "result/$", views.OneResult.as_view()),
    re_path(CODE + "forms/$", papers.Forms.as_view()),
    re_path(CODE + "forms/(?P<form>[0-9]{2})/$", papers.OneForm.as_view()),
    path("register/", papers.RegisterFile.as_view()),
    re_path(CODE + "result/content/$", views.ResultContent.as_view()),
    re_path(CODE + "verbs/$", views.Verbs.as_view()),
    *[re_path(CODE + f"{verb}/$", view_of(verb).as_view()) for verb in DOORS],
]
