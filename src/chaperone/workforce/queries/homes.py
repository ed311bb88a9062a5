"""Where people live and their own numbers, as they are compared: indexes, nothing sealed."""

from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.actors import Actor
from chaperone.workforce.models import Home, Person


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


class HomeKept(NamedTuple):
    """What is on record of where somebody lives. Nobody reads it: only that there is something."""

    address: bool = False
    phone: bool = False

    @property
    def anything(self) -> bool:
        """Whether there is something to take away."""
        return self.address or self.phone


def home_kept(actor: Actor, person: Person) -> HomeKept:
    """Whether somebody's address and own number are on record."""
    found = Home.objects.filter(organization_id=actor.organization_id, person=person).first()
    if found is None:
        return HomeKept()
    return HomeKept(found.address is not None, found.phone is not None)
