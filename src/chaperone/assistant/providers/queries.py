"""Which model words an organization's replies, and what it is told besides our rules."""

from typing import NamedTuple
from uuid import UUID

from chaperone.assistant.providers.configuration import Endpoint, endpoint
from chaperone.assistant.providers.settings import INSTRUCTIONS, MODEL
from chaperone.ledger.actors import Actor
from chaperone.organizations.queries import changes_of, value_of


class Instructions(NamedTuple):
    """The organization's; ``version``: the change that set them, None if nobody did."""

    text: str
    version: UUID | None


def model_of(organization_id: UUID) -> Endpoint | None:
    """The model that the organization has chosen, if the installation can ask it."""
    return endpoint(str(value_of(MODEL, organization_id)))


def instructions_of(actor: Actor) -> Instructions:
    """What is in force now, read with its version in one place."""
    for change in changes_of(actor, INSTRUCTIONS, limit=1):
        return Instructions(str(change.value), change.id)
    return Instructions(str(INSTRUCTIONS.default), None)
