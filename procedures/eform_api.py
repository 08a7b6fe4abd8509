"""API of e-forms: read the form of a procedure, and have answers checked before anything is filed."""

from typing import Any

from django.utils.timezone import localdate
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.faults import Fault, Invalid

from .eforms.validation import FORM_NOT_ASKED, validate
from .models import ProcedureVersion
from .queries import version_in_force


class FormSchema(APIView):
    """The e-form of the version in force: JSON Schema 2020-12 with labels in Vietnamese and English."""

    @extend_schema(
        operation_id="read_form",
        responses=inline_serializer(
            "Form",
            {
                "code": serializers.CharField(),
                "version": serializers.IntegerField(),
                "schema": serializers.DictField(help_text="empty: the procedure has no e-form"),
            },
        ),
    )
    def get(self, request: Request, code: str) -> Response:
        version = _version(code)
        return Response({"code": code, "version": version.number, "schema": version.form})


class ValidateForm(APIView):
    """Answers cleaned, or every fault with its field; nothing is stored."""

    @extend_schema(
        operation_id="validate_form",
        request=inline_serializer("Answers", {"answers": serializers.DictField()}),
        responses=inline_serializer("CleanedAnswers", {"answers": serializers.DictField()}),
    )
    def post(self, request: Request, code: str) -> Response:
        version = _version(code)
        given: Any = request.data.get("answers") if isinstance(request.data, dict) else None
        if not version.form:
            raise Invalid({"answers": Fault("form_not_asked", FORM_NOT_ASKED)})
        answer = Response({"answers": validate(version.form, {} if given is None else given)})
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def _version(code: str) -> ProcedureVersion:
    version = version_in_force(code, localdate())
    if version is None:
        raise NotFound
    return version
