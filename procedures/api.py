"""API of the catalogue: find a procedure, see what it asks, costs and promises today."""

from typing import Any

from django.utils.timezone import localdate, now
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from . import queries
from .calendar import due
from .due_sentences import explain, sentences


class RequirementSerializer(serializers.Serializer[Any]):
    number = serializers.IntegerField()
    name = serializers.CharField()
    is_required = serializers.BooleanField()
    is_digitised = serializers.BooleanField()
    condition = serializers.CharField()


class VersionSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(source="procedure.code")
    version = serializers.IntegerField(source="number")
    name = serializers.CharField()
    field = serializers.CharField(source="procedure.field.name")
    service_level = serializers.CharField()


class Procedures(APIView):
    """Procedures in force today whose code or name holds the words `q`; accents optional."""

    @extend_schema(
        operation_id="find_procedures",
        parameters=[OpenApiParameter("q", str)],
        responses=VersionSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        return Response(VersionSerializer(queries.search(request.query_params.get("q", "")), many=True).data)


class OneProcedure(APIView):
    """The version in force today: papers, and when a dossier received now would be due, with every day explained."""

    @extend_schema(
        operation_id="read_procedure",
        responses=inline_serializer(
            "Procedure",
            {
                "code": serializers.CharField(),
                "name": serializers.CharField(),
                "requirements": RequirementSerializer(many=True),
                "due_at": serializers.DateTimeField(),
                "due_explained": serializers.ListField(child=serializers.CharField()),
                "due_steps": serializers.ListField(child=serializers.DictField()),
            },
        ),
    )
    def get(self, request: Request, code: str) -> Response:
        version = queries.version_in_force(code, localdate())
        if version is None:
            raise NotFound
        promised = due(now(), version.time_limit, queries.working_calendar())
        return Response(
            {
                "code": code,
                "name": version.name,
                "requirements": RequirementSerializer(version.requirements.all(), many=True).data,
                "due_at": promised.at,
                "due_explained": sentences(promised),
                "due_steps": explain(promised),
            }
        )
