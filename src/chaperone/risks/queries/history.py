"""What became of a risk or an asset, with names where the ledger has ids."""

import re
from uuid import UUID

from chaperone.access.queries import names_of
from chaperone.ledger.actors import Actor
from chaperone.registers.queries.history import Change, history_of
from chaperone.risks.queries.assets import assets_named

_ID = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b")


def changes_of(actor: Actor, record: UUID) -> list[Change]:
    """The changes of a record, newest first, at most fifty."""
    changes = history_of(actor, record)
    told = " ".join(value for change in changes for _, value in change.details)
    ids = {UUID(each) for each in _ID.findall(told)}
    if not ids:
        return changes
    known = names_of(ids) | {each.id: each.name for each in assets_named(actor, ids)}
    return [
        change._replace(details=[(label, _named(value, known)) for label, value in change.details])
        for change in changes
    ]


def _named(value: str, known: dict[UUID, str]) -> str:
    return _ID.sub(lambda found: known.get(UUID(found[0]), found[0]), value)
