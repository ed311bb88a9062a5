"""What customers signed with the organization that runs the installation (164.502(e), 164.504(e)).

Both find it in their ledgers. Either may end it: neither could be held to it by a program.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.access.context import also_in
from chaperone.access.queries.entering import customers
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.registers.actions.attachments import attach
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign
from chaperone.vendors.actions.agreements import days_of, end, look_again, still_running
from chaperone.vendors.errors import AlreadySigned, NoSuchCustomer
from chaperone.vendors.events import CUSTOMER_AGREEMENT_ADDED, CUSTOMER_AGREEMENT_ENDED
from chaperone.vendors.models import CustomerAgreement
from chaperone.vendors.queries import platform_id
from chaperone.vendors.signing import (
    CUSTOMER_AGREEMENT,
    FOR_CUSTOMER,
    FOR_PLATFORM,
    Paper,
    has_signed,
    hash_of_paper,
    signed_text,
)


@transaction.atomic
def add_customer_agreement(
    *,
    actor: Staff,
    customer_id: UUID,
    factor: str,
    signed_on: date,
    starts_on: date,
    ends_on: date | None = None,
    signed_here: str = "",
    signed_there: str = "",
    reference: str = "",
    file: Paper | None = None,
) -> CustomerAgreement:
    """Enters a customer's agreement and signs it for the platform; the customer signs it as well.

    ``factor``, ``file``: as ``add_agreement`` has them. The caller has checked ``vendors.manage``.
    Raises ``NoSuchCustomer``, also where the actor is not the platform's, ``NoFreshFactor``,
    ``AttachmentRefused``.
    """
    if not actor.on_platform or customer_id not in {each.id for each in customers()}:
        raise NoSuchCustomer
    agreement = CustomerAgreement(
        organization_id=customer_id,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        signed_here=signed_here.strip(),
        signed_there=signed_there.strip(),
        reference=reference.strip(),
        file_sha256=hash_of_paper(file),
        recorded_by=actor.user_id,
    )
    agreement.save(force_insert=True)
    _record_on_both_sides(CUSTOMER_AGREEMENT_ADDED, actor, agreement, {})
    if file:
        for there in _on_both_sides(actor, agreement):
            attach(actor=there, record=agreement.id, kind=CUSTOMER_AGREEMENT, **file._asdict())
    _sign_on_both_sides(actor, agreement, factor)
    look_again(customer_id)
    return agreement


@transaction.atomic
def sign_customer_agreement(*, actor: Staff, agreement_id: UUID, factor: str) -> None:
    """Puts the actor's signature under an agreement, for the side that they are of; both see it.

    The caller has checked ``vendors.manage``. Raises ``NoSuchAgreement``, ``AlreadyEnded``,
    ``AlreadySigned``, ``NoFreshFactor``.
    """
    agreement = still_running(_locked(actor, agreement_id))
    if has_signed(actor, agreement.id):
        raise AlreadySigned
    _sign_on_both_sides(actor, agreement, factor)


@transaction.atomic
def end_customer_agreement(*, actor: Staff, agreement_id: UUID, reason: str) -> CustomerAgreement:
    """Ends it this second: the customer's PHI does not open for the platform's people under it any
    more, and none leaves. By either side. The caller has checked ``vendors.manage``. Raises
    ``NoSuchAgreement``, ``AlreadyEnded``.
    """
    agreement = end(_locked(actor, agreement_id), actor, reason)
    _record_on_both_sides(
        CUSTOMER_AGREEMENT_ENDED, actor, agreement, {"reason": agreement.end_reason}
    )
    return agreement


def _record_on_both_sides(
    event: Event, actor: Staff, agreement: CustomerAgreement, more: dict[str, Any]
) -> None:
    details = days_of(agreement) | {"customer": str(agreement.organization_id)} | more
    for there in _on_both_sides(actor, agreement):
        record_change(actor=there, event=event, record=agreement.id, details=details)


def _sign_on_both_sides(actor: Staff, agreement: CustomerAgreement, factor: str) -> None:
    for there in _on_both_sides(actor, agreement):
        sign(
            actor=there,
            record=agreement.id,
            text=signed_text(agreement),
            meaning=FOR_PLATFORM if actor.on_platform else FOR_CUSTOMER,
            factor=factor,
            role=actor.role_label,
        )


def _on_both_sides(actor: Staff, agreement: CustomerAgreement) -> Iterator[Staff]:
    """The actor as the customer sees them, then as the platform does, each in its context."""
    sides = (agreement.organization_id, platform_id() or actor.organization_id)
    for organization_id in dict.fromkeys(sides):
        with also_in(actor, organization_id) as there:
            yield there


def _locked(actor: Staff, agreement_id: UUID) -> CustomerAgreement | None:
    rows = CustomerAgreement.objects.filter(id=agreement_id)
    if not actor.on_platform:
        rows = rows.filter(organization_id=actor.organization_id)
    return rows.select_for_update().first()


@transaction.atomic
def enter_as_operator(*, actor: Actor, starts_on: date, reference: str) -> None:
    """Enters a customer's first agreement by the installation's operator, such as for the demo.

    In the customer's context. Nothing where the customer ever had one: what ended stays ended.
    """
    if CustomerAgreement.objects.filter(organization_id=actor.organization_id).exists():
        return
    agreement = CustomerAgreement(
        organization_id=actor.organization_id,
        signed_on=starts_on,
        starts_on=starts_on,
        reference=reference,
    )
    agreement.save(force_insert=True)
    record_change(
        actor=actor,
        event=CUSTOMER_AGREEMENT_ADDED,
        record=agreement.id,
        details=days_of(agreement),
    )
