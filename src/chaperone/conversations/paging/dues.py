"""When nobody is on call: a gap in the rota is a duty, so that somebody is told of it in time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.conversations.paging.queries import LEAD, may_be_called
from chaperone.duties.queries import AHEAD, rota_of
from chaperone.duties.registry import Due
from chaperone.duties.timing import day_of
from chaperone.organizations.models import Organization
from chaperone.organizations.queries import organization_of

_SHORTEST = timedelta(minutes=1)
_BACK = timedelta(days=28)
"""So far back a gap that still lasts is followed: it is one duty, and not a new one each day."""


def rota_dues(organization_id: UUID, until: date) -> Iterator[Due]:  # noqa: ARG001  # a week ahead
    """The first gap of the coming week. An organization that runs the installation has no rota."""
    actor = worker(organization_id)
    organization = organization_of(actor)
    able = may_be_called(actor)
    if organization.is_platform or not able:
        return
    now = timezone.now()
    since = max(now - _BACK, organization.created_at)
    rota = rota_of(actor, since=since, able=able)
    for gap in rota.gaps(since, now + AHEAD):
        if gap.ends > now and gap.ends - gap.begins >= _SHORTEST:
            yield _due(gap.begins, since, organization)
            return


def _due(begins: datetime, since: datetime, organization: Organization) -> Due:
    # What began before all that was looked at is known by when the organization did.
    stood = begins == since
    moment = organization.created_at if stood else begins
    zone = ZoneInfo(organization.time_zone)
    return Due(
        key="paging.rota:empty" if stood else f"paging.rota:{moment.astimezone(UTC):%Y-%m-%dT%H%M}",
        what="Nobody is on call for some time: fill the rota",
        due_on=day_of(moment, zone),
        route="on_call:rota",
        permission=LEAD,
        remind=(7, 1, 0),
    )
