"""When an organization's key grows old: the schedule replaces it the day before this falls due."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from chaperone.duties.registry import Due
from chaperone.duties.timing import day_of
from chaperone.ledger.actors import Actor
from chaperone.organizations.keys import ROTATE_DAYS
from chaperone.organizations.queries import organization_of, value_of
from chaperone.vault.models import Key, Purpose, State

_BY_COMMAND_ONLY = 365
"""Where no schedule replaces it: NIST SP 800-57 part 1, 5.3.6 has a year or two at most."""


def key_dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """The organization's key that is not replaced in time, and the day when the next is."""
    key = Key.objects.filter(
        organization_id=organization_id, purpose=Purpose.ORGANIZATION, state=State.ACTIVE
    ).first()
    if key is None:
        return
    actor = Actor(kind="worker", id=None, organization_id=organization_id)
    zone = ZoneInfo(organization_of(actor).time_zone)
    days = value_of(ROTATE_DAYS, organization_id)
    lasts = timedelta(days=days or _BY_COMMAND_ONLY)
    due_on = day_of(key.created_at + lasts, zone) + timedelta(days=1)
    if due_on <= until:
        by = "the schedule replaces it" if days else "replace it by command"
        yield Due(
            key=f"organizations.key:{key.id}",
            what=f"The organization's key grows old: {by}",
            due_on=due_on,
            route="administration:settings",
            citation="45 CFR 164.312(a)(2)(iv)",
            permission="settings.security",
            remind=(0,) if days else (30, 7, 0),
        )
