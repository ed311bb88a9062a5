"""Workstations, devices and media: entering, checking, losing them (45 CFR 164.310(b)-(d))."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.facilities.actions.entering import change, enter
from chaperone.facilities.checklists import workstation_items
from chaperone.facilities.dates import a_year_after
from chaperone.facilities.errors import NotHere
from chaperone.facilities.events import (
    DEVICE_ADDED,
    DEVICE_CHANGED,
    DEVICE_CHECKED,
    DEVICE_LOST,
)
from chaperone.facilities.models import Device, DeviceCheck
from chaperone.facilities.queries.finding import hold
from chaperone.organizations.days import today_of


def add_device(*, actor: Staff, **values: Any) -> Device:
    """Enters a device or medium. The caller has checked ``facilities.manage``.

    Raises ``AlreadyThere`` where the serial number is another's.
    """
    row = Device(**{name: value for name, value in values.items() if value is not None})
    details = {"name": row.name, "kind": row.kind, "holds_ephi": row.holds_ephi}
    return enter(actor=actor, row=row, event=DEVICE_ADDED, details=details)


@transaction.atomic
def change_device(*, actor: Staff, device_id: UUID, **values: Any) -> None:
    """Changes what is known of a device. Raises ``NotFound``, ``NotHere``, ``AlreadyThere``."""
    device = _here(actor, device_id)
    changed = {name: value for name, value in values.items() if getattr(device, name) != value}
    if changed:
        told = {name: str(value) for name, value in changed.items()}
        change(actor=actor, row=device, event=DEVICE_CHANGED, values=changed, details=told)


@transaction.atomic
def check_device(
    *, actor: Staff, device_id: UUID, passed: Collection[str], note: str = ""
) -> DeviceCheck:
    """Records how a device was found today; the next check is due in a year, or at once where
    something failed.

    ``passed``: ids of ``checklists.toml``; the others failed. Raises ``NotFound``, ``NotHere``.
    """
    device = _here(actor, device_id)
    today = today_of(actor)
    asked = [item.id for item in workstation_items()]
    good = [name for name in asked if name in passed]
    bad = [name for name in asked if name not in passed]
    check = DeviceCheck(device=device, passed=good, failed=bad, note=note, checked_on=today)
    check.organization_id, check.recorded_by = actor.organization_id, actor.user_id
    check.save(force_insert=True)
    values = {
        "checked_on": today,
        "check_due_on": today if bad else a_year_after(today),
        "disk_encrypted": "disk_encryption" in good,
        "firewall_on": "firewall" in good,
    }
    details = {"passed": len(good), "failed": bad, "note": note}
    change(actor=actor, row=device, event=DEVICE_CHECKED, values=values, details=details)
    return check


@transaction.atomic
def lose_device(*, actor: Staff, device_id: UUID, what_happened: str) -> None:
    """A device is lost or stolen: what was on it may be a breach (45 CFR 164.402).

    Raises ``NotFound``, ``NotHere``.
    """
    device = _here(actor, device_id)
    values = {"state": Device.State.LOST}
    details = {
        "what_happened": what_happened,
        "holds_ephi": device.holds_ephi,
        "disk_encrypted": device.disk_encrypted,
    }
    change(actor=actor, row=device, event=DEVICE_LOST, values=values, details=details)


def _here(actor: Staff, device_id: UUID) -> Device:
    device = hold(actor, Device, device_id)
    if not device.is_here:
        raise NotHere
    return device
