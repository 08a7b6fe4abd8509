"""Invalid: what a person entered cannot stand, field by field, each with a stable code and a sentence."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Fault:
    """One wrong field; the sentence says what to do next."""

    code: str
    sentence: str | Promise


class Invalid(Exception):
    """At least one field is wrong; nothing was changed."""

    def __init__(self, faults: dict[str, Fault]) -> None:
        super().__init__(", ".join(f"{name}: {fault.code}" for name, fault in faults.items()))
        self.faults = faults
