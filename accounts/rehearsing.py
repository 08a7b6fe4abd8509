"""What a verb would do: done, looked at, and undone, so that a page can show it before somebody confirms."""

from collections.abc import Callable

from django.db import transaction

from .models import StaffAct, User


def rehearse(verb: Callable[[], object], *, by: User) -> list[StaffAct]:
    """Return the acts that the verb would write, first to last; the database is as before. Raises what it raises.

    The verb must do nothing outside the database before the transaction commits; those of accounts and those that
    give open work a new home do not.
    """
    with transaction.atomic():
        newest = StaffAct.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        verb()
        acts = StaffAct.objects.filter(pk__gt=newest, by=by).select_related("person", "agency")
        found = list(acts.order_by("pk"))
        transaction.set_rollback(True)
    return found
