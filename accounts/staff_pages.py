"""The administrator's lists: people, a new person, and the register of certificates."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _

from . import actions, staff_queries
from .doors import who
from .faults import Invalid
from .models import Certificate, User
from .staff_doors import address, links, one, staff_act, staff_room
from .staff_forms import PersonForm


@staff_room
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, by user name, with what they are today."""
    words, after = request.GET.get("q", ""), request.GET.get("after", "")
    found = staff_queries.people(words, after=after)
    context = {"at": "staff", "rows": found.rows, "q": words, "after": after}
    return render(request, "accounts/staff.html", {**context, **links("staff", found.next, q=words)})


@staff_room
def new_person(request: HttpRequest) -> HttpResponse:
    """An account with its first membership; the one-time password stands on the answer alone."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        try:
            form.require_needed()
            person, password = actions.create_person(
                form.word("username"),
                form.word("full_name"),
                form.agency_named("agency"),
                form.word("role"),
                title=form.word("title"),
                from_on=form.needed_day_in("from_on"),
                by=who(request),
            )
            return _first_password(request, person, password)
        except Invalid as invalid:
            form.show(invalid)
    context = {"at": "staff", "form": form, "agencies": staff_queries.agencies_today()}
    return render(request, "accounts/new_person.html", context, status=400 if form.errors else 200)


@staff_act
def reset_password(request: HttpRequest, username: str) -> HttpResponse:
    person = one(User.objects.exclude(username=User.SYSTEM), username=username)
    try:
        return _first_password(request, person, actions.reset_password(person, by=who(request)))
    except Invalid as invalid:
        messages.error(request, " ".join(str(fault.sentence) for fault in invalid.faults.values()))
        return redirect("staff_person", username=username)


def _first_password(request: HttpRequest, person: User, password: str) -> HttpResponse:
    """Show the one-time password: on this answer and nowhere else, so there is nothing to go back to."""
    person = User.objects.get(pk=person.pk)
    context = {"at": "staff", "person": person, "password": password}
    return render(request, "accounts/first_password.html", context)


@staff_room
def certificates(request: HttpRequest) -> HttpResponse:
    """The register of certificates, by state."""
    state, words, after = (request.GET.get(name, "") for name in ("state", "q", "after"))
    found = staff_queries.certificates(state, words, after=after)
    tabs = [("", _("All")), *staff_queries.STATES.items()]
    context: dict[str, Any] = {
        "at": "staff",
        "rows": [(each, state_words(each), staff_queries.state_of(each, now())) for each in found.rows],
        "tabs": [(address("certificates", state=key, q=words), title, key == state) for key, title in tabs],
        "state": state,
        "q": words,
        "after": after,
        **links("certificates", found.next, state=state, q=words),
    }
    return render(request, "accounts/certificates.html", context)


def state_words(certificate: Certificate) -> str:
    return str(staff_queries.STATES.get(staff_queries.state_of(certificate, now()), _("not yet valid")))
