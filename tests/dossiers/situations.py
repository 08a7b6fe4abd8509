"""The situations a dossier can be in: each state, and within a state what makes a difference to its verbs."""

from collections.abc import Callable

from dossiers.models import Dossier
from tests.dossiers.playing import act
from tests.journeys import (
    accepted,
    again,
    digitised,
    in_process,
    issued,
    processed,
    proposed,
    returned,
    sealed,
    submitted,
)


def after(build: Callable[[], Dossier], *acts: tuple[str, str]) -> Callable[[], Dossier]:
    """A dossier of `build`, and then these verbs by the people of these columns."""

    def built() -> Dossier:
        dossier = build()
        for verb, column in acts:
            act(dossier, verb, column)
        return again(dossier)

    return built


CLERK, OFFICER, APPROVER = "reception_clerk", "processing_officer", "approver"
SITUATIONS: dict[str, Callable[[], Dossier]] = {
    "submitted": submitted,
    "received": accepted,
    "received, papers on their way": after(accepted, ("hand_over", CLERK)),
    "digitised": digitised,
    "in process, being examined": in_process,
    "in process, an opinion is awaited": after(in_process, ("ask_opinion", OFFICER)),
    "in process, proposed": proposed,
    "awaiting a supplement": after(in_process, ("request_supplement", OFFICER)),
    "awaiting a payment": after(in_process, ("request_payment", OFFICER)),
    "processed, signed": processed,
    "processed, sealed": sealed,
    "issued": issued,
    "issued, sent by post": after(issued, ("dispatch", CLERK)),
    "issued, being replaced": after(issued, ("replace_result", OFFICER)),
    "returned": returned,
    "declined": after(submitted, ("decline", CLERK)),
    "withdrawn": after(accepted, ("withdraw", CLERK)),
    "stopped": after(in_process, ("stop", APPROVER)),
}
