"""Where people live and their own numbers, as they are compared: indexes, nothing sealed."""

from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.workforce.models import Home


class HomeMarks(NamedTuple):
    """The blind indexes of somebody's home and own number; absent where it is not known."""

    household: bytes | None
    area: bytes | None
    phone: bytes | None


def home_marks(actor: Actor) -> dict[UUID, HomeMarks]:
    """Those of the people of the actor's organization, by the ids of their accounts."""
    rows = Home.objects.filter(organization_id=actor.organization_id)
    found = rows.values_list("person__user_id", "household_index", "area_index", "phone_index")
    return {
        user_id: HomeMarks(*(bytes(each) if each else None for each in indexes))
        for user_id, *indexes in found
    }
