"""The bare views, under the same middleware, authentication and permissions as the product's."""

import os
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from rest_framework import generics, serializers

from .models import Filing, Page

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


def page(request: HttpRequest, token: str) -> HttpResponse:
    """GET: one SELECT by a unique key, and a template."""
    return render(request, "bare/page.html", {"page": get_object_or_404(Page, token=token)})


def worker(request: HttpRequest) -> HttpResponse:
    """Say which process answers, so that clients can be spread over them evenly."""
    return HttpResponse(str(os.getpid()))
