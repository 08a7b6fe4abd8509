"""What an import is checked against: what the catalogue has, and codes, results, fees and days among themselves."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from . import fees
from .competence.registered import RegisteredOffices
from .content import Content, ResultKind
from .interchange import Finding, Found, Item, said_alike
from .models import CatalogueAct, Procedure, ProcedureVersion
from .problems import Problem
from .review import review
from .review.dates import date_problems
from .review.stored import known_results
from .storing import columns, content_of

PUBLISHED: Final = ProcedureVersion.Status.PUBLISHED
AT_ONCE: Final = 1_000
DAYS: Final = ("versions_overlap", "days_reversed")  # problems of the days that no draft may have either


@dataclass(frozen=True, slots=True)
class Stored:
    """The versions of one procedure by number; `edited` are the drafts on which a person works."""

    versions: tuple[ProcedureVersion, ...] = ()
    edited: Collection[int] = ()

    @property
    def newest(self) -> ProcedureVersion | None:
        return self.versions[-1] if self.versions else None

    @property
    def is_draft(self) -> bool:
        return self.newest is not None and self.newest.status == ProcedureVersion.Status.DRAFT

    @property
    def is_edited(self) -> bool:
        return self.newest is not None and self.newest.pk in self.edited

    @property
    def is_listed_only(self) -> bool:
        return all(version.status == ProcedureVersion.Status.LISTED for version in self.versions)

    @property
    def published(self) -> list[ProcedureVersion]:
        return [version for version in self.versions if version.status == PUBLISHED]

    def is_described(self, item: Item) -> bool:
        """Say whether a version says already what a record says: the newest, or one that is published."""
        known = (self.newest, *self.published) if self.is_draft else self.published
        return any(version and said_alike(content_of(version), item.content) for version in known)

    def says(self, item: Item) -> bool:
        """Say whether the newest version says what a row of a list says."""
        wanted = columns(item.content)
        return all(getattr(self.newest, name) == wanted[name] for name in item.said)

    def merged(self, item: Item) -> Content:
        """Return the draft that a record makes: what it says, and what the newest version says of the rest."""
        newest = self.newest
        if newest is None:
            return item.content
        number = newest.number if self.is_draft else newest.number + 1
        if newest.status == ProcedureVersion.Status.LISTED:
            return replace(item.content, number=number)
        old = content_of(newest)
        said = {name: getattr(item.content, name) for name in item.said}
        said["results"] = _with_symbols(item.content.results, old.results)
        if not self.is_draft:
            said = {
                "valid_until_on": None,
                "repeal": {},
                "replaces": (),
                "source": item.content.source,
            } | said
            said["valid_from_on"] = self._starts(item, newest)
        return replace(old, number=number, **said)

    def _starts(self, item: Item, newest: ProcedureVersion) -> date:
        """Return the first day of a new draft: what the file says, else a day after the newest version began."""
        starts = item.content.valid_from_on
        if "valid_from_on" in item.said or starts > newest.valid_from_on:
            return starts
        return max(localdate(), newest.valid_from_on) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Checked:
    """The items of a file whose codes are unique, what is to be said of them, and what is stored by code."""

    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    stored: Mapping[str, Stored]

    @property
    def has_faults(self) -> bool:
        return any(finding.is_fault for finding in self.findings)


def checked(found: Found, *, publishing: bool) -> Checked:
    """Check the items of a file against each other and against the catalogue, which stays locked meanwhile."""
    findings = [*found.findings, *_twice(found.items)]
    stored = _stored(found.items)
    full = [item for item in found.items if item.is_full]
    if full:
        results = known_results() | {one.code for item in full for one in item.content.results if one.code}
        for item in full:
            findings.extend(_of_full(item, stored[item.content.code], results, publishing))
    return Checked(tuple(found.items), tuple(findings), stored)


def _twice(items: Iterable[Item]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for item in items:
        code = item.content.code
        if code in first:
            sentence = _("This code stands already in row %(row)s. Remove one of them.")
            yield Finding(item.row, code, "code", "code_twice", sentence % {"row": first[code]})
        first.setdefault(code, item.row)


def _stored(items: Iterable[Item]) -> dict[str, Stored]:
    """Return what the catalogue has of each code; the procedures are locked until the import is over."""
    is_full = {item.content.code: item.is_full for item in items}
    codes, found = sorted(is_full), dict[str, Stored]()
    for start in range(0, len(codes), AT_ONCE):
        some = codes[start : start + AT_ONCE]
        list(Procedure.objects.select_for_update().filter(code__in=some).order_by("code").values_list("pk"))
        versions = ProcedureVersion.objects.filter(procedure__code__in=some)
        # A list compares columns alone: of ten thousand entries it reads no papers, fees and steps.
        is_compared_whole = any(is_full[code] for code in some)
        versions = versions.whole() if is_compared_whole else versions.select_related("procedure__field")
        by_code: dict[str, list[ProcedureVersion]] = {code: [] for code in some}
        for version in versions.order_by("number"):
            by_code[version.procedure.code].append(version)
        edited = set(
            CatalogueAct.objects.filter(
                version__procedure__code__in=some,
                version__status=ProcedureVersion.Status.DRAFT,
                verb__in=("draft", "edit"),
            ).values_list("version_id", flat=True)
        )
        found |= {code: Stored(tuple(each), edited) for code, each in by_code.items()}
    return found


def _of_full(item: Item, stored: Stored, results: Collection[str], publishing: bool) -> Iterator[Finding]:
    """Yield what is wrong with a record: what no draft may have, and for publishing every error."""
    if stored.is_described(item) and not (publishing and stored.is_draft):
        return
    content = stored.merged(item)
    if publishing:
        yield from _review(item, content, stored, results)
        return
    for conflict in fees.conflicts(content.rates):
        yield Finding(item.row, content.code, f"rates/{conflict.second}", "fee_conflict", conflict.sentence)
    for paper in content.papers:
        if paper.result_code and paper.result_code not in results:
            sentence = _("Paper %(number)s: no procedure has the result %(code)s. Correct the code.")
            words = {"number": paper.number, "code": paper.result_code}
            yield Finding(
                item.row, content.code, f"papers/{paper.number}", "result_unknown", sentence % words
            )
    if "valid_from_on" in item.said:
        problems = date_problems(content, stored.published, localdate())
        yield from (_finding(item, problem) for problem in problems if problem.code in DAYS)


def _review(item: Item, content: Content, stored: Stored, results: Collection[str]) -> Iterator[Finding]:
    problems = review(
        content,
        others=stored.published,
        offices=RegisteredOffices(max(localdate(), content.valid_from_on)),
        known_results=results,
        today=localdate(),
    )
    yield from (_finding(item, problem) for problem in problems)


def _finding(item: Item, problem: Problem) -> Finding:
    return Finding(
        item.row, item.content.code, problem.place, problem.code, problem.sentence, problem.severity
    )


def _with_symbols(results: Iterable[ResultKind], known: Iterable[ResultKind]) -> tuple[ResultKind, ...]:
    """Keep the symbols of results, which the portal's model does not have."""
    symbols = {(one.code, one.name): one.symbol for one in known}
    return tuple(replace(one, symbol=symbols.get((one.code, one.name), "")) for one in results)
