"""What customers signed with the organization that runs the installation."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries.entering import customers
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.vendors.errors import NoSuchAgreement
from chaperone.vendors.models import CustomerAgreement

_STANDS = "SELECT vendors_customer_stands(%s, %s)"


@dataclass(slots=True)
class Customer:
    """A customer with what it signed, newest first, each with its state today."""

    id: UUID
    name: str
    agreements: list[tuple[CustomerAgreement, str]] = field(default_factory=list)

    @property
    def is_covered(self) -> bool:
        """Whether its data may be touched by the platform now."""
        return any(state == "in_force" for _, state in self.agreements)


def customers_of(actor: Staff) -> list[Customer]:
    """Every customer of the platform, or the actor's own organization. Three queries at most."""
    if actor.on_platform:
        found = {each.id: Customer(each.id, each.name) for each in customers()}
    else:
        found = {actor.organization_id: Customer(actor.organization_id, "Your organization")}
    today = today_of(actor)
    rows = CustomerAgreement.objects.filter(organization_id__in=list(found))
    for agreement in rows.order_by("-starts_on", "-id"):
        found[agreement.organization_id].agreements.append((agreement, agreement.state_on(today)))
    return list(found.values())


def stands_with_platform(actor: Actor) -> bool:
    """Whether the organization's own agreement with the platform is in force now.

    True where nobody runs the installation for others, and for whoever does. One query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STANDS, [actor.organization_id, timezone.now()])
        (stands,) = cursor.fetchone()
    return bool(stands)


def customer_agreement_of(actor: Staff, agreement_id: UUID) -> CustomerAgreement:
    """One that the actor's organization is a side of. Raises ``NoSuchAgreement``."""
    rows = CustomerAgreement.objects.filter(id=agreement_id)
    if not actor.on_platform:
        rows = rows.filter(organization_id=actor.organization_id)
    found = rows.first()
    if found is None:
        raise NoSuchAgreement
    return found
