"""The register of vendors, and the gate before members' data leaves for one of them."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import organization_of
from chaperone.vendors.errors import NoAgreement, NoSuchAgreement, NoSuchVendor
from chaperone.vendors.models import Agreement, Vendor

_HOLD = "SELECT * FROM vendors_hold_agreement(%s, %s::text[], %s)"


class InForce(NamedTuple):
    """An agreement that lets data go to a vendor now."""

    agreement_id: UUID
    vendor_id: UUID
    vendor: str


class Registered(NamedTuple):
    """A vendor and what was signed with it, newest first."""

    vendor: Vendor
    agreements: list[Agreement]


def agreement_for(actor: Actor, *, host: str, elements: Collection[str]) -> InForce | None:
    """The agreement in force under which the actor's organization may disclose to ``host``.

    ``elements``: element groups of ``access/roles.toml`` that are disclosed, all of which it must
    cover. Only a business associate agreement does (45 CFR 164.502(e), 164.504(e)). Held until
    the transaction ends, so call it where the disclosure is recorded. None where there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [host, sorted(elements), today_of(actor)])
        row = cursor.fetchone()
    return InForce(*row) if row else None


def require_agreement(actor: Actor, *, host: str, elements: Collection[str]) -> InForce:
    """The same. Raises ``NoAgreement`` where there is none: then no byte may leave."""
    found = agreement_for(actor, host=host, elements=elements)
    if found is None:
        raise NoAgreement
    return found


def today_of(actor: Actor) -> date:
    """The day on which it is for the actor's organization."""
    return timezone.localdate(timezone=ZoneInfo(organization_of(actor).time_zone))


def register_of(actor: Actor) -> list[Registered]:
    """Every vendor of the actor's organization by name."""
    vendors = Vendor.objects.filter(organization_id=actor.organization_id).order_by("name", "id")
    register = {vendor.id: Registered(vendor, []) for vendor in vendors}
    agreements = Agreement.objects.filter(organization_id=actor.organization_id)
    for agreement in agreements.order_by("-starts_on", "-id"):
        register[agreement.vendor_id].agreements.append(agreement)
    return list(register.values())


def vendor_of(actor: Actor, vendor_id: UUID) -> Vendor:
    """One of them. Raises ``NoSuchVendor``."""
    found = Vendor.objects.filter(organization_id=actor.organization_id, id=vendor_id).first()
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
