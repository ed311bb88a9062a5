"""Who can own a risk or an asset: whoever may see the register."""

from uuid import UUID

from chaperone.access.queries import names_of, people_who_may
from chaperone.ledger.actors import Actor

READ = "risks.read"


def owners_of(actor: Actor, *, also: UUID | None = None) -> dict[UUID, str]:
    """Names by id, by name; ``also`` somebody who owns something already and may not see it now."""
    user_ids = {*people_who_may(actor, READ), *([also] if also else [])}
    return dict(sorted(names_of(user_ids).items(), key=lambda each: (each[1], each[0])))
