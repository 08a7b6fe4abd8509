"""The language of a page is what the reader chose, never what the browser was delivered with."""

from typing import Any

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def chosen_language(settings: Any) -> None:
    settings.MIDDLEWARE = [
        "onestop.language.ChosenLanguage" if name.endswith("LocaleMiddleware") else name
        for name in settings.MIDDLEWARE
    ]


@pytest.mark.django_db
def test_an_english_browser_is_given_vietnamese(client: Client) -> None:
    answer = client.get("/sign-in/", headers={"Accept-Language": "en-US,en"})
    assert "Đăng nhập" in answer.content.decode()
    assert answer["Content-Language"] == "vi"


@pytest.mark.django_db
def test_the_switch_holds(client: Client) -> None:
    client.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert "Sign in" in client.get("/sign-in/", headers={"Accept-Language": "vi"}).content.decode()


@pytest.mark.django_db
def test_the_api_follows_the_request(client: Client) -> None:
    answer = client.get("/api/v1/dossiers/", headers={"Accept-Language": "en"})
    assert answer["Content-Language"] == "en"
