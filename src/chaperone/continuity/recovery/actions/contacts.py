"""Keeping the list of whom to call, and seeing that it lies where it can be read offline."""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.continuity.models import CallContact, PutAway
from chaperone.continuity.recovery.errors import NamedAlready, NoWayToReach, Retired
from chaperone.continuity.recovery.events import (
    CONTACT_CHANGED,
    CONTACT_ENTERED,
    CONTACT_RETIRED,
    LIST_PUT_AWAY,
)
from chaperone.continuity.recovery.queries.contacts import contact_of, digest_of, whom_to_call
from chaperone.registers.actions.changes import record_change
from chaperone.risks.differences import apply_changes


@transaction.atomic
def enter_contact(*, actor: Staff, **values: Any) -> CallContact:
    """Enters somebody; ``values``: columns of ``CallContact``.

    The caller has checked ``continuity.manage`` and the values. Raises ``NoWayToReach``,
    ``NamedAlready``.
    """
    contact = CallContact(
        organization_id=actor.organization_id, recorded_by=actor.user_id, **values
    )
    _save(contact, force_insert=True)
    details = {"name": contact.name, "for": contact.reason}
    record_change(actor=actor, event=CONTACT_ENTERED, record=contact.id, details=details)
    return contact


@transaction.atomic
def change_contact(*, actor: Staff, contact_id: UUID, **values: Any) -> CallContact:
    """Changes an entry. The caller has checked ``continuity.manage`` and the values.

    Raises ``NoSuchContact``, ``Retired``, ``NoWayToReach``, ``NamedAlready``.
    """
    contact = _in_use(actor, contact_id)
    changes = apply_changes(contact, values)
    if changes:
        _save(contact, update_fields=list(changes))
        record_change(actor=actor, event=CONTACT_CHANGED, record=contact.id, details=changes)
    return contact


@transaction.atomic
def retire_contact(*, actor: Staff, contact_id: UUID) -> None:
    """Takes somebody out of the list. The caller has checked ``continuity.manage``.

    Raises ``NoSuchContact``, ``Retired``.
    """
    contact = _in_use(actor, contact_id)
    contact.retired_by, contact.retired_at = actor.user_id, timezone.now()
    contact.save(update_fields=["retired_by", "retired_at"])
    details = {"name": contact.name}
    record_change(actor=actor, event=CONTACT_RETIRED, record=contact.id, details=details)


@transaction.atomic
def put_away(*, actor: Staff, where: str) -> PutAway:
    """Says where a print of the list as it is now lies. The caller has checked
    ``continuity.manage``.
    """
    kept = PutAway(
        organization_id=actor.organization_id,
        sha256=digest_of(whom_to_call(actor)),
        where=where.strip(),
        put_away_by=actor.user_id,
    )
    kept.save(force_insert=True)
    record_change(
        actor=actor,
        event=LIST_PUT_AWAY,
        record=actor.organization_id,
        details={"where": kept.where, "sha256": kept.sha256},
    )
    return kept


def _in_use(actor: Staff, contact_id: UUID) -> CallContact:
    contact = contact_of(actor, contact_id, lock=True)
    if contact.retired_at:
        raise Retired
    return contact


def _save(contact: CallContact, **how: Any) -> None:
    if not contact.phone and not contact.other:
        raise NoWayToReach
    try:
        with transaction.atomic():
            contact.save(**how)
    except IntegrityError as problem:
        raise NamedAlready from problem
