"""API addresses of the catalogue."""

from django.urls import path, re_path

from .api import DueOfProcedure, OneProcedure, Procedures, QuoteOfProcedure
from .eform_api import FormSchema, ValidateForm

CODE = r"^procedures/(?P<code>[\w.]{3,20})/"

urlpatterns = [
    path("procedures/", Procedures.as_view()),
    re_path(rf"{CODE}$", OneProcedure.as_view()),
    re_path(rf"{CODE}due/$", DueOfProcedure.as_view()),
    re_path(rf"{CODE}quote/$", QuoteOfProcedure.as_view()),
    re_path(rf"{CODE}form/$", FormSchema.as_view()),
    re_path(rf"{CODE}form/validate/$", ValidateForm.as_view()),
]
