"""Who signed what."""

from collections.abc import Iterable
from hashlib import sha256
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.registers.models import Signature


def signatures_of(actor: Actor, record: UUID) -> list[Signature]:
    """The signatures under a record of the actor's organization, newest first."""
    return signatures_by_record(actor, [record]).get(record, [])


def signatures_by_record(actor: Actor, records: Iterable[UUID]) -> dict[UUID, list[Signature]]:
    """The same of many records, in one query."""
    rows = Signature.objects.filter(
        organization_id=actor.organization_id, record_id__in=list(records)
    )
    found: dict[UUID, list[Signature]] = {}
    for signature in rows.order_by("-id"):
        found.setdefault(signature.record_id, []).append(signature)
    return found


def is_under(signature: Signature, text: str) -> bool:
    """Whether this text is the one that was signed, to the last character."""
    return signature.sha256 == sha256(text.encode()).hexdigest()
