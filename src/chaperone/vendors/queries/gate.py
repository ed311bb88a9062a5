"""In force or not: what the runtime asks before members' data leaves."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.utils import timezone

from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.vendors.errors import NoAgreement
from chaperone.vendors.models import Agreement
from chaperone.vendors.outlets import MODEL, Outlet
from chaperone.vendors.queries.customers import stands_with_platform

_LET_OUT = "SELECT * FROM vendors_let_out(%s, %s, %s::text[], %s)"


class InForce(NamedTuple):
    """An agreement that lets data go to a vendor now."""

    agreement_id: UUID
    vendor_id: UUID
    vendor: str


class Answer(NamedTuple):
    """What the gate says. ``in_force``: under which agreement data may leave, if under any.

    ``customer``: whether the organization's own agreement with the platform stands; ``closure_id``:
    that it is known to be shut.
    """

    in_force: InForce | None
    customer: bool
    closure_id: UUID | None


def ask_gate(outlet: Outlet) -> Answer:
    """Whether the organization in context may let data out there now (45 CFR 164.502(e)).

    Only a business associate agreement does that covers every element, with a vendor that may get
    every one. Held until the transaction ends, so call it where the disclosure is recorded.
    """
    elements = sorted(outlet.elements)
    with connection.cursor() as cursor:
        cursor.execute(_LET_OUT, [outlet.purpose, outlet.host, elements, timezone.now()])
        agreement_id, vendor_id, vendor, customer, closure_id = cursor.fetchone()
    found = InForce(agreement_id, vendor_id, vendor) if agreement_id else None
    return Answer(found, customer, closure_id)


def covered_here(actor: Actor, outlet: Outlet) -> bool:
    """Whether the gate is open as far as a standby knows, which locks no rows.

    Nothing is held until a commit, and the answer is as old as the replica is.
    """
    today = today_of(actor)
    elements = sorted(outlet.elements)
    agreements = Agreement.objects.filter(
        organization_id=actor.organization_id,
        kind=Agreement.Kind.BAA,
        purposes__contains=[outlet.purpose],
        covers__contains=elements,
        vendor__elements__contains=elements,
        vendor__retired_at=None,
    )
    return stands_with_platform(actor) and any(
        each.state_on(today) == "in_force" for each in agreements
    )


def agreement_for(
    actor: Actor,  # noqa: ARG001  whose organization is in context
    *,
    host: str,
    elements: Collection[str],
) -> InForce | None:
    """The agreement in force under which the actor's organization may disclose to ``host``.

    ``elements``: element groups of ``access/roles.toml`` that are disclosed. As ``ask_gate``. None
    where there is none.
    """
    return ask_gate(Outlet(MODEL, host, elements)).in_force


def require_agreement(actor: Actor, *, host: str, elements: Collection[str]) -> InForce:
    """The same. Raises ``NoAgreement`` where there is none: then no byte may leave."""
    found = agreement_for(actor, host=host, elements=elements)
    if found is None:
        raise NoAgreement
    return found


def platform_id() -> UUID | None:
    """The organization that runs the installation for others; None where nobody does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vendors_platform()")
        (found,) = cursor.fetchone()
    return found if found is None else UUID(str(found))
