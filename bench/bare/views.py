"""The bare views, under the same middleware, authentication and permissions as the product's."""

import os
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from .models import Filing, Happening, Page

FILED = (
    "procedure",
    "point",
    "applicant_name",
    "id_number",
    "applicant_phone",
    "applicant_address",
    "request",
    "copies",
)
ANSWERED = (
    "code",
    "status",
    "received_at",
    "promised_at",
    "due_at",
    "version",
    "token",
    "agency",
    "fee_total",
)


class FilingSerializer(serializers.ModelSerializer[Filing]):
    """The body that the product reads comes in; the nine values that it answers go out."""

    class Meta:
        model = Filing
        fields = (*FILED, *ANSWERED)
        read_only_fields = ANSWERED
        extra_kwargs: dict[str, Any] = {name: {"write_only": True} for name in FILED}


class Filings(generics.CreateAPIView[Filing]):
    """POST: one INSERT."""

    serializer_class = FilingSerializer


class OneFilingSerializer(serializers.ModelSerializer[Filing]):
    """Every column but the sealed ones, as a developer lists them."""

    class Meta:
        model = Filing
        exclude = ("id_encrypted", "id_index", "head_hash", "id_key", "intake_key")


class OneFiling(generics.RetrieveAPIView[Filing]):
    """GET: one SELECT by a unique key."""

    queryset = Filing._default_manager.all()
    lookup_field = "token"
    serializer_class = OneFilingSerializer


class TakeUp(generics.GenericAPIView[Filing]):
    """POST: lock the row, change it, write down what happened."""

    def post(self, request: Request, token: str) -> Response:
        with transaction.atomic():
            filing = Filing._default_manager.select_for_update().get(token=token)
            filing.status, filing.officer = "in_process", request.user.pk
            filing.version += 1
            filing.save()
            Happening._default_manager.create(filing=filing.pk, what="taken_up", actor=request.user.pk)
        return Response(FilingSerializer(filing).data)


def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET: one SELECT by a unique key, and a template."""
    return render(request, "bare/page.html", {"page": get_object_or_404(Page, token=token)})


def worker(request: HttpRequest) -> HttpResponse:
    """Say which process answers, so that clients can be spread over them evenly."""
    return HttpResponse(str(os.getpid()))
