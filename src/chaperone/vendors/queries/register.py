"""The register of vendors."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from chaperone.ledger.actors import Actor
from chaperone.vendors.errors import NoSuchAgreement, NoSuchVendor
from chaperone.vendors.models import Agreement, Vendor


def vendors_of(actor: Actor) -> QuerySet[Vendor]:
    """Every vendor of the actor's organization, retired ones too."""
    return Vendor.objects.filter(organization_id=actor.organization_id)


class Registered(NamedTuple):
    """A vendor and what was signed with it, newest first."""

    vendor: Vendor
    agreements: list[Agreement]


def register_of(actor: Actor) -> list[Registered]:
    """Every vendor that works for the actor's organization now, by name. Two queries."""
    rows = vendors_of(actor).filter(retired_at=None).order_by("name", "id")
    register = {vendor.id: Registered(vendor, []) for vendor in rows}
    agreements = Agreement.objects.filter(
        organization_id=actor.organization_id, vendor__retired_at=None
    )
    for agreement in agreements.order_by("-starts_on", "-id"):
        register[agreement.vendor_id].agreements.append(agreement)
    return list(register.values())


def vendor_of(actor: Actor, vendor_id: UUID) -> Vendor:
    """One of them. Raises ``NoSuchVendor``."""
    found = vendors_of(actor).filter(id=vendor_id).first()
    if found is None:
        raise NoSuchVendor
    return found


def agreement_of(actor: Actor, agreement_id: UUID) -> Agreement:
    """An agreement with its vendor. Raises ``NoSuchAgreement``."""
    rows = Agreement.objects.select_related("vendor")
    found = rows.filter(organization_id=actor.organization_id, id=agreement_id).first()
    if found is None:
        raise NoSuchAgreement
    return found


def agreements_of(actor: Actor) -> QuerySet[Agreement]:
    """Every agreement of the actor's organization with its vendor, the latest first."""
    rows = Agreement.objects.filter(organization_id=actor.organization_id)
    return rows.select_related("vendor").order_by("-starts_on", "-id")


def in_state(rows: QuerySet[Agreement], state: str, today: date) -> QuerySet[Agreement]:
    """Those of which ``state_on`` says this."""
    if state == "ended":
        return rows.exclude(ended_at=None)
    rows = rows.filter(ended_at=None)
    if state == "coming":
        return rows.filter(starts_on__gt=today)
    begun = rows.filter(starts_on__lte=today)
    return begun.filter(ends_on__lt=today) if state == "over" else begun.exclude(ends_on__lt=today)


def still_at_work(vendor: Vendor, today: date) -> bool:
    """Whether an agreement with it may still be in force, or a subcontractor of it is listed."""
    running = vendor.agreements.filter(ended_at=None).exclude(ends_on__lt=today)
    return running.exists() or vendor.subcontractors.filter(retired_at=None).exists()


def chain_above(actor: Actor, vendor_id: UUID) -> set[UUID]:
    """The vendor and all whose subcontractor it is, directly or not."""
    above = dict(vendors_of(actor).values_list("id", "under_id"))
    chain: set[UUID] = set()
    current: UUID | None = vendor_id
    while current is not None and current not in chain:
        chain.add(current)
        current = above.get(current)
    return chain
