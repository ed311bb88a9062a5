"""What a report says: gathered once, and written in each form from the same."""

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.evidence.freezing.queries import latest_day, verify_day
from chaperone.evidence.models import Day
from chaperone.evidence.shown import Line, lines
from chaperone.ledger.actors import Actor
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import organization_of

FORMAT = "chaperone evidence 1"


class Report(NamedTuple):
    """All standards of an organization at one time. ``day_text``: the canonical JSON of the last
    frozen day, whose hash the ledger has; empty where none is frozen.
    """

    organization: Organization
    made_at: datetime
    lines: list[Line]
    day: Day | None
    day_text: str

    @property
    def local(self) -> datetime:
        """When it was made, by the organization's clock."""
        return self.made_at.astimezone(ZoneInfo(self.organization.time_zone))


def gathered(actor: Actor) -> Report:
    """The standards as they were last computed. In the organization's context.

    Raises ``DayAltered`` where the last frozen day is not what the ledger says.
    """
    day = latest_day(actor)
    return Report(
        organization=organization_of(actor),
        made_at=timezone.now(),
        lines=lines(actor),
        day=day,
        day_text=verify_day(actor, day) if day else "",
    )
