"""The administrator's pages: people with their memberships and substitutions, and the register of certificates."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import actions, staff_queries
from .faults import Invalid
from .models import Membership, Substitution, User
from .permissions import require_may
from .staff_forms import AppointForm, EndForm, StaffForm, SubstituteForm

Page = Callable[..., HttpResponse]
Done = tuple[User, str]


def staff_room(page: Page) -> Page:
    """Let in who may see the staff; everybody else who is signed in is told that it is not theirs."""

    @wraps(page)
    def door(request: HttpRequest, **named: Any) -> HttpResponse:
        require_may("see_staff", by=request.user)
        return page(request, **named)

    return cast(Page, never_cache(login_required(door)))


@staff_room
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, by user name, with what they are today."""
    words, after = request.GET.get("q", ""), request.GET.get("after", "")
    found = staff_queries.people(words, after=after)
    return render(
        request,
        "accounts/staff.html",
        {
            "at": "staff",
            "rows": found.rows,
            "q": words,
            "after": after,
            **_links("staff", found.next, q=words),
        },
    )


@staff_room
def person(request: HttpRequest, username: str) -> HttpResponse:
    return _person_page(request, username)


@dataclass(frozen=True)
class Post:
    """A membership as the page shows it, with the forms that belong to it."""

    membership: Membership
    state: str
    words: str
    end_form: EndForm | None
    substitute_form: SubstituteForm | None


def _person_page(
    request: HttpRequest, username: str, refused: dict[str, StaffForm] | None = None
) -> HttpResponse:
    """The page of one person; `refused`: forms that a verb refused, by name, shown as they were sent."""
    found, forms = staff_queries.person(username), refused or {}
    if found is None:
        raise Http404(username)
    context = {
        "at": "staff",
        "person": found,
        "posts": [_post(one, forms) for one in found.memberships],
        "substituted": [(one, _is_open(one)) for one in found.substituted],
        "stands_in": [(one, _is_open(one)) for one in found.stands_in],
        "certificates": [(one, _state_words(one)) for one in found.certificates],
        "appoint_form": forms.get("appoint") or AppointForm(prefix="appoint"),
        "agencies": staff_queries.agencies_today(),
        "form": next(iter(forms.values()), None),
    }
    return render(request, "accounts/person.html", context, status=400 if refused else 200)


def _post(membership: Membership, forms: dict[str, StaffForm]) -> Post:
    is_over = membership.ended_at is not None or (
        membership.until_on is not None and membership.until_on < localdate()
    )
    state = "over" if is_over else "future" if membership.from_on > localdate() else "now"
    words = {"over": _("ended"), "future": _("to come"), "now": _("in force")}[state]
    if is_over:
        return Post(membership, state, words, None, None)
    end, stand_in = f"end-{membership.pk}", f"substitute-{membership.pk}"
    may_be_substituted = membership.role in actions.SUBSTITUTED
    return Post(
        membership,
        state,
        words,
        cast(EndForm, forms.get(end)) or EndForm(prefix=end, membership=membership),
        (cast(SubstituteForm, forms.get(stand_in)) or SubstituteForm(prefix=stand_in, membership=membership))
        if may_be_substituted
        else None,
    )


def _is_open(substitution: Substitution) -> bool:
    return substitution.ended_at is None and substitution.until_on >= localdate()


def _state_words(certificate: Any) -> str:
    return str(staff_queries.STATES.get(staff_queries.state_of(certificate, now()), _("not yet valid")))


def _act(request: HttpRequest, username: str, form: StaffForm, verb: Callable[[User], str]) -> HttpResponse:
    """Do a verb and go back to the person; what it refuses stands at its field."""
    assert isinstance(request.user, User)
    try:
        done = verb(request.user)
    except Invalid as invalid:
        form.show(invalid)
        return _person_page(request, username, {form.prefix or "": form})
    messages.success(request, done)
    return redirect("staff_person", username=username)


@require_POST
@staff_room
def appoint(request: HttpRequest, username: str) -> HttpResponse:
    user = _one(User.objects.exclude(username=User.SYSTEM), username=username)
    form = AppointForm(request.POST, prefix="appoint")

    def verb(by: User) -> str:
        actions.appoint(
            user,
            form.agency_named("agency"),
            form.word("role"),
            title=form.word("title"),
            from_on=form.needed_day_in("from_on"),
            until_on=form.day_in("until_on"),
            by=by,
        )
        return _("The person was appointed.")

    return _act(request, username, form, verb)


@require_POST
@staff_room
def end_membership(request: HttpRequest, key: int) -> HttpResponse:
    membership = _one(Membership.objects.select_related("user", "agency"), pk=key)
    form = EndForm(request.POST, prefix=f"end-{key}", membership=membership)

    def verb(by: User) -> str:
        ended = actions.end_membership(membership, on=form.day_in("on"), to=form.person_named("to"), by=by)
        if ended.ended_at is None:
            return _("The last day is noted.")
        return _("The membership has ended; sessions and tokens of the person have, too.")

    return _act(request, membership.user.username, form, verb)


@require_POST
@staff_room
def substitute(request: HttpRequest, key: int) -> HttpResponse:
    membership = _one(Membership.objects.select_related("user", "agency"), pk=key)
    form = SubstituteForm(request.POST, prefix=f"substitute-{key}", membership=membership)

    def verb(by: User) -> str:
        actions.substitute(
            membership,
            form.person_named("substitute") or membership.user,
            from_on=form.needed_day_in("from_on"),
            until_on=form.needed_day_in("until_on"),
            basis=form.word("basis"),
            by=by,
        )
        return _("The substitution is noted.")

    return _act(request, membership.user.username, form, verb)


@require_POST
@staff_room
def end_substitution(request: HttpRequest, key: int) -> HttpResponse:
    substitution = _one(Substitution.objects.select_related("membership__user"), pk=key)

    def verb(by: User) -> str:
        actions.end_substitution(substitution, by=by)
        return _("The substitution has ended.")

    username = substitution.membership.user.username
    return _act(request, username, StaffForm(request.POST, prefix="substitution"), verb)


@staff_room
def certificates(request: HttpRequest) -> HttpResponse:
    """The register of certificates, by state."""
    state, words, after = (request.GET.get(name, "") for name in ("state", "q", "after"))
    found = staff_queries.certificates(state, words, after=after)
    tabs = [("", _("All")), *staff_queries.STATES.items()]
    context = {
        "at": "staff",
        "rows": [(one, _state_words(one), staff_queries.state_of(one, now())) for one in found.rows],
        "tabs": [(_address("certificates", state=key, q=words), title, key == state) for key, title in tabs],
        "state": state,
        "q": words,
        "after": after,
        **_links("certificates", found.next, state=state, q=words),
    }
    return render(request, "accounts/certificates.html", context)


def _one(rows: Any, **key: Any) -> Any:
    found = rows.filter(**key).first()
    if found is None:
        raise Http404(str(key))
    return found


def _address(name: str, **asked: str) -> str:
    given = {key: value for key, value in asked.items() if value}
    return f"{reverse(name)}?{urlencode(given)}" if given else reverse(name)


def _links(name: str, following: str, **asked: str) -> dict[str, str]:
    """Where the two links below a list lead."""
    return {
        "first_url": _address(name, **asked),
        "next_url": _address(name, after=following, **asked) if following else "",
    }
