"""Reading what was or is to be destroyed, and its certificates."""

from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import latest_checkpoint, places
from chaperone.retention.errors import NoSuchDestruction
from chaperone.retention.models import Certificate, Destruction, RunCertificate

PAGE = 50


class Reference(NamedTuple):
    """Where the ledger has an entry: its place in the tree, and a checkpoint that covers it.

    ``position`` is None while the entry waits for its place; ``checkpoint`` is the signed note.
    """

    entry_id: UUID
    position: int | None
    checkpoint: str | None


def destructions_of(
    actor: Actor, *, before: UUID | None = None
) -> tuple[list[Destruction], UUID | None]:
    """Destructions of the actor's organization, newest first; where the next page begins."""
    found = Destruction.objects.filter(organization_id=actor.organization_id)
    if before:
        found = found.filter(id__lt=before)
    rows = list(found.select_related("certificate").order_by("-id")[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def destruction_of(actor: Actor, destruction_id: UUID) -> Destruction:
    """One of them. Raises ``NoSuchDestruction``."""
    found = (
        Destruction.objects.select_related("certificate")
        .filter(organization_id=actor.organization_id, id=destruction_id)
        .first()
    )
    if found is None:
        raise NoSuchDestruction
    return found


def certificate_of(destruction: Destruction) -> Certificate | None:
    """The certificate of a destruction; None before it was carried out."""
    try:
        return destruction.certificate
    except Certificate.DoesNotExist:
        return None


def newest_about(actor: Actor, member_id: UUID) -> Destruction | None:
    """The newest destruction that somebody asked for of this member's data, if any."""
    found = Destruction.objects.filter(organization_id=actor.organization_id, member_id=member_id)
    return found.select_related("certificate").order_by("-id").first()


def is_about_to_be_destroyed(*, organization_id: UUID, member_id: UUID) -> bool:
    """Whether a destruction of the member's data waits, is approved or was carried out."""
    return (
        Destruction.objects.filter(organization_id=organization_id, member_id=member_id)
        .exclude(state__in=[Destruction.State.WITHDRAWN, Destruction.State.REFUSED])
        .exists()
    )


def reference_of(certificate: Certificate | RunCertificate) -> Reference:
    """Where the ledger has what a certificate is about."""
    position = places([certificate.entry_id]).get(certificate.entry_id)
    checkpoint = latest_checkpoint() if position is not None else None
    covered = checkpoint is not None and position is not None and position < checkpoint.size
    return Reference(
        certificate.entry_id, position, checkpoint.note if covered and checkpoint else None
    )
