"""The drawing of a stored version, for pages: with the names of agencies, and with its problems where it is a draft."""

from collections.abc import Callable

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.memory import remember
from accounts.models import Agency
from procedures.content import Content
from procedures.models import ProcedureVersion
from procedures.problems import Problem
from procedures.review import route_problems
from procedures.route.drawing import PLACES, Drawing, drawing
from procedures.storing import content_of


def drawing_of(version: ProcedureVersion) -> Drawing | None:
    """Return the drawing of a version's steps for reading; None where it has no steps."""
    content = content_of(version)
    return drawn(content) if content.steps else None


def drawn(content: Content, problems: tuple[Problem, ...] = ()) -> Drawing:
    """Draw the steps of a content."""
    return drawing(content.steps, content.links, office_name=office_names(), problems=problems)


def checked(content: Content) -> tuple[Problem, ...]:
    """Return the problems of the route, asked of the agencies that there are today."""
    return route_problems(content, {code for code, _name in open_offices(localdate().isoformat())})


def place_choices() -> list[tuple[str, str]]:
    """Return where a step can be done: the two places that the dossier decides, and every open agency."""
    places = [(code, str(words)) for code, words in PLACES.items()]
    return [*places, *open_offices(localdate().isoformat())]


def office_names() -> Callable[[str], str]:
    """Return a function from an agency's code to its short name; closed ones keep theirs."""
    names = dict(_offices())

    def name(code: str) -> str:
        return names.get(code) or _("unknown agency %(code)s") % {"code": code}

    return name


@remember(seconds=30)
def open_offices(on: str) -> tuple[tuple[str, str], ...]:
    """The agencies of the province that work on a day: code and short name."""
    agencies = Agency.objects.filter(province=settings.ONESTOP_PROVINCE).exclude(valid_until_on__lt=on)
    return tuple(agencies.order_by("level", "short_name").values_list("code", "short_name"))


@remember(seconds=30)
def _offices() -> tuple[tuple[str, str], ...]:
    agencies = Agency.objects.filter(province=settings.ONESTOP_PROVINCE)
    return tuple(agencies.values_list("code", "short_name"))
