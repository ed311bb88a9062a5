"""What falls due about backups, in the calendar of who runs the installation."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings as django

from chaperone.access.actors import worker
from chaperone.continuity.backups.errors import SettingsRefused
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.standing import TOO_OLD, standings
from chaperone.duties.registry import Due
from chaperone.duties.timing import day_of
from chaperone.organizations.queries import organization_of
from chaperone.vendors.queries import platform_id

PERMISSION = "continuity.manage"


def backups_due(organization_id: UUID, until: date) -> Iterator[Due]:
    """A place without a backup of the last day (45 CFR 164.308(a)(7)(ii)(A))."""
    platform = platform_id()
    if platform is not None and platform != organization_id:
        return
    try:
        settings = read_settings(Path(django.CHAPERONE_DATA))
    except SettingsRefused:
        # Whoever starts the program was told.
        return
    zone = ZoneInfo(organization_of(worker(organization_id)).time_zone)
    for number, standing in enumerate(standings(settings)):
        if standing.state != "overdue" or standing.last is None:
            continue
        due_on = day_of(standing.last.made_at + TOO_OLD, zone)
        if due_on <= until:
            yield Due(
                key=f"continuity.backup:{standing.last.id}:{number}",
                what="There is no backup of the last day",
                due_on=due_on,
                route="continuity:backups:backups",
                citation="45 CFR 164.308(a)(7)(ii)(A)",
                permission=PERMISSION,
                remind=(0,),
            )
