"""Entering vendors and agreements in the register, and ending them (45 CFR 164.308(b)(3))."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.ledger.actions import append
from chaperone.vendors.errors import AlreadyEnded, AlreadyRegistered, NoSuchAgreement
from chaperone.vendors.events import AGREEMENT_ADDED, AGREEMENT_ENDED, VENDOR_ADDED
from chaperone.vendors.models import Agreement, Vendor
from chaperone.vendors.queries import vendor_of


@transaction.atomic
def add_vendor(*, actor: Staff, name: str, service: str) -> Vendor:
    """Enters a vendor. The caller has checked ``vendors.manage``. Raises ``AlreadyRegistered``."""
    vendor = Vendor(
        organization_id=actor.organization_id,
        name=name.strip(),
        service=service.strip(),
        recorded_by=actor.user_id,
    )
    try:
        with transaction.atomic():
            vendor.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyRegistered from problem
    append(
        event=VENDOR_ADDED,
        actor=actor,
        details={"vendor": str(vendor.id), "name": vendor.name, "service": vendor.service},
    )
    return vendor


@transaction.atomic
def add_agreement(
    *,
    actor: Staff,
    vendor_id: UUID,
    kind: str,
    signed_on: date,
    starts_on: date,
    ends_on: date | None = None,
    covers: Collection[str] = (),
    host: str = "",
    reference: str = "",
) -> Agreement:
    """Enters an agreement; in force from ``starts_on`` until the end of ``ends_on``.

    ``covers``: element groups of ``access/roles.toml``. The caller has checked
    ``vendors.manage``. Raises ``NoSuchVendor``.
    """
    agreement = Agreement(
        organization_id=actor.organization_id,
        vendor=vendor_of(actor, vendor_id),
        kind=kind,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        covers=sorted(covers),
        host=host.strip().lower(),
        reference=reference.strip(),
        recorded_by=actor.user_id,
    )
    agreement.save(force_insert=True)
    append(event=AGREEMENT_ADDED, actor=actor, details=_details(agreement))
    return agreement


@transaction.atomic
def end_agreement(*, actor: Staff, agreement_id: UUID, reason: str) -> None:
    """Ends an agreement this second: what is not recorded yet does not leave under it.

    ``reason`` 1 to 500 characters. The caller has checked ``vendors.manage``. Raises
    ``NoSuchAgreement``, ``AlreadyEnded``.
    """
    rows = Agreement.objects.filter(organization_id=actor.organization_id, id=agreement_id)
    agreement = rows.select_for_update().first()
    if agreement is None:
        raise NoSuchAgreement
    if agreement.ended_at:
        raise AlreadyEnded
    agreement.ended_at, agreement.ended_by = timezone.now(), actor.user_id
    agreement.end_reason = reason.strip()
    agreement.save(update_fields=["ended_at", "ended_by", "end_reason"])
    append(
        event=AGREEMENT_ENDED,
        actor=actor,
        details=_details(agreement) | {"reason": agreement.end_reason},
    )


def _details(agreement: Agreement) -> dict[str, Any]:
    return {
        "agreement": str(agreement.id),
        "vendor": str(agreement.vendor_id),
        "kind": agreement.kind,
        "signed_on": agreement.signed_on.isoformat(),
        "starts_on": agreement.starts_on.isoformat(),
        "ends_on": agreement.ends_on.isoformat() if agreement.ends_on else None,
        "covers": agreement.covers,
        "host": agreement.host,
        "reference": agreement.reference,
    }
