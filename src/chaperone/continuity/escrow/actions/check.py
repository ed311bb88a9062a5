"""Two shares in hand were tried; what came of it is recorded either way."""

from django.utils import timezone

from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.continuity.escrow.events import CEREMONY_CHECKED, CEREMONY_DOUBTED
from chaperone.continuity.escrow.queries import ceremony_of_set
from chaperone.continuity.models import Ceremony
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append


def record_check(*, share_set: int, good: bool) -> Ceremony | None:
    """Record whether shares of this set gave the keys in use; returns their ceremony.

    A set that was voided is never good. Raises ``NotRecorded``.
    """
    actor = operator(PLATFORM)
    with acting_for(actor):
        found = ceremony_of_set(share_set)
        good = good and found is not None and found.void_at is None
        if good and found is not None:
            Ceremony.objects.filter(id=found.id).update(checked_at=timezone.now())
        append(
            event=CEREMONY_CHECKED if good else CEREMONY_DOUBTED,
            actor=actor,
            details={"ceremony": str(found.id) if found else None, "set": share_set},
        )
    return found
