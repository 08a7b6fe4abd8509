"""What the administrator's pages share: who may come in, what a verb refused or would do, and links of a list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from .doors import act_for, page_for, who
from .models import StaffAct, User
from .rehearsing import rehearse
from .staff_words import consequences

# Who may see the staff comes in; what changes something is asked once more by its verb.
staff_room = page_for("see_staff")
staff_act = act_for("see_staff")


@dataclass(frozen=True)
class Question:
    """What somebody confirms: a title, the word on the button, and where "no" leads."""

    title: str
    words: str
    back_url: str


def ask(request: HttpRequest, question: Question, verb: Callable[[User], object]) -> HttpResponse | None:
    """Show what the verb would do, unless that was confirmed: then None. Raises what the verb refuses."""
    if request.POST.get("confirm") == "yes":
        return None
    acts: list[StaffAct] = rehearse(lambda: verb(who(request)), by=who(request))
    sent = [
        (name, text) for name, many in request.POST.lists() for text in many if name not in NOT_SENT_AGAIN
    ]
    context = {"at": "staff", "question": question, "lines": consequences(acts), "sent": sent}
    return render(request, "accounts/confirm.html", {**context, "action": request.path})


NOT_SENT_AGAIN = ("csrfmiddlewaretoken", "confirm")


def one(rows: Any, **key: Any) -> Any:
    """Return the one row; 404 where there is none."""
    found = rows.filter(**key).first()
    if found is None:
        raise Http404(str(key))
    return found


def address(name: str, **asked: str) -> str:
    given = {key: value for key, value in asked.items() if value}
    return f"{reverse(name)}?{urlencode(given)}" if given else reverse(name)


def links(name: str, following: str, **asked: str) -> dict[str, str]:
    """Where the two links below a list lead."""
    return {
        "first_url": address(name, **asked),
        "next_url": address(name, after=following, **asked) if following else "",
    }
