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
    """Make the page of proposal number `draft` unless it is there, is void, or a later one has taken its place.

    Proposals are counted over the dossier, so the number says of which result.
    """
    of_draft = {"dossier__in": of_province().filter(code=code), "draft": draft}
    proposed = Result.objects.filter(**of_draft, rendered_at=None).exclude(approver=None)
    result = proposed.select_related(*paperwork.RESULT_NEEDS).first()
    if result is None:
        return
    content = paperwork.result(result)
    path = files.place("results", result.key, f"draft-{draft}.pdf")
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        dossier = lock(code, by=by)
        if proposed.filter(pk=result.pk).update(
            rendered_file=path, rendered_sha256=sha256, rendered_at=now()
        ):
            files.store(path, content)
            apply(
                dossier.render_result,
                by=by,
                result=result.key,
                kind=result.kind,
                draft=draft,
                sha256=sha256,
            )
