"""The ceremony of keys in the calendar: the first within a week, then tried once a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.access.actors import worker
from chaperone.continuity.escrow.judging import EVERY
from chaperone.continuity.escrow.queries import ceremonies_in_force
from chaperone.duties.registry import Due
from chaperone.duties.timing import day_of
from chaperone.organizations.queries import organization_of

_FIRST = timedelta(days=7)


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """When the keys of the backups are to be put apart, or the shares to be tried again.

    Only for the organization that runs the installation, whose people hold the shares.
    """
    organization = organization_of(worker(organization_id))
    if not organization.is_platform:
        return
    zone = ZoneInfo(organization.time_zone)
    held = ceremonies_in_force()
    if held:
        last = max(each.checked_at or each.held_at for each in held)
        key, what = f"continuity.ceremony:{held[0].id}", "Try two shares of the backups' keys"
        due_on = day_of(last + EVERY, zone)
    else:
        key, what = "continuity.ceremony:first", "Put the keys of the backups apart"
        due_on = day_of(organization.created_at + _FIRST, zone)
    if due_on <= until:
        yield Due(
            key=key,
            what=what,
            due_on=due_on,
            route="administration:settings",
            citation="45 CFR 164.308(a)(7)(ii)(A)",
            permission="settings.security",
            remind=(30, 7, 0),
        )
