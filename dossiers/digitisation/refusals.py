"""The two ways a file is turned away: refused at the door, or found unreadable in the background."""

from __future__ import annotations

from django.utils.functional import Promise


class _CodedRefusal(Exception):
    """An error with a stable `code` for programs and a translated `sentence` for people."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code, sentence)  # both in args: the error must survive pickling (sandbox.py)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


class Refused(_CodedRefusal):
    """The file may not be attached; the sentence says why and what to do next."""


class Unreadable(_CodedRefusal):
    """The document can never be digitised as it is: do not try again, tell a person."""
