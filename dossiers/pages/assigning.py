"""The form of `assign`: the officers of the competent agency, and how much each has in hand."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Membership, User
from accounts.roles import Role
from accounts.verb_form import VerbForm
from dossiers.models import Dossier
from dossiers.models.status import Status


@dataclass(frozen=True)
class Load:
    """An officer with the number of open dossiers in hand, and of those that are overdue."""

    officer: User
    held: int
    overdue: int

    @property
    def words(self) -> str:
        held = ngettext("%(number)s dossier in hand", "%(number)s dossiers in hand", self.held)
        # Colleagues may share a name; no two share a user name.
        said = f"{self.officer} ({self.officer.username}) · {held % {'number': self.held}}"
        if not self.overdue:
            return said
        overdue = ngettext("%(number)s overdue", "%(number)s overdue", self.overdue)
        return f"{said}, {overdue % {'number': self.overdue}}"


def loads(agency_id: int) -> list[Load]:
    """Return the officers of an agency in two statements, who has least in hand first."""
    posts = Membership.objects.in_force(localdate()).filter(agency=agency_id, role=Role.PROCESSING_OFFICER)
    officers = User.objects.filter(pk__in=posts.values("user"), is_active=True)
    rows = Dossier.objects.filter(agency=agency_id, status=Status.IN_PROCESS, officer__in=officers)
    counted = rows.order_by().values("officer").annotate(held=Count("pk"))
    counted = counted.annotate(overdue=Count("pk", filter=Q(due_at__lt=now())))
    numbers = {row["officer"]: row for row in counted.values("officer", "held", "overdue")}
    nothing = {"held": 0, "overdue": 0}
    found = [
        Load(officer, row["held"], row["overdue"])
        for officer in officers
        for row in (numbers.get(officer.pk, nothing),)
    ]
    return sorted(found, key=lambda load: (load.held, load.officer.username))


class AssignForm(VerbForm):
    """Who becomes responsible; who is already is not offered but named, in `holder`."""

    officer = forms.ChoiceField(
        label=_("Processing officer"),
        help_text=_("Who has least in hand stands first."),
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        assert isinstance(field, forms.ChoiceField)
        found = loads(dossier.agency_id)
        self.holder = next((load.words for load in found if load.officer.pk == dossier.officer_id), "")
        others = [load for load in found if load.officer.pk != dossier.officer_id]
        field.choices = [(load.officer.username, load.words) for load in others]
