"""What falls due in this room: checks, reviews of plans, media that come back, copies to decide."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.duties.registry import Due
from chaperone.facilities.models import CopyRequest, Device, Movement, Plan
from chaperone.facilities.models.devices import CHECKED
from chaperone.facilities.queries.devices import HERE
from chaperone.organizations.clocks import end_of
from chaperone.organizations.queries import organization_of

_MANAGE, _APPROVE = "facilities.manage", "copies.approve"


def dues(organization_id: UUID, until: date) -> Iterator[Due]:
    """What falls due up to that day, and what is overdue, in the organization's context.

    Devices and copies of one day are one duty, however many they are. Four queries beside the
    organization.
    """
    yield from _checks(organization_id, until)
    yield from _plans(organization_id, until)
    yield from _returns(organization_id, until)
    yield from _copies(organization_id, until)


def _checks(organization_id: UUID, until: date) -> Iterator[Due]:
    rows = Device.objects.filter(
        organization_id=organization_id, state__in=HERE, kind__in=CHECKED, check_due_on__lte=until
    )
    counted = rows.values_list("check_due_on").annotate(Count("id")).order_by("check_due_on")
    for day, count in counted:
        assert day is not None
        yield Due(
            key=f"facilities.checks:{day}",
            what=_many(count, "device is", "devices are") + " to be checked",
            due_on=day,
            route="facilities:devices",
            citation="45 CFR 164.310(b)",
            permission=_MANAGE,
            remind=(30, 7, 0),
        )


def _plans(organization_id: UUID, until: date) -> Iterator[Due]:
    signed = Plan.objects.filter(
        organization_id=organization_id, signed_at__isnull=False, site__retired_at=None
    )
    rows = signed.select_related("site").order_by("site_id", "-number")
    for _, versions in groupby(rows, key=lambda plan: plan.site_id):
        plan = next(versions)
        if plan.review_due_on and plan.review_due_on <= until:
            yield Due(
                key=f"facilities.plan:{plan.id}:{plan.review_due_on}",
                what=f"The security plan of {plan.site.name} is to be reviewed",
                due_on=plan.review_due_on,
                route="facilities:site",
                arguments={"site_id": plan.site_id},
                citation="45 CFR 164.310(a)(2)(ii)",
                permission=_MANAGE,
            )


def _returns(organization_id: UUID, until: date) -> Iterator[Due]:
    rows = Movement.objects.filter(
        organization_id=organization_id, returned_at=None, due_on__lte=until
    )
    for row in rows.select_related("device").order_by("due_on", "id"):
        assert row.due_on is not None
        yield Due(
            key=f"facilities.movement:{row.id}",
            what=f"{row.device.name} is to come back",
            due_on=row.due_on,
            route="facilities:movements",
            citation="45 CFR 164.310(d)(2)(iii)",
            permission=_MANAGE,
            remind=(7, 0),
        )


def _copies(organization_id: UUID, until: date) -> Iterator[Due]:
    """Those that wait for a decision: due on the day on which they were asked for."""
    zone = ZoneInfo(organization_of(worker(organization_id)).time_zone)
    rows = CopyRequest.objects.filter(
        organization_id=organization_id,
        state=CopyRequest.State.WAITING,
        ends_at__gt=timezone.now(),
        asked_at__lt=end_of(until, zone),
    )
    asked = (at.astimezone(zone).date() for at in rows.values_list("asked_at", flat=True))
    for day, found in groupby(sorted(asked)):
        count = len(list(found))
        yield Due(
            key=f"facilities.copies:{day}",
            what=_many(
                count, "request to copy members' data waits", "requests to copy members' data wait"
            ),
            due_on=day,
            route="facilities:copies",
            citation="45 CFR 164.310(c)",
            permission=_APPROVE,
            remind=(0,),
        )


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
