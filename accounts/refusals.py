"""Refused input: a stable code for programs and a sentence for people that says what to do next."""

from django.utils.functional import Promise

from .faults import Fault


class InputRefused(ValueError):
    """What was typed or scanned cannot be used; `sentence` is translated when it is shown."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    @property
    def fault(self) -> Fault:
        """The same for a form: the field's fault."""
        return Fault(self.code, self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)
