"""What goes wrong, said once for both doors: problem+json (RFC 9457) for the API, a page or a message for people.

malformed 400 · not signed in 401 · forbidden act 403 · not visible 404 · wrong state or unmet condition 409
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import page_not_found
from rest_framework import exceptions as drf
from rest_framework.response import Response

from accounts.faults import Invalid
from accounts.refusals import InputRefused
from accounts.sign_in import SignInRefused
from dossiers.access import NotVisible
from dossiers.digitisation.refusals import Refused
from dossiers.paging import BadKey
from dossiers.papers.errors import PaperError
from dossiers.refusals import Blocked

log = logging.getLogger("onestop.problems")
MOST_SENTENCE = 500


@dataclass
class Problem:
    """`reasons`: {code, detail} each, and `field` where the fault is one field's."""

    status: int
    code: str
    detail: str
    reasons: list[dict[str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "type": f"urn:onestop:problem:{self.code}",
            "title": self.code,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            "reasons": self.reasons,
        }


def problem_of(error: Exception) -> Problem | None:
    """Return the problem that an exception stands for; None for one that nobody foresaw."""
    for kind, word in _WORDED.items():
        if isinstance(error, kind):
            return word(error)
    return None


def _blocked(error: Any) -> Problem:
    reasons = [{"code": reason.code, "detail": str(reason.sentence)} for reason in error.reasons]
    return Problem(409, error.reasons[0].code, " ".join(reason["detail"] for reason in reasons), reasons)


def _invalid(error: Any) -> Problem:
    reasons = [
        {"field": name, "code": fault.code, "detail": str(fault.sentence)}
        for name, fault in error.faults.items()
    ]
    return Problem(400, "invalid", _("Some entries need to be corrected."), reasons)


def _refused(error: Any) -> Problem:
    return Problem(400, error.code, str(error.sentence))


def _not_signed_in(error: Any) -> Problem:
    return Problem(429 if error.code == "sign_in_too_often" else 401, error.code, str(error.sentence))


def _forbidden(error: Any) -> Problem:
    return Problem(
        403, "forbidden", _("Your role does not allow this. Ask the colleague who is responsible.")
    )


def _not_found(error: Any) -> Problem:
    return Problem(404, "not_found", _("There is nothing here that you may see. Check the code."))


def _paper(error: Any) -> Problem:
    return Problem(409, error.code, str(error.sentence))


def _drf(error: Any) -> Problem:
    if isinstance(error, drf.ValidationError):
        reasons = [
            {"field": name, "code": str(getattr(one, "code", "invalid")), "detail": _sendable(str(one))}
            for name, many in _by_field(error.detail)
            for one in many
        ]
        return Problem(400, "invalid", _("Some entries need to be corrected."), reasons)
    code = error.get_codes()
    if not isinstance(code, str):
        return Problem(error.status_code, "invalid", _("Some entries need to be corrected."))
    return Problem(error.status_code, code, str(_SAID.get(code, error.detail)))


def _sendable(sentence: str) -> str:
    """Some sentences of the framework repeat what came: half a surrogate pair cannot be sent, and much is too much."""
    return sentence.encode(errors="replace").decode()[:MOST_SENTENCE]


_SAID: dict[str, Promise] = {  # by code: the framework's own sentences are not all translated
    "not_authenticated": gettext_lazy("Sign in first."),
    "method_not_allowed": gettext_lazy("This address does not take that kind of request."),
    "unsupported_media_type": gettext_lazy("Send JSON, or a form with the file where a file is expected."),
    "not_found": gettext_lazy("There is nothing here that you may see. Check the code."),
}


def _by_field(detail: Any) -> list[tuple[str, list[Any]]]:
    if isinstance(detail, dict):
        return [(name, many if isinstance(many, list) else [many]) for name, many in detail.items()]
    return [("", detail if isinstance(detail, list) else [detail])]


def _kept_by_the_database(error: Any) -> Problem | None:
    """Word the one refusal of a trigger that a race can meet; any other is a mistake of ours."""
    if "does not hold the role" not in str(error):
        return None
    return Problem(409, "role_ended", _("The role ended this moment. Open the page again."))


_WORDED: dict[type[Exception], Callable[[Any], Problem | None]] = {
    Blocked: _blocked,
    Invalid: _invalid,
    SignInRefused: _not_signed_in,
    InputRefused: _refused,
    Refused: _refused,
    PaperError: _paper,
    BadKey: lambda error: Problem(
        400, "page_key_not_valid", _("This page does not exist. Start at the first one.")
    ),
    PermissionDenied: _forbidden,
    NotVisible: _not_found,
    Http404: _not_found,
    RequestDataTooBig: lambda error: Problem(413, "body_too_large", _("The request is too large.")),
    drf.APIException: _drf,
    IntegrityError: _kept_by_the_database,
}


def api_exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer every foreseen problem as application/problem+json; the rest stays a server error."""
    problem = problem_of(error)
    if problem is None:
        return None
    headers = {}
    if wait := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = wait
    return Response(
        problem.as_json(), problem.status, headers=headers, content_type="application/problem+json"
    )


def no_such_door(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address that leads nowhere (Django's handler404), to programs as to people."""
    if request.path.startswith("/api/"):
        problem = _not_found(exception)
        return JsonResponse(problem.as_json(), status=404, content_type="application/problem+json")
    return page_not_found(request, exception)


class ProblemPages:
    """Middleware: a foreseen problem in a page becomes a page that says what to do next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\x00" in request.path_info:
            return no_such_door(request, Http404())  # PostgreSQL stores no NUL, so nothing has such a name
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        problem = problem_of(error)
        if problem is None:
            return None
        return render(request, "problem.html", {"problem": problem}, status=problem.status)
