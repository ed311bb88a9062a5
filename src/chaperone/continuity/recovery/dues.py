"""What falls due about recovery: the analysis each year, a print of the list that is right."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.actors import worker
from chaperone.continuity.frame import MANAGE
from chaperone.continuity.recovery.queries.contacts import (
    digest_of,
    latest_put_away,
    whom_to_call,
)
from chaperone.continuity.recovery.queries.systems import latest_analysis
from chaperone.duties.registry import Due
from chaperone.organizations.queries import organization_of

_QUARTER = timedelta(days=91)
_TWO_WEEKS = timedelta(days=14)


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What is to be done until the end of that day, in the organization's context.

    Where nobody has begun with a table or a list, nothing can be dated: the page says so.
    """
    actor = worker(organization_id)
    analysis = latest_analysis(actor)
    if analysis and analysis.review_on <= until:
        yield Due(
            key=f"continuity.analysis:{analysis.review_on.isoformat()}",
            what="Look over and sign the criticality analysis",
            due_on=analysis.review_on,
            route="continuity:recovery:order",
            citation="45 CFR 164.308(a)(7)(ii)(E)",
            permission=MANAGE,
        )
    kept = latest_put_away(actor)
    if kept is None:
        return
    zone = ZoneInfo(organization_of(actor).time_zone)
    put_away_on = kept.put_away_at.astimezone(zone).date()
    changed = kept.sha256 != digest_of(whom_to_call(actor))
    due_on = put_away_on + (_TWO_WEEKS if changed else _QUARTER)
    if due_on <= until:
        yield Due(
            key=f"continuity.list:{kept.id}",
            what="Print the list of whom to call, and put it away",
            due_on=due_on,
            route="continuity:recovery:contacts",
            citation="45 CFR 164.308(a)(7)(ii)(C)",
            permission=MANAGE,
        )
