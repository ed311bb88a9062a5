"""What of this room stands in others' registries."""

from uuid import UUID

from django.urls import reverse

from chaperone.access.actors import Staff
from chaperone.vendors.queries import vendors_of


def page_of(actor: Staff, record: UUID) -> str | None:
    """Where a vendor's files are; None where the actor has no such vendor."""
    if not vendors_of(actor).filter(id=record).exists():
        return None
    return reverse("vendors:vendor", kwargs={"vendor_id": record})
