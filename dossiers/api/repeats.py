"""A verb sent twice with one Idempotency-Key is done once: the second request gets the answer of the first.

Filings keep their key in the dossier's row (dossiers.idempotency), because nothing else could tell two of them apart.
A verb is kept from doubling by the dossier's state and its guards, which is why its keys may live in the cache: a
cache that is lost costs the comfort of an answer, not the truth.
"""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from accounts.cipher import blind_index
from accounts.faults import Fault, Invalid
from accounts.models import User
from dossiers.refusals import Blocked

KEPT_SECONDS = 86_400
WORKING_SECONDS = 60
_WORKING = "working"


def once(key: str, about: Any, answer: Callable[[], Response], *, verb: str, by: User) -> Response:
    """Answer a request; with a key that was used before by the same person for the same `about`, as then.

    Raises Invalid 'key_not_valid'; Blocked 'key_used_before' for something else, 'key_at_work' while the first runs.
    """
    if not key:
        return answer()
    place, digest = f"api:once:{by.pk}:{_uuid(key)}", _digest(verb, about)
    if not cache.add(place, [digest, _WORKING], WORKING_SECONDS):
        return _as_then(cache.get(place), digest, verb)
    try:
        given = answer()
    except BaseException:
        cache.delete(place)
        raise
    cache.set(place, [digest, {"status": given.status_code, "data": given.data}], KEPT_SECONDS)
    return given


def _as_then(kept: Any, digest: str, verb: str) -> Response:
    if kept is not None and kept[0] != digest:
        sentence = _("This key was sent before with another request. Take a new key for each request.")
        raise Blocked(verb, Fault("key_used_before", sentence))
    if kept is None or kept[1] == _WORKING:
        sentence = _("The same request is being worked on. Ask again in a moment.")
        raise Blocked(verb, Fault("key_at_work", sentence))
    return Response(kept[1]["data"], kept[1]["status"])


def _uuid(key: str) -> UUID:
    try:
        return UUID(key)
    except ValueError:
        raise Invalid({"key": Fault("key_not_valid", _("The idempotency key must be a UUID."))}) from None


def _digest(verb: str, about: Any) -> str:
    """A keyed hash: equal for the same request, telling nothing else."""
    return blind_index(json.dumps([verb, about], sort_keys=True, default=str)).hex()
