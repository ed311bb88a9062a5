"""Keeping the register of vendors (45 CFR 164.308(b)(1), 164.502(b))."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.vendors.errors import (
    AlreadyRegistered,
    AlreadyRetired,
    NoSuchVendor,
    StillAtWork,
    UnderItself,
)
from chaperone.vendors.events import VENDOR_ADDED, VENDOR_CHANGED, VENDOR_RETIRED
from chaperone.vendors.models import Vendor
from chaperone.vendors.queries import chain_above, still_at_work, vendor_of

FIELDS = (
    "name",
    "service",
    "contact",
    "owner_id",
    "criticality",
    "elements",
    "why",
    "under_id",
    "review_on",
)


@transaction.atomic
def add_vendor(
    *,
    actor: Staff,
    name: str,
    service: str,
    contact: str = "",
    owner_id: UUID | None = None,
    criticality: str = Vendor.Criticality.MEDIUM,
    elements: Collection[str] = (),
    why: str = "",
    under_id: UUID | None = None,
    review_on: date | None = None,
) -> Vendor:
    """Enters a vendor. ``elements``: element groups of ``access/roles.toml`` that it may get at
    all, and ``why``. ``under_id``: whose subcontractor it is. The caller has checked
    ``vendors.manage``. Raises ``AlreadyRegistered``, ``NoSuchVendor``.
    """
    if under_id is not None:
        vendor_of(actor, under_id)
    vendor = Vendor(
        organization_id=actor.organization_id,
        name=name.strip(),
        service=service.strip(),
        contact=contact.strip(),
        owner_id=owner_id,
        criticality=criticality,
        elements=sorted(elements),
        why=why.strip(),
        under_id=under_id,
        review_on=review_on,
        recorded_by=actor.user_id,
    )
    _save(vendor, force_insert=True)
    record_change(
        actor=actor, event=VENDOR_ADDED, record=vendor.id, details=_named(vendor) | _said(vendor)
    )
    return vendor


@transaction.atomic
def change_vendor(*, actor: Staff, vendor_id: UUID, **values: Any) -> Vendor:
    """Changes what the register says; ``values`` as those of ``add_vendor``, all of them.

    What a vendor may get no more does not leave for it from this commit on, whatever was signed.
    Recorded with what it was before. The caller has checked ``vendors.manage``. Raises
    ``AlreadyRegistered``, ``AlreadyRetired``, ``NoSuchVendor``, ``UnderItself``.
    """
    vendor = _locked(actor, vendor_id)
    before = _said(vendor)
    for name in FIELDS:
        value = values[name]
        value = sorted(value) if name == "elements" else value
        setattr(vendor, name, value.strip() if isinstance(value, str) else value)
    if vendor.under_id is not None:
        vendor_of(actor, vendor.under_id)
        if vendor.id in chain_above(actor, vendor.under_id):
            raise UnderItself
    after = _said(vendor)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if changed:
        _save(vendor, update_fields=FIELDS)
        details = _named(vendor) | {"changed": changed}
        record_change(actor=actor, event=VENDOR_CHANGED, record=vendor.id, details=details)
    return vendor


@transaction.atomic
def retire_vendor(*, actor: Staff, vendor_id: UUID, reason: str) -> None:
    """Takes a vendor off the list; it and all about it stay on file. ``reason`` 1 to 500
    characters. The caller has checked ``vendors.manage``. Raises ``AlreadyRetired``,
    ``NoSuchVendor``, ``StillAtWork``.
    """
    vendor = _locked(actor, vendor_id)
    if still_at_work(vendor, today_of(actor)):
        raise StillAtWork
    vendor.retired_at, vendor.retired_by = timezone.now(), actor.user_id
    vendor.retire_reason = reason.strip()
    vendor.save(update_fields=["retired_at", "retired_by", "retire_reason"])
    details = _named(vendor) | {"reason": vendor.retire_reason}
    record_change(actor=actor, event=VENDOR_RETIRED, record=vendor.id, details=details)


def _locked(actor: Staff, vendor_id: UUID) -> Vendor:
    rows = Vendor.objects.filter(organization_id=actor.organization_id, id=vendor_id)
    vendor = rows.select_for_update().first()
    if vendor is None:
        raise NoSuchVendor
    if vendor.retired_at:
        raise AlreadyRetired
    return vendor


def _save(vendor: Vendor, **how: Any) -> None:
    try:
        with transaction.atomic():
            vendor.save(**how)
    except IntegrityError as problem:
        raise AlreadyRegistered from problem


def _named(vendor: Vendor) -> dict[str, str]:
    return {"vendor": str(vendor.id), "name": vendor.name}


def _said(vendor: Vendor) -> dict[str, Any]:
    said = {name: getattr(vendor, name) for name in FIELDS}
    plain = (UUID, date)
    return {name: str(each) if isinstance(each, plain) else each for name, each in said.items()}
