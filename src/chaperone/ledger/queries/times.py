"""Until when there may be entries."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from chaperone.database.identifiers import first_id_of
from chaperone.ledger.models import ClockJump

# Another server's clock may be ahead by a little.
_SOON = timedelta(minutes=5)


def latest_time() -> datetime:
    """The latest time that an entry may bear: now, or what the clock showed before it was put back.

    A search that ended at a clock which was put back would hide what was recorded before.
    """
    noticed = ClockJump.objects.filter(kind="back").aggregate(latest=Max("before"))["latest"]
    now = datetime.now(UTC)
    return max(now, noticed) if noticed else now


def beyond_all() -> UUID:
    """An id after all there are. Searches always have such a bound, so that the planner leaves out
    the partitions made ahead.
    """
    return first_id_of(latest_time() + _SOON)
