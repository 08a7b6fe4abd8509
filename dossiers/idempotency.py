"""A filing sent twice is one dossier: the filing's key finds the first, its digest tells whether it is the same."""

from collections.abc import Callable

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from accounts.faults import Fault
from accounts.models import User

from .filing import Filing
from .models import Dossier
from .refusals import Blocked


def once(filing: Filing, write: Callable[[], Dossier], *, verb: str, by: User) -> Dossier:
    """Write a filing; where its key was used before by the same clerk, verb and entries, return the dossier of then.

    Raises Blocked 'key_used_before' where they differ.
    """
    try:
        return write()
    except IntegrityError:
        earlier = Dossier.objects.filter(province=filing.agency.province, intake_key=filing.key).first()
        if filing.key is None or earlier is None:
            raise
    if bytes(earlier.intake_digest) != filing.digest(verb, by):
        sentence = _("This form was sent before with other entries. Open an empty form and enter it again.")
        raise Blocked(verb, Fault("key_used_before", sentence))
    return earlier
