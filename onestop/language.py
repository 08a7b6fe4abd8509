"""The language of a request: Vietnamese unless the reader switched. The API follows Accept-Language.

Django's own middleware believes the browser, and the browsers of many Vietnamese offices are set to English.
"""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

API = "/api/"


class ChosenLanguage(LocaleMiddleware):
    """Read the cookie that the switch sets; without one, pages are in LANGUAGE_CODE."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(API):
            return super().process_request(request)
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path_info.startswith(API):
            return super().process_response(request, response)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response
