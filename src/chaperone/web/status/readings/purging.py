"""Whether what was kept long enough goes, and whether its clock is trusted."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.database.identifiers import PLATFORM
from chaperone.notices.readings import Reading, State, by_limits
from chaperone.organizations.queries import organizations_all
from chaperone.retention.purging.clock import looked_at
from chaperone.retention.purging.queries import open_since

_ATTENTION, _ALARM = 12.0, 36.0
_HOUR = timedelta(hours=1)


def purging() -> Iterator[Reading]:
    """Whether purging trusts the clock, and for how many hours the oldest run has been open."""
    now, doubt = looked_at()
    yield Reading(
        name="purge.clock",
        label="Clock for purging",
        value=0.0 if doubt else 1.0,
        unit="",
        state=State.ALARM if doubt else State.OK,
        sentence=doubt or "Purging trusts the clock.",
        at=now,
        remedy="Compare it with another clock, then: chaperone retention vouch --compared",
    )
    began = [_open_since(each) for each in (PLATFORM, *organizations_all())]
    oldest = min((each for each in began if each), default=None)
    hours = (now - oldest) / _HOUR if oldest else 0.0
    yield Reading(
        name="purge.open",
        label="Oldest purge under way",
        value=round(hours, 1),
        unit="h",
        state=by_limits(hours, attention=_ATTENTION, alarm=_ALARM),
        sentence=f"It began {hours:.1f} hours ago." if oldest else "None is under way.",
        at=now,
        remedy="Look at the page Retention, What went, and at the log of the workers.",
    )


def _open_since(organization_id: UUID) -> datetime | None:
    with acting_for(worker(organization_id)):
        return open_since(organization_id)
