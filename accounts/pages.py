"""Sign in, sign out, the own password, and the way from the front door to one's own desk."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from .actions import change_password
from .faults import Invalid
from .models import Membership, User
from .roles import Role
from .sign_in import OWN_PASSWORD_NEEDED, SignInRefused, proven, sign_in

# Where a role begins its day; the first one held counts.
DESKS = (
    (Role.RECEPTION_CLERK, "counter"),
    (Role.SUPERVISOR, "supervision"),
    (Role.ADMINISTRATOR, "staff"),
    (Role.CATALOGUE_EDITOR, "console"),
)
DESK_OF_THE_OTHERS = "worklist"
DEMO_ACCOUNTS_SHOWN = 30


NEEDED = _("Fill in this field.")


def _password_field(label: Any, autocomplete: str, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        strip=False,
        max_length=1000,
        error_messages={"required": NEEDED},
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
    )


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
            self.fields[name].error_messages["required"] = NEEDED

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

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Who has a one-time password chooses an own one first."""
        if form.has_error(NON_FIELD_ERRORS, OWN_PASSWORD_NEEDED):
            query = urlencode({"username": form.cleaned_data["username"], "first": "yes"})
            return redirect(f"{reverse('password')}?{query}")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = demo_memberships() if settings.ONESTOP_DEMO else ()
        return super().get_context_data(demo_memberships=demo, **kwargs)


class PasswordForm(forms.Form):
    """The present password, and the new one twice; for who is not signed in also the user name."""

    use_required_attribute = False

    username = forms.CharField(
        label=_("User name"),
        error_messages={"required": NEEDED},
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    present = _password_field(_("Present password"), "current-password")
    password = _password_field(
        _("New password"), "new-password", _("At least 10 characters; several words are easy to remember.")
    )
    again = _password_field(_("New password once more"), "new-password")

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if "password" in given and "again" in given and given["password"] != given["again"]:
            self.add_error("again", _("The two new passwords differ. Type both again."))
        return given


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("present", "password", "again")
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password, with the present one; afterwards one is signed in, here alone."""
    known = {"username": request.user.get_username() or request.GET.get("username", "")}
    form = PasswordForm({**request.POST.dict(), **known} if request.user.is_authenticated else request.POST)
    if request.method != "POST":
        form = PasswordForm(initial=known)
    elif form.is_valid():
        try:
            user = proven(
                request, username=form.cleaned_data["username"], password=form.cleaned_data["present"]
            )
            user = change_password(user, form.cleaned_data["password"], by=user)
            login(request, user)
            messages.success(request, _("You have a new password. Every other sign-in of yours has ended."))
            return redirect("landing")
        except SignInRefused as refused:
            form.add_error("present", str(refused.sentence))
        except Invalid as invalid:
            for name, fault in invalid.faults.items():
                form.add_error(name, str(fault.sentence))
    context = {"form": form, "is_first": request.GET.get("first") == "yes"}
    return render(request, "accounts/password.html", context, status=400 if form.errors else 200)


class SignOut(LogoutView):
    next_page = "sign_in"


def demo_memberships() -> QuerySet[Membership]:
    """The first accounts with their roles, for the sign-in page of a demonstration."""
    memberships = Membership.objects.filter(user__is_active=True).exclude(user__username=User.SYSTEM)
    return memberships.select_related("user", "agency").order_by("id")[:DEMO_ACCOUNTS_SHOWN]
