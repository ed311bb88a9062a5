"""How far behind the record the search for suspicious activity is, for the status and alarms."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from chaperone.detection.scanning.streaming import oldest_look
from chaperone.notices.readings import Reading, by_limits

ATTENTION_SECONDS, ALARM_SECONDS = 60, 600


def readings() -> Iterator[Reading]:
    """Since when some organization's entries have waited to be looked at."""
    now = timezone.now()
    since = oldest_look()
    seconds = 0.0 if since is None else max(0.0, (now - since).total_seconds())
    yield Reading(
        name="detection.lag",
        label="Looking for suspicious activity",
        value=round(seconds, 1),
        unit="seconds",
        state=by_limits(seconds, attention=ATTENTION_SECONDS, alarm=ALARM_SECONDS),
        sentence=_sentence(since, seconds),
        at=now,
        remedy="See whether a worker runs, and what its log says of detection.",
    )


def _sentence(since: datetime | None, seconds: float) -> str:
    if since is None:
        return "Everything in the record has been looked at."
    if seconds < ATTENTION_SECONDS:
        return f"What was recorded in the last {max(1, round(seconds))} s is being looked at."
    return "Entries of the record wait to be looked at: no alert is raised for them meanwhile."
