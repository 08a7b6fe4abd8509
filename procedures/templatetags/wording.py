"""Template filters for what a version says: `{% load wording %}`."""

from django import template

from procedures import wording
from procedures.content import TimeRule
from procedures.fees import Rate

register = template.Library()


@register.filter
def time_rule(rule: TimeRule) -> str:
    """Word a time limit with its case and channels, e.g. "3 ngày làm việc (trực tuyến; cần xác minh)"."""
    limits = "; ".join(filter(None, (wording.channels(rule.channels), rule.case)))
    words = wording.time_words(rule.limit)
    return f"{words} ({limits})" if limits else words


@register.filter
def rate_amount(rate: Rate) -> str:
    """Word the amount of a fee rule with its tiers and its cap."""
    return wording.rate_amount(rate)
