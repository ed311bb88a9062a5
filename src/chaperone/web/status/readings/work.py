"""How long the oldest piece of work has waited."""

from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from chaperone.notices.readings import Reading, by_limits

_MOST = 10_000
_ATTENTION, _ALARM = 60, 300
# A nudge has no time of its own: its first event has. One that is planned waits from then on.
_OLDEST = """
    select coalesce(extract(epoch from now() - min(greatest(event.at, job.scheduled_at)))::float, 0)
    from (
        select id, scheduled_at from procrastinate_jobs
        where status = 'todo' and (scheduled_at is null or scheduled_at <= now())
        order by id limit 100
    ) as job
    join procrastinate_events as event on event.job_id = job.id and event.type = 'deferred'
"""
_WAITING = """
    select count(*) from (
        select from procrastinate_jobs
        where status = 'todo' and (scheduled_at is null or scheduled_at <= now()) limit %s
    ) as job
"""


def queue_age() -> Iterator[Reading]:
    """Age and depth of what waits for a worker."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST)
        (seconds,) = cursor.fetchone()
        cursor.execute(_WAITING, [_MOST])
        (waiting,) = cursor.fetchone()
    state = by_limits(seconds, attention=_ATTENTION, alarm=_ALARM)
    yield Reading(
        name="queue.age",
        label="Work that waits",
        value=round(seconds, 1),
        unit="s",
        state=state,
        sentence=(
            f"The oldest piece of work has waited {seconds:.0f} s." if waiting else "Nothing waits."
        ),
        at=timezone.now(),
        remedy="See whether the workers run: chaperone status. Add workers where they are busy.",
    )
    yield Reading(
        name="queue.depth",
        label="Pieces of work that wait",
        value=float(waiting),
        unit="",
        # Many are no trouble where the oldest is young.
        state=state,
        sentence=f"{waiting} wait." if waiting < _MOST else f"{waiting} or more wait.",
        at=timezone.now(),
        remedy="What counts is how long the oldest has waited.",
    )
