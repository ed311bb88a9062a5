"""How the devices stood that people work on when they were checked (45 CFR 164.310(b), (c))."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from chaperone.facilities.models import DeviceCheck
from chaperone.facilities.models.devices import CHECKED
from chaperone.facilities.queries.devices import HERE, by_check, devices_of
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of

_LATEST = 10


class Checking(NamedTuple):
    """Devices that must be checked. ``failing``: did not pass one of the items asked for at the
    last check; ``latest``: those that were checked last.
    """

    devices: int
    overdue: int
    never: int
    failing: int
    latest: tuple[UUID, ...]


def checking_of(actor: Actor, *items: str) -> Checking:
    """Of the actor's organization; ``items``: ids of ``checklists.toml``, any at all where none is
    named. Six queries.
    """
    asked = devices_of(actor).filter(state__in=HERE, kind__in=CHECKED)
    last = DeviceCheck.objects.filter(device=OuterRef("id")).order_by("-id").values("id")[:1]
    failed = DeviceCheck.objects.filter(id=OuterRef("last_check"))
    failed = failed.filter(failed__overlap=items) if items else failed.exclude(failed=[])
    today = today_of(actor)
    latest = asked.exclude(checked_on=None).order_by("-checked_on", "-id")
    return Checking(
        devices=asked.count(),
        overdue=by_check(asked, "overdue", today).count(),
        never=by_check(asked, "never", today).count(),
        failing=asked.annotate(last_check=Subquery(last)).filter(Exists(failed)).count(),
        latest=tuple(latest.values_list("id", flat=True)[:_LATEST]),
    )
