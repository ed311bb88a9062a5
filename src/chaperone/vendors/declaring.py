"""What of this room stands in others' registries."""

from uuid import UUID

from django.urls import reverse

from chaperone.access.actors import Staff
from chaperone.vendors.errors import NoSuchAgreement
from chaperone.vendors.queries import agreement_of, vendors_of
from chaperone.vendors.queries.customers import customer_agreement_of


def page_of(actor: Staff, record: UUID) -> str | None:
    """Where a vendor's files are; None where the actor has no such vendor."""
    if not vendors_of(actor).filter(id=record).exists():
        return None
    return reverse("vendors:vendor", kwargs={"vendor_id": record})


def agreements_page(actor: Staff, record: UUID) -> str | None:
    """Where the paper of an agreement is; None where the actor has no such agreement."""
    try:
        agreement_of(actor, record)
    except NoSuchAgreement:
        return None
    return reverse("vendors:agreement", kwargs={"agreement_id": record})


def customers_page(actor: Staff, record: UUID) -> str | None:
    """The same of an agreement between a customer and the platform."""
    try:
        customer_agreement_of(actor, record)
    except NoSuchAgreement:
        return None
    return reverse("vendors:customer_agreement", kwargs={"customer_agreement_id": record})
