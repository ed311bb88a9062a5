"""Chain of custody: who added, opened and retired which file, from the ledger."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from chaperone.access.queries import names_of
from chaperone.access.sentences import who
from chaperone.incidents.models import Incident
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries import opened_rows
from chaperone.registers.events import ATTACHMENT_ADDED, ATTACHMENT_OPENED, ATTACHMENT_RETIRED
from chaperone.registers.models import Change

MOST = 500
_DID = {
    ATTACHMENT_ADDED.name: "added it",
    ATTACHMENT_OPENED.name: "opened it",
    ATTACHMENT_RETIRED.name: "retired it",
}


class Hand(NamedTuple):
    """One moment at which a file was in somebody's hands."""

    at: datetime
    who: str
    did: str
    sha256: str
    entry_id: UUID


def custody_of(actor: Actor, found: Incident) -> list[Hand]:
    """The latest first. Four queries."""
    index = Change.objects.filter(organization_id=actor.organization_id, record_id=found.id)
    ids = list(index.order_by("-entry_id").values_list("entry_id", flat=True)[:MOST])
    rows = [
        row
        for row in opened_rows(actor, ids)
        if row.event in _DID and row.details.get("record") == str(found.id)
    ]
    names = names_of({row.actor_id for row in rows if row.actor_id})
    return [
        Hand(
            row.at,
            who(row.actor_kind, names.get(row.actor_id) if row.actor_id else None).name,
            _DID[row.event],
            str(row.details.get("sha256", "")),
            row.id,
        )
        for row in rows
    ]
