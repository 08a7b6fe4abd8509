"""Blocked: a verb is not possible now, with the reasons that pages and API show alike."""

from accounts.faults import Fault


class Blocked(Exception):
    """The dossier's state or an unmet condition forbids this verb now; each reason has a code and a sentence."""

    def __init__(self, verb: str, *reasons: Fault) -> None:
        super().__init__(f"{verb}: {', '.join(reason.code for reason in reasons)}")
        self.verb = verb
        self.reasons = reasons
