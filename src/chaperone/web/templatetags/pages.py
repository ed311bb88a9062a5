"""Tags and filters that the templates of all rooms use: `{% load pages %}`."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select, Textarea
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from chaperone.access.sentences import element_words
from chaperone.web import moments
from chaperone.web.words import word_for

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A decorative shape from the sprite; the word beside it says what it means."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
@cache
def word(vocabulary: str, state: str) -> SafeString:
    """The icon and word of a state, such as `{% word "delivery" message.delivery %}`."""
    found = word_for(vocabulary, state)
    return format_html(
        '<span class="word tone-{}">{} {}</span>', found.tone, icon(found.icon), found.text
    )


@register.simple_tag
def element(table: str, name: str) -> SafeString:
    """A data element as people call it, and small as the record does."""
    exact = f"{table}.{name}"
    words = element_words(exact)
    return format_html('{} <small class="mono break">{}</small>', words, exact)


@register.simple_tag
def moment(at: datetime | None) -> SafeString | str:
    """A time, short; the exact time with its distance from UTC on hover and for programs."""
    if at is None:
        return ""
    return _time(at, moments.short(at, timezone.now()))


@register.simple_tag
def clock(at: datetime) -> SafeString:
    """The time of day only, where a heading names the day."""
    return _time(at, moments.clock(at))


@register.simple_tag
def exactly(at: datetime | None) -> SafeString | str:
    """A time to the second with its distance from UTC, for registers and print."""
    return "" if at is None else _time(at, moments.exact(at))


@register.simple_tag
def waited(since: datetime | None) -> SafeString | str:
    """How long it has been since; `web/live.js` keeps it going."""
    if since is None:
        return ""
    return format_html(
        '<time datetime="{}" title="since {}" data-since>{}</time>',
        timezone.localtime(since).isoformat(timespec="seconds"),
        moments.exact(since),
        moments.length(since, timezone.now()),
    )


@register.filter
def day(at: datetime) -> str:
    """The day of a moment, as a heading between messages."""
    return moments.day(at, timezone.now())


@register.filter
def entry(mapping: Mapping[Any, Any], key: Any) -> Any:
    """What a mapping holds under a key; nothing where it is not there."""
    return mapping.get(key, "")


@register.filter
def control(field: BoundField) -> SafeString:
    """A form field's widget in the look of the house."""
    attributes: dict[str, Any] = {"class": _look(field)}
    if isinstance(field.field.widget, Textarea):
        attributes["rows"] = 3
    return field.as_widget(attrs=attributes)


def _time(at: datetime, shown: str) -> SafeString:
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        timezone.localtime(at).isoformat(timespec="seconds"),
        moments.exact(at),
        shown,
    )


def _look(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(widget, CheckboxInput):
        return "form-check-input"
    look = "form-select" if isinstance(widget, Select) else "form-control"
    return f"{look} is-invalid" if field.errors else look
