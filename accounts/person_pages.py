"""One person's page for the administrator: memberships, substitutions, certificates, and what is done to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from . import actions, staff_queries
from .doors import who
from .faults import Invalid
from .models import Membership, Substitution, User
from .staff_doors import Question, ask, one, staff_act, staff_room
from .staff_forms import AppointForm, EndForm, MoveForm, StaffForm, SubstituteForm
from .staff_pages import state_words

Verb = Callable[[User], str]


@staff_room
def person(request: HttpRequest, username: str) -> HttpResponse:
    return _page(request, username)


@dataclass(frozen=True)
class Post:
    """A membership as the page shows it, with the forms that belong to it."""

    membership: Membership
    state: str
    words: str
    end_form: EndForm | None
    substitute_form: SubstituteForm | None


def _page(request: HttpRequest, username: str, refused: dict[str, StaffForm] | None = None) -> HttpResponse:
    """Show a person; `refused` are the forms that a verb refused, by prefix."""
    found, forms = staff_queries.person(username), refused or {}
    if found is None:
        raise Http404(username)
    posts = [_post(membership, forms) for membership in found.memberships]
    open_ones = [post.membership for post in posts if post.state != "over"]
    context = {
        "at": "staff",
        "person": found,
        "posts": posts,
        "substituted": [(each, _is_open(each)) for each in found.substituted],
        "stands_in": [(each, _is_open(each)) for each in found.stands_in],
        "certificates": [(each, state_words(each)) for each in found.certificates],
        "appoint_form": forms.get("appoint") or AppointForm(prefix="appoint"),
        "move_form": (forms.get("move") or MoveForm(prefix="move", memberships=open_ones))
        if open_ones
        else None,
        "agencies": staff_queries.agencies_today(),
        "form": next(iter(forms.values()), None),
    }
    return render(request, "accounts/person.html", context, status=400 if refused else 200)


def _is_over(membership: Membership) -> bool:
    last = membership.until_on
    return membership.ended_at is not None or (last is not None and last < localdate())


def _post(membership: Membership, forms: dict[str, StaffForm]) -> Post:
    state = "over" if _is_over(membership) else "future" if membership.from_on > localdate() else "now"
    words = {"over": _("ended"), "future": _("to come"), "now": _("in force")}[state]
    if state == "over":
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


def _act(
    request: HttpRequest, username: str, form: StaffForm, verb: Verb, question: Question | None = None
) -> HttpResponse:
    """Do a verb and go back to the person; what it refuses stands at its field. A `question` is asked first."""
    try:
        if question is not None and (asked := ask(request, question, verb)):
            return asked
        done = verb(who(request))
    except Invalid as invalid:
        form.show(invalid)
        return _page(request, username, {form.prefix or "": form})
    messages.success(request, done)
    return redirect("staff_person", username=username)


@staff_act
def appoint(request: HttpRequest, username: str) -> HttpResponse:
    user = one(User.objects.exclude(username=User.SYSTEM), username=username)
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


@staff_act
def move_office(request: HttpRequest, username: str) -> HttpResponse:
    user = one(User.objects.exclude(username=User.SYSTEM), username=username)
    rows = user.memberships.select_related("agency").order_by("-from_on", "-pk")
    held = [each for each in rows if not _is_over(each)]
    form = MoveForm(request.POST, prefix="move", memberships=held)
    back = reverse("staff_person", args=[username])

    def verb(by: User) -> str:
        actions.move_office(
            user,
            form.agency_named("from_agency"),
            form.agency_named("agency"),
            form.word("role"),
            title=form.word("title"),
            on=form.needed_day_in("on"),
            to=form.person_named("to"),
            by=by,
        )
        return _("The person was moved.")

    question = Question(_("Move %(who)s to another agency?") % {"who": user}, _("Move"), back)
    return _act(request, username, form, verb, question)


@staff_act
def end_membership(request: HttpRequest, key: int) -> HttpResponse:
    membership = one(Membership.objects.select_related("user", "agency"), pk=key)
    form = EndForm(request.POST, prefix=f"end-{key}", membership=membership)
    back = reverse("staff_person", args=[membership.user.username])

    def verb(by: User) -> str:
        ended = actions.end_membership(membership, on=form.day_in("on"), to=form.person_named("to"), by=by)
        if ended.ended_at is None:
            return _("The last day is noted.")
        return _("The membership has ended; sessions and tokens of the person have, too.")

    title = _("End this membership of %(who)s?") % {"who": membership.user}
    question = Question(title, _("End membership"), back)
    return _act(request, membership.user.username, form, verb, question)


@staff_act
def substitute(request: HttpRequest, key: int) -> HttpResponse:
    membership = one(Membership.objects.select_related("user", "agency"), pk=key)
    form = SubstituteForm(request.POST, prefix=f"substitute-{key}", membership=membership)

    def verb(by: User) -> str:
        actions.substitute(
            membership,
            form.needed_person("substitute"),
            from_on=form.needed_day_in("from_on"),
            until_on=form.needed_day_in("until_on"),
            basis=form.word("basis"),
            by=by,
        )
        return _("The substitution is noted.")

    return _act(request, membership.user.username, form, verb)


@staff_act
def end_substitution(request: HttpRequest, key: int) -> HttpResponse:
    substitution = one(Substitution.objects.select_related("membership__user"), pk=key)

    def verb(by: User) -> str:
        actions.end_substitution(substitution, by=by)
        return _("The substitution has ended.")

    username = substitution.membership.user.username
    return _act(request, username, StaffForm(request.POST, prefix="substitution"), verb)
