"""How drills stand, for the status page and metrics. ``filing`` calls people about a failure."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone

from chaperone.continuity.drills.choosing import first_backup_at
from chaperone.continuity.drills.dues import LATE
from chaperone.continuity.drills.figures import about
from chaperone.continuity.drills.queries.drills import latest_drill, latest_whole
from chaperone.continuity.models import Drill
from chaperone.notices.readings import Reading, State

_FIRST_WITHIN = timedelta(days=7)
_REMEDY = "Run `chaperone drill` on the host, with the key where it is kept apart."
_DAY = 86400.0


def readings() -> Iterator[Reading]:
    """How old the last drill is that brought everything back, in days. Three queries."""
    now = timezone.now()
    whole, last = latest_whole(), latest_drill()
    state, sentence = _standing(whole, last, now)
    yield Reading(
        name="drill.age",
        label="Last restore drill that worked",
        value=(now - whole.started_at).total_seconds() / _DAY if whole else None,
        unit="days",
        state=state,
        sentence=sentence,
        at=now,
        remedy="" if state == State.OK else _REMEDY,
    )


def _standing(whole: Drill | None, last: Drill | None, now: datetime) -> tuple[State, str]:
    if last is not None and last.state == Drill.State.FAILED:
        return State.ATTENTION, f"The last restore drill failed: {last.why}"
    if whole is None or whole.took is None or whole.lost is None:
        first = first_backup_at()
        late = first is not None and now - first > _FIRST_WITHIN
        sentence = "No backup has been restored on trial yet."
        return (State.ATTENTION if late else State.OK), sentence
    told = (
        f"Everything came back after {about(whole.took)}; {about(whole.lost)} would have been lost."
    )
    return (State.ATTENTION if now - whole.started_at > LATE else State.OK), told
