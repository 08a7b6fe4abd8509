"""What every act of the administration ends with: its record, and forgetting what was remembered of it."""

from typing import Any

from accounts.memory import forget_on_commit
from accounts.models import Agency, StaffAct, User


def record(
    verb: str, *, by: User, person: User | None = None, agency: Agency | None = None, **facts: Any
) -> None:
    """Write the act down (facts: JSON, no personal data beside user names), and let every process read anew."""
    StaffAct.objects.create(verb=verb, by=by, person=person, agency=agency, facts=facts)
    forget_on_commit()
