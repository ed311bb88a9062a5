"""New keys for an organization, made by a worker: the table says that they are wanted."""

from uuid import UUID

from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.incidents.models import Containment
from chaperone.organizations.queries import organizations_all
from chaperone.vault import rotation
from chaperone.vault.models import Purpose
from chaperone.vault.registry import By

_PURPOSES = (Purpose.SHARED, Purpose.SECRET, Purpose.LEDGER)


def make_keys(*, organization_id: UUID) -> int:
    """Replaces keys where an incident asked for it; for how many incidents. Safe to repeat.

    Outside of transactions, since the key provider is asked. Raises ``KeyMissing`` or a
    ``CryptoError``; then the next sweep tries again.
    """
    actor = worker(organization_id)
    with acting_for(actor):
        wanted = list(
            Containment.objects.filter(
                organization_id=organization_id, how=Containment.How.KEYS, finished_at=None
            )
        )
    if not wanted:
        return 0
    by = By("staff", wanted[-1].done_by)
    rotation.rotate_organization(organization_id=organization_id, by=by)
    for purpose in _PURPOSES:
        rotation.rotate_values(organization_id=organization_id, purpose=purpose, by=by)
    with acting_for(actor):
        Containment.objects.filter(id__in=[each.id for each in wanted]).update(
            finished_at=timezone.now()
        )
    return len(wanted)


def make_keys_everywhere() -> None:
    """Finds what a lost nudge has left."""
    for organization_id in organizations_all():
        make_keys(organization_id=organization_id)
