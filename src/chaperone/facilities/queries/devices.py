"""Devices, their checks, where they went and how they ended."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from chaperone.facilities.models import Device, Disposal, Movement
from chaperone.facilities.models.devices import CHECKED, SOON_DAYS
from chaperone.ledger.actors import Actor

HERE = (Device.State.IN_USE, Device.State.STORED)


def devices_of(actor: Actor) -> QuerySet[Device]:
    """Devices and media; those whose check is due first come first."""
    rows = Device.objects.filter(organization_id=actor.organization_id)
    return rows.order_by(F("check_due_on").asc(nulls_last=True), "name", "id")


def by_check(rows: QuerySet[Device], state: str, today: date) -> QuerySet[Device]:
    """Those whose check is ``overdue``, ``soon`` due, or was ``never`` done."""
    asked = rows.filter(state__in=HERE, kind__in=CHECKED)
    match state:
        case "overdue":
            return asked.filter(check_due_on__lt=today)
        case "never":
            return asked.filter(check_due_on=None)
        case _:
            until = today + timedelta(days=SOON_DAYS)
            return asked.filter(check_due_on__gte=today, check_due_on__lte=until)


def devices_to_choose(actor: Actor) -> dict[UUID, str]:
    """What is here, by id."""
    rows = devices_of(actor).filter(state__in=HERE).order_by("name", "id")
    return {
        row_id: f"{name} ({serial})" if serial else name
        for row_id, name, serial in rows.values_list("id", "name", "serial")
    }


def with_checked_device(actor: Actor, user_ids: Collection[UUID]) -> set[UUID]:
    """Who of these people has a device that was checked and passed (onboarding asks)."""
    rows = Device.objects.filter(
        Q(disk_encrypted=True, firewall_on=True),
        organization_id=actor.organization_id,
        owner__in=user_ids,
        state__in=HERE,
        checked_on__isnull=False,
    )
    return {owner for owner in rows.values_list("owner", flat=True) if owner}


def movements_of(actor: Actor) -> QuerySet[Movement]:
    """What left, with what it is; what is out comes first, then the latest."""
    rows = Movement.objects.filter(organization_id=actor.organization_id).select_related("device")
    return rows.order_by(F("returned_at").desc(nulls_first=True), "-left_at", "-id")


def disposals_of(actor: Actor) -> QuerySet[Disposal]:
    """What was wiped or destroyed; what waits to be confirmed comes first."""
    rows = Disposal.objects.filter(organization_id=actor.organization_id).select_related("device")
    return rows.order_by(F("confirmed_at").desc(nulls_first=True), "-id")
