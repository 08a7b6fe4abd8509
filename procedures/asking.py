"""What somebody asks of the catalogue in words: a procedure on a day, an instant, a channel, cases; or a refusal."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Final

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.names import fold
from accounts.refusals import InputRefused

from . import formats
from .due.time_limits import is_case_needed
from .due.working_calendar import VIETNAM
from .models import ProcedureVersion
from .queries import version_in_force

CHANNELS: Final = {"direct": "DIRECT", "online": "ONLINE", "post": "POSTAL", "postal": "POSTAL"}
INSTANT: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")


def instant_asked(text: str) -> datetime:
    """Read an instant in ISO 8601, e.g. 2026-11-20T09:00; without an offset it is the time of Vietnam.

    Raises InputRefused with the code `instant_malformed`.
    """
    try:
        if not INSTANT.match(text.strip()):
            raise ValueError(text)
        read = datetime.fromisoformat(text.strip())
        return read.replace(tzinfo=VIETNAM) if read.tzinfo is None else read.astimezone(VIETNAM)
    except (ValueError, OverflowError):
        sentence = _("“%(text)s” is not a day and time. Write it like 2026-11-20T09:00.")
        raise InputRefused("instant_malformed", sentence % {"text": text[:40]}) from None


def day_asked(text: str) -> date:
    """Read a day in ISO 8601, e.g. 2026-11-20; of no text today. Raises InputRefused `day_not_valid`."""
    try:
        return date.fromisoformat(text) if text else localdate()
    except ValueError:
        raise InputRefused("day_not_valid", _("Write the day as YYYY-MM-DD, e.g. 2026-11-20.")) from None


def version_asked(code: str, on: date) -> ProcedureVersion:
    """Return the version of a procedure that is in force on a day.

    Raises InputRefused: `procedure_unknown`, `procedure_listed_only` or `procedure_not_in_force`.
    """
    version = version_in_force(code, on)
    if version is not None:
        return version
    known = ProcedureVersion.objects.filter(procedure__code=code).exclude(
        status=ProcedureVersion.Status.DRAFT
    )
    published = list(known.filter(status=ProcedureVersion.Status.PUBLISHED).order_by("valid_from_on"))
    words = {"code": code[:40], "day": formats.short_day(on)}
    if published:
        sentence = _("Procedure %(code)s is not in force on %(day)s, but %(periods)s. Choose such a day.")
        words["periods"] = ", ".join(map(_period, published))
        raise InputRefused("procedure_not_in_force", sentence % words)
    if known:
        sentence = _(
            "Procedure %(code)s is only listed here: its papers, time limit and fee are not known. "
            "Ask the competent agency."
        )
        raise InputRefused("procedure_listed_only", sentence % words)
    sentence = _("There is no procedure %(code)s. Check the code, for example 2.000815.")
    raise InputRefused("procedure_unknown", sentence % words)


def channel_asked(word: str, version: ProcedureVersion) -> str:
    """Return the channel of a word (direct, online, post); of no word the counter, or else the first offered.

    Raises InputRefused: `channel_unknown` or `channel_not_offered`.
    """
    if not word:
        return "DIRECT" if "DIRECT" in version.channels else next(iter(version.channels), "DIRECT")
    channel = CHANNELS.get(word.lower())
    if channel is None:
        raise InputRefused("channel_unknown", _("Choose direct, online or post."))
    if version.channels and channel not in version.channels:
        sentence = _("This procedure cannot be filed this way. Choose another channel.")
        raise InputRefused("channel_not_offered", sentence)
    return channel


def cases_asked(words: Iterable[str], version: ProcedureVersion) -> tuple[str, ...]:
    """Return the names of the cases that are meant by codes or names, accents and capitals optional.

    Raises InputRefused with the code `case_unknown`; its sentence lists the cases there are.
    """
    known = {
        fold(word): case["name"] for case in version.cases for word in (case["name"], case["code"]) if word
    }
    ruled = [*(rule.case for rule in version.limits), *(rate.case for rate in version.rates)]
    known |= {fold(case): case for case in ruled if case}
    found = []
    for word in words:
        if fold(word) not in known:
            names = "; ".join(dict.fromkeys(known.values()))
            sentence = (
                _("This procedure has no case “%(word)s”. Choose one of: %(names)s.")
                if names
                else _("This procedure has no case “%(word)s”, for it has no cases. Leave it out.")
            )
            raise InputRefused("case_unknown", sentence % {"word": word[:80], "names": names})
        found.append(known[fold(word)])
    return tuple(found)


def check_limit_known(version: ProcedureVersion, channel: str, cases: Collection[str]) -> None:
    """Raise InputRefused `case_needed` where only a case that nobody named has a time limit."""
    if is_case_needed(version.limits, channel=channel, cases=cases):
        names = "; ".join(dict.fromkeys(rule.case for rule in version.limits if rule.case))
        sentence = _("The time limit depends on the case. Choose one of: %(names)s.")
        raise InputRefused("case_needed", sentence % {"names": names})


def _period(version: ProcedureVersion) -> str:
    words = {"first": formats.short_day(version.valid_from_on)}
    if version.valid_until_on is None:
        return _("from %(first)s on") % words
    words["last"] = formats.short_day(version.valid_until_on)
    return _("from %(first)s until %(last)s") % words
