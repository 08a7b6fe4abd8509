"""API addresses of people."""

from django.urls import path

from .api import IdCards, Tokens

urlpatterns = [path("tokens/", Tokens.as_view()), path("id-cards/read/", IdCards.as_view())]
