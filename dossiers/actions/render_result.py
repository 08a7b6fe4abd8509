"""Render the result: the bytes that the approver will see and sign."""

import hashlib

from django.db import transaction
from django.utils.timezone import now

from accounts.models import User
from dossiers import files, paperwork
from dossiers.lifecycle import apply, lock
from dossiers.models import Result
from dossiers.queries import of_province


def render_result(code: str, *, draft: int, by: User) -> None:
    """Make the page of proposal number `draft` unless it is there, or a later proposal has taken its place."""
    result = (
        Result.objects.select_related(*paperwork.RESULT_NEEDS)
        .filter(dossier__in=of_province().filter(code=code))
        .order_by("-seq")
        .first()
    )
    if result is None or result.draft != draft or result.rendered_at is not None:
        return
    content = paperwork.result(result)
    path = files.place("results", result.key, f"draft-{draft}.pdf")
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        dossier = lock(code, by=by)
        mine = Result.objects.filter(pk=result.pk, draft=draft, rendered_at=None)
        if mine.update(rendered_file=path, rendered_sha256=sha256, rendered_at=now()):
            files.store(path, content)
            apply(dossier.render_result, by=by, result=result.key, draft=draft, sha256=sha256)
