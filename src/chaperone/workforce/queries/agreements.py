"""Who signed the confidentiality agreement, and until when it holds."""

from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.workforce.models import Agreement


def agreements_of(actor: Actor, user_id: UUID) -> list[Agreement]:
    """What somebody signed in the actor's organization, newest first."""
    rows = Agreement.objects.filter(organization_id=actor.organization_id, user_id=user_id)
    return list(rows.order_by("-id")[:10])
