"""Addresses of the catalogue that everybody may read."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from .pages import catalogue, eform, procedure


class ProcedureCode(StringConverter):
    """A procedure's code, or what somebody took for one: 2.000635, 2000635, 2.000635.000.00.00.H12."""

    regex = r"[\w.-]{3,40}"


register_converter(ProcedureCode, "procedure_code")

urlpatterns = [
    path("procedures/", catalogue.catalogue, name="catalogue"),
    path("procedures/<procedure_code:code>/", procedure.procedure, name="procedure"),
    path("procedures/<procedure_code:code>/form/", eform.eform, name="eform"),
]
