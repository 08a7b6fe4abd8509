"""Template filters for dates, working time, numbers and money: `{% load formats %}`."""

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from procedures import formats

register = template.Library()


@register.filter
def instant(at: datetime | None) -> SafeString | str:
    """Render an instant with its weekday inside <time>."""
    return timed(at, formats.instant(at)) if at else ""


@register.filter
def short_instant(at: datetime | None) -> SafeString | str:
    """Render an instant without its weekday inside <time>."""
    return timed(at, formats.short_instant(at)) if at else ""


@register.filter
def day(on: date | None) -> SafeString | str:
    """Render a day with its weekday inside <time>."""
    return timed(on, formats.day(on)) if on else ""


@register.filter
def short_day(on: date | None) -> SafeString | str:
    """Render a day as 13/03/2026 inside <time>."""
    return timed(on, formats.short_day(on)) if on else ""


def timed(moment: date, words: str) -> SafeString:
    """Wrap the words in <time datetime="...">; an instant is a date here too."""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), words)


@register.filter
def money(dong: int | None) -> str:
    """Render whole dong."""
    return formats.money(dong)


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Render a number with the marks of the language; nothing for None."""
    return "" if value is None else formats.number(value, decimals=decimals)


@register.filter
def working_time(minutes: int | None) -> str:
    """Render working minutes in days, hours or minutes."""
    return "" if minutes is None else formats.working_time(minutes)


@register.filter
def remaining(minutes: int | None) -> str:
    """Render working minutes left, or overdue when negative."""
    return "" if minutes is None else formats.remaining(minutes)
