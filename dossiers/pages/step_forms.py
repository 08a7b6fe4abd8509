"""Forms of the steps of a dossier: an opinion asked and given, a step taken over and completed, a result approved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import MAY
from dossiers.models import StepRun

from .forms import needed, text
from .verb_forms import AgencyForm, DossierForm, lines, radios

USUAL_HOURS = 8


class AskOpinionForm(AgencyForm):
    verb, agency_field = "ask_opinion", "of"
    of = needed(forms.ChoiceField(label=_("Which agency"), required=False))
    question = needed(lines(_("Question")))
    hours = needed(text(_("Working hours to answer"), _("8 are one working day."), inputmode="decimal"))
    mandatory = forms.BooleanField(label=_("The approval waits for this opinion"), required=False)

    def begins_with(self) -> dict[str, Any]:
        return {"hours": USUAL_HOURS, "mandatory": True}


class GiveOpinionForm(DossierForm):
    """One for each opinion that is asked of the reader's agency; what was sent stands in its own, else in the first."""

    verb = "give_opinion"
    number = forms.CharField(widget=forms.HiddenInput, required=False)
    verdict = radios(_("Opinion"), StepRun.Verdict.choices)
    answer = lines(_("In words"), _("Needed for conditions and objections."))
    run: StepRun | None = None

    def fill(self) -> None:
        if self.is_bound and (asked := self.asked):
            self.about(next((run for run in asked if str(run.number) == self.sent("number")), asked[0]))

    @property
    def asked(self) -> list[StepRun]:
        """The open opinions that are asked of the reader's agencies."""
        agencies = self.user.agency_ids(*MAY[self.verb].roles)
        opinions = [run for run in self.opened.step_runs if run.kind == "opinion" and run.ended_at is None]
        return [run for run in opinions if run.agency_id in agencies]

    @property
    def each(self) -> "list[GiveOpinionForm]":
        """A form for each of them."""
        return [self if run is self.run else self._empty().about(run) for run in self.asked]

    def about(self, run: StepRun) -> "GiveOpinionForm":
        """Make this the form for one opinion."""
        self.run, self.auto_id = run, f"id_opinion{run.number}_%s"
        return self

    def _empty(self) -> "GiveOpinionForm":
        return GiveOpinionForm(opened=self.opened, user=self.user)


class TakeOverForm(DossierForm):
    verb = "take_over"
    instead_of = forms.CharField(widget=forms.HiddenInput, required=False)

    def begins_with(self) -> dict[str, Any]:
        return {"instead_of": self.holder.username if self.holder else ""}

    @property
    def holder(self) -> User | None:
        """Who is responsible for the open task as the reader sees it."""
        tasks = [run for run in self.opened.step_runs if run.kind == "task" and run.ended_at is None]
        return tasks[0].officer if tasks else None


class CompleteStepForm(DossierForm):
    verb = "complete_step"
    note = lines(_("Note for the next step"), rows=2)
    without_opinions = lines(
        _("Why you go on without the opinion"), _("An opinion that was asked for is missing."), rows=2
    )

    def fill(self) -> None:
        if not self.opened.dossier.opinions_open(mandatory=True):
            del self.fields["without_opinions"]


class ApproveForm(DossierForm):
    """The drafts themselves stand in the template; this asks for a reason where an opinion is missing."""

    verb = "approve"
    without_opinions = CompleteStepForm.base_fields["without_opinions"]

    def fill(self) -> None:
        if not self.opened.dossier.opinions_open(mandatory=True):
            del self.fields["without_opinions"]
