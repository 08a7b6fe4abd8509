"""What is checked when the system starts: that the pattern of the dossier codes can write codes."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from .code_pattern import PatternRefused, code_pattern


@register()
def check_code_pattern(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to start with a pattern under which two dossiers could get one code, or a code no address."""
    text = settings.ONESTOP_CODE_PATTERN
    try:
        code_pattern(text)
    except PatternRefused as refused:
        hint = "See docs/codes.md; the usual pattern is {agency}-{date:%y%m%d}-{number:04d}."
        return [Error(f"ONESTOP_CODE_PATTERN {text!r}: {refused}.", hint=hint, id="dossiers.E001")]
    return []
