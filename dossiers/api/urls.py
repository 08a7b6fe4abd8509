"""API addresses of dossiers. Codes contain dots; the verb is the last word."""

from django.urls import path, re_path

from . import views

CODE = r"^dossiers/(?P<code>[A-Za-z0-9.]{1,35}-[0-9]{6}-[0-9]{4,8})/"
KEY = r"^documents/(?P<key>[A-Za-z0-9_-]{22})/"
VERBS = {
    "accept": views.Accept,
    "attach": views.Attach,
    "confirm_digitisation": views.ConfirmDigitisation,
    "take_up": views.TakeUp,
    "assign": views.Assign,
    "release": views.Release,
    "propose": views.Propose,
    "approve": views.Approve,
    "seal": views.Seal,
    "issue": views.Issue,
    "deliver": views.Deliver,
}

urlpatterns = [
    path("documents/", views.Documents.as_view()),
    re_path(KEY + "content/$", views.DocumentContent.as_view()),
    path("dossiers/", views.Dossiers.as_view()),
    path("dossiers/accept/", views.AcceptFiling.as_view()),
    path("dossiers/submit/", views.Submit.as_view()),
    re_path(CODE + "$", views.OneDossier.as_view()),
    re_path(CODE + "receipt/$", views.Receipt.as_view()),
    re_path(CODE + "result/$", views.OneResult.as_view()),
    re_path(CODE + "result/content/$", views.ResultContent.as_view()),
    *[re_path(CODE + f"{verb}/$", view.as_view()) for verb, view in VERBS.items()],
]
