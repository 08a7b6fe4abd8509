"""Sign in, sign out, and the way from the front door to one's own desk."""

from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from .models import Membership, User
from .roles import Role
from .sign_in import SignInRefused, sign_in

# Where a role begins its day; the first one held counts.
DESKS = ((Role.RECEPTION_CLERK, "counter"), (Role.SUPERVISOR, "supervision"), (Role.ADMINISTRATOR, "staff"))
DESK_OF_THE_OTHERS = "worklist"
DEMO_ACCOUNTS_SHOWN = 30


def landing(request: HttpRequest) -> HttpResponse:
    """Send each role to its desk; show everybody else the start page."""
    if not isinstance(request.user, User):
        return render(request, "start.html")
    return redirect(next((page for role, page in DESKS if request.user.holds(role)), DESK_OF_THE_OTHERS))


class SignInForm(AuthenticationForm):
    """User name and password; what is wrong is said without saying which of the two."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("User name")
        for name in self.fields:
            self.fields[name].error_messages["required"] = _("Fill in this field.")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("username") and given.get("password"):
            try:
                self.user_cache = sign_in(
                    self.request, username=given["username"], password=given["password"]
                )
            except SignInRefused as refused:
                raise ValidationError(str(refused.sentence), code=refused.code) from None
        return given


class SignIn(LoginView):
    form_class = SignInForm
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = demo_memberships() if settings.ONESTOP_DEMO else ()
        return super().get_context_data(demo_memberships=demo, **kwargs)


class SignOut(LogoutView):
    next_page = "sign_in"


def demo_memberships() -> QuerySet[Membership]:
    """The first accounts with their roles, for the sign-in page of a demonstration."""
    memberships = Membership.objects.filter(user__is_active=True).exclude(user__username=User.SYSTEM)
    return memberships.select_related("user", "agency").order_by("id")[:DEMO_ACCOUNTS_SHOWN]
