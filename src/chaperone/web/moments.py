"""Times as people read them, in the zone that is active (the organization's), and exactly."""

from datetime import datetime, timedelta

from django.utils import timezone

MINUTE, HOUR, DAY = 60, 3_600, 86_400


def exact(at: datetime) -> str:
    """`22 November 2026, 11:09:05 (UTC-05:00)` in the active zone. `at` is aware."""
    local = timezone.localtime(at)
    return f"{local.day} {local:%B %Y, %H:%M:%S} ({offset(local)})"


def offset(local: datetime) -> str:
    """The distance from UTC as people write it: `UTC`, `UTC+05:30`, `UTC-05:00`."""
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours:02}:{rest:02}"


def short(at: datetime, now: datetime) -> str:
    """Only as much as is needed: `11:09` today, `21 Nov, 11:09` this year, else with the year."""
    local, today = timezone.localtime(at), timezone.localtime(now)
    if local.date() == today.date():
        return f"{local:%H:%M}"
    if local.year == today.year:
        return f"{local.day} {local:%b, %H:%M}"
    return f"{local.day} {local:%b %Y, %H:%M}"


def clock(at: datetime) -> str:
    """`11:09` in the active zone."""
    return f"{timezone.localtime(at):%H:%M}"


def day(at: datetime, now: datetime) -> str:
    """The day of a message: `Today`, `Yesterday`, or `Monday 16 November 2026`."""
    local, today = timezone.localtime(at).date(), timezone.localtime(now).date()
    if local == today:
        return "Today"
    if local == today - timedelta(days=1):
        return "Yesterday"
    return f"{local:%A} {local.day} {local:%B %Y}"


def length(since: datetime, now: datetime) -> str:
    """How long it has been: `under a minute`, `12 min`, `3 h 5 min`, `2 days`."""
    seconds = int((now - since).total_seconds())
    if seconds < MINUTE:
        return "under a minute"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min"
    if seconds < DAY:
        hours, minutes = divmod(seconds // MINUTE, 60)
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days = seconds // DAY
    return f"{days} day{'' if days == 1 else 's'}"
