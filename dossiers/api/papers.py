"""Doors of the API that print: the statutory forms of one dossier, and the register of an office."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from dossiers import access
from dossiers.register_files import FORMS, register_file_of
from dossiers.statutory import print_form, printables, read_seq

from .doors import StaffView


@extend_schema_serializer(component_name="StatutoryForm")
class FormSerializer(serializers.Serializer[object]):
    """A statutory form that a dossier has: its number among the forms, the event that it puts in writing."""

    form = serializers.CharField()
    event = serializers.IntegerField()
    title = serializers.CharField()
    number = serializers.CharField(help_text="Of office and year; empty for a form without a number.")


class Forms(StaffView):
    """The statutory forms that can be printed for a dossier."""

    @extend_schema(operation_id="list_forms", responses=FormSerializer(many=True))
    def get(self, request: Request, code: str) -> Response:
        opened = access.open_dossier(self.who, code)
        return Response(
            [
                {"form": one.form, "event": one.seq, "title": one.title, "number": one.number}
                for one in printables(opened.dossier, opened.events, reader=self.who)
            ]
        )


class OneForm(StaffView):
    """A statutory form as a PDF; the first opening is the original, later ones say that they are reprints."""

    @extend_schema(
        operation_id="print_form",
        parameters=[
            OpenApiParameter(
                "event", OpenApiTypes.INT, description="The event; the last of its kind without."
            )
        ],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, code: str, form: str) -> HttpResponse:
        seq = read_seq(request.query_params.get("event", ""))
        printed = print_form(self.who, code, form, seq=seq)
        return _file(printed.content, "application/pdf", printed.file_name)


class RegisterFile(StaffView):
    """The register of a service point or an agency for a period (form 07): PDF, CSV or XLSX."""

    @extend_schema(
        operation_id="read_register",
        parameters=[
            OpenApiParameter("point", OpenApiTypes.STR, description="The code of a service point, or"),
            OpenApiParameter("agency", OpenApiTypes.STR, description="the code of an agency."),
            OpenApiParameter("from", OpenApiTypes.DATE, required=True),
            OpenApiParameter("to", OpenApiTypes.DATE, required=True, description="Inclusive."),
            OpenApiParameter("as", OpenApiTypes.STR, enum=list(FORMS), description="pdf when not given."),
        ],
        responses={(200, kind.mime.partition(";")[0]): OpenApiTypes.BINARY for kind in FORMS.values()},
    )
    def get(self, request: Request) -> HttpResponse:
        made = register_file_of(request.query_params.dict(), by=self.who)
        return _file(made.content, made.mime, made.file_name)


def _file(content: bytes, mime: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(mime != "application/pdf", name) or "inline"
    return HttpResponse(content, content_type=mime, headers={"Content-Disposition": disposition})
