"""What every staff page asks first: who is there, may they come in, and did they come with the right method."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from .faults import Fault, Invalid
from .models import User
from .permissions import require_may

P = ParamSpec("P")
Answer = HttpResponse
Page = Callable[Concatenate[HttpRequest, P], Answer]


def staff_page(page: Page[P]) -> Callable[..., Any]:
    """Let in who is signed in; the page is never kept by a browser that others may use."""

    @wraps(page)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> Answer:
        if any("\x00" in value for _name, many in request.POST.lists() for value in many):
            raise Invalid(
                {"": Fault("text_not_valid", _("The form holds a character that cannot be stored."))}
            )
        return page(request, *args, **kwargs)

    return never_cache(login_required(checked))


def staff_act(page: Page[P]) -> Callable[..., Any]:
    """Like staff_page, for what changes something: POST only."""
    return require_POST(staff_page(page))


def page_for(verb: str) -> Callable[[Callable[..., Answer]], Callable[..., Any]]:
    """Like staff_page, for those who may do `verb` (a row of accounts.roles.MAY_IN_PROVINCE); others are told so."""

    def door_of(page: Callable[..., Answer]) -> Callable[..., Any]:
        @wraps(page)
        def door(request: HttpRequest, /, *args: Any, **named: Any) -> Answer:
            require_may(verb, by=request.user)
            return page(request, *args, **named)

        return staff_page(door)

    return door_of


def act_for(verb: str) -> Callable[[Callable[..., Answer]], Callable[..., Any]]:
    """Like page_for, for what changes something: POST only."""
    return lambda page: require_POST(page_for(verb)(page))


def who(request: HttpRequest) -> User:
    """Return the signed-in person; the doors above let nobody else in."""
    assert isinstance(request.user, User)
    return request.user
