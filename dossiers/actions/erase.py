"""Erase: the personal data of an archived dossier leave after the time of keeping; chain, numbers and times stay."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User
from dossiers import chain, identity, keeping
from dossiers.lifecycle import apply, lock
from dossiers.models import Dossier
from dossiers.models.guards import NOTHING_WAITS
from dossiers.refusals import Blocked
from dossiers.rules import require

ERASED_NAME = "(đã xoá)"  # stands where the name stood, in every language


@transaction.atomic
def erase(code: str, *, by: User) -> Dossier:
    """Erase in one transaction; the files leave with a message of the event (dossiers.subscribers).

    Raises Blocked: not archived, erased already, somebody waits (facts of any room), or still to be kept.
    """
    dossier = lock(code, by=by)
    require(dossier.erase, by=by)
    if keeping.waiting([dossier.pk]):
        raise Blocked("erase", Fault(NOTHING_WAITS.code, NOTHING_WAITS.sentence))
    until = keeping.kept_until(dossier)
    if until is None or localdate() < until:
        sentence = _("The time of keeping has not ended: the personal data stay until then.")
        raise Blocked("erase", Fault("still_kept", sentence))
    forgotten = Forgotten(dossier)
    apply(
        dossier.erase,
        now(),
        by=by,
        years=keeping.years_of(dossier),
        documents=forgotten.documents,
        results=forgotten.results,
        alongside=(forgotten,),
    )
    return dossier


@dataclass
class Forgotten:
    """Everything that names a person: columns of the dossier, parties, papers, words of steps, results and events.

    `documents` and `results` are the keys under which files lie; they are random and say nothing of anybody.
    """

    dossier: Dossier
    documents: list[str] = field(init=False)
    results: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.documents = list(self.dossier.documents.order_by("id").values_list("key", flat=True))
        self.results = list(self.dossier.results.order_by("id").values_list("key", flat=True))
        rerouted = self.dossier.events.filter(type="dossier.rerouted").order_by("seq")
        for facts in rerouted.values_list(
            "facts", flat=True
        ):  # drafts whose rows went, and whose files stayed
            self.results += facts.get("drafts", [])

    def settle(self, dossier: Dossier) -> None:
        dossier.applicant_name, dossier.applicant_search = ERASED_NAME, ""
        dossier.applicant_phone = dossier.applicant_address = dossier.request = ""
        dossier.answers = dossier.categories = None
        dossier.intake_key, dossier.intake_digest = None, b""  # a digest of few words can be guessed
        identity.seal(dossier, "")  # opens as an empty number, wherever one is shown
        dossier.id_index = b""

    def write(self) -> None:
        it: Any = self.dossier
        it.parties.all().delete()
        it.documents.update(replaced_by=None)  # else they hold one another
        it.documents.all().delete()
        it.results.update(content="", rendered_file="", signed_file="", sealed_file="")
        it.step_runs.update(question="", answer="")
        it.hand_overs.update(note="")
        chain.erase_personal(self.dossier)
