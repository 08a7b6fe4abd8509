"""Public pages: the same for every reader of a language, kept by browsers and proxies, told anew only when changed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import conditional_page, require_safe

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def public_page(view: View[Rest]) -> View[Rest]:
    """Answer GET and HEAD with an ETag; a browser that has the page gets 304. The language is a cookie's."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "public, no-cache"
        patch_vary_headers(response, ["Cookie"])
        return response

    return require_safe(conditional_page(answer))
