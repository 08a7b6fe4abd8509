"""Entries of a form or a request, read field after field; what is wrong is collected, not stopped at."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.id_card import CardRefused
from accounts.names import NameRefused, printable
from accounts.phone import PhoneRefused

MOST_PAPERS = 100
_KEY = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class HandedIn:
    """One uploaded paper: its document key, and the number of the requirement that it meets (None: other)."""

    key: str
    requirement: int | None


class EntryReader:
    """Reads field after field; `faults` collects what is wrong, by field."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.data = data
        self.faults: dict[str, Fault] = {}

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        value = self.data.get(name) or ""
        if not isinstance(value, str) or len(value) > most or not _is_storable(value):
            self.faults[name] = Fault(
                "text_not_valid", _("Enter a text of at most %(most)s characters.") % {"most": most}
            )
            return ""
        value = printable(value).strip()
        if needed and not value:
            self.faults[name] = Fault("required", _("Fill in this field."))
        return value

    def checked(self, name: str, most: int, check: Callable[[str], str], *, needed: bool = True) -> str:
        value = self.text(name, most, needed=needed)
        if not value:
            return ""
        try:
            return check(value)
        except (CardRefused, NameRefused, PhoneRefused) as refused:
            self.faults[name] = Fault(refused.code, refused.sentence)
            return ""

    def number(self, name: str, least: int, most: int, default: int) -> int:
        value = self.data.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            sentence = _("Enter a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            self.faults[name] = Fault("number_not_valid", sentence)
        return number

    def choices(self, name: str, offered: Collection[str]) -> tuple[str, ...]:
        """Return the words that were chosen, all of them offered, in the order of the alphabet."""
        chosen = self.data.get(name) or []
        if not isinstance(chosen, list) or any(one not in offered for one in chosen if isinstance(one, str)):
            chosen = [None]
        if not all(isinstance(one, str) for one in chosen):
            self.faults[name] = Fault("choice_unknown", _("Choose from the list of this procedure."))
            return ()
        return tuple(sorted(set(chosen)))

    def requirements(self, numbers: set[int]) -> tuple[int, ...]:
        """Return the numbers of the requirements that were handed in or shown, as ticked."""
        ticked = self.data.get("handed_in") or []
        if not isinstance(ticked, list) or not all(type(one) is int and one in numbers for one in ticked):
            self.faults["handed_in"] = Fault(
                "requirement_unknown", _("The procedure asks for no such paper. Choose from its list.")
            )
            return ()
        return tuple(sorted(set(ticked)))

    def papers(self, numbers: set[int]) -> tuple[HandedIn, ...]:
        found = self.data.get("papers") or []
        if not isinstance(found, list) or len(found) > MOST_PAPERS:
            found = [None]  # which is no paper
        try:
            papers = tuple(HandedIn(paper["document"], paper.get("requirement")) for paper in found)
        except (TypeError, KeyError, AttributeError):
            papers = ()
        good = len(papers) == len(found) and all(
            isinstance(paper.key, str)
            and _KEY.fullmatch(paper.key)
            and (paper.requirement is None or type(paper.requirement) is int)
            for paper in papers
        )
        if not good or len({paper.key for paper in papers}) != len(papers):
            self.faults["papers"] = Fault(
                "papers_not_valid", _("A paper is named that was not uploaded. Upload it again.")
            )
            return ()
        if not {paper.requirement for paper in papers} <= numbers | {None}:
            self.faults["papers"] = Fault(
                "requirement_unknown", _("The procedure asks for no such paper. Choose from its list.")
            )
        return papers


def _is_storable(value: str) -> bool:
    """Neither NUL, which PostgreSQL refuses, nor half a surrogate pair, which JSON allows and UTF-8 does not."""
    if value.isprintable():  # nearly always: neither of them is
        return True
    return not any(letter == "\x00" or "\ud800" <= letter <= "\udfff" for letter in value)
