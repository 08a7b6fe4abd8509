"""API of people: sign in for a token, sign out, read an identity card's QR."""

from dataclasses import asdict
from typing import Any

from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .id_card import read_card
from .models import Token
from .sign_in import sign_in
from .tokens import BearerAuthentication, end_token, issue_token


class SignInSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128)


class CardTextSerializer(serializers.Serializer[Any]):
    text = serializers.CharField(max_length=1000, trim_whitespace=False)


class Tokens(APIView):
    """Sign in: a user name and a password for a bearer token of ten hours. Sign out: end the token shown."""

    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="sign_in",
        request=SignInSerializer,
        responses=inline_serializer(
            "Token", {"token": serializers.CharField(), "expires_at": serializers.DateTimeField()}
        ),
    )
    def post(self, request: Request) -> Response:
        given = SignInSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        secret, token = issue_token(sign_in(request, **given.validated_data))
        return Response({"token": secret, "expires_at": token.expires_at}, 201)

    def get_authenticators(self) -> list[BaseAuthentication]:
        """Who signs in has no token yet; who signs out shows it."""
        return [BearerAuthentication()] if self.request and self.request.method == "DELETE" else []

    @extend_schema(operation_id="sign_out", request=None, responses={204: None})
    def delete(self, request: Request) -> Response:
        if not isinstance(request.auth, Token):
            raise NotAuthenticated
        end_token(request.auth)
        return Response(status=204)


class IdCards(APIView):
    """Read the text of an identity card's QR; nothing of it is kept."""

    @extend_schema(
        operation_id="read_id_card",
        request=CardTextSerializer,
        responses=inline_serializer(
            "Card",
            {
                "id_number": serializers.CharField(),
                "old_id_number": serializers.CharField(allow_null=True),
                "full_name": serializers.CharField(),
                "born_on": serializers.DateField(),
                "sex": serializers.CharField(),
                "address": serializers.CharField(),
                "issued_on": serializers.DateField(),
                "warnings": serializers.ListField(child=serializers.CharField()),
            },
        ),
    )
    def post(self, request: Request) -> Response:
        given = CardTextSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(asdict(read_card(given.validated_data["text"])))
