"""Self, watched closely, household, colleague, surname, neighbour: compared, and nothing opened."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from chaperone.access.queries import staff_of
from chaperone.ledger.actors import Actor
from chaperone.members.kin import Marks, marks_by_member
from chaperone.vault.keyring import keyring
from chaperone.workforce.kinship import SURNAME, surname_of
from chaperone.workforce.queries.homes import HomeMarks, home_marks


class PersonMarks(NamedTuple):
    """Of somebody of the workforce. A name of staff stands in clear: its index is made when it is
    compared, under each version of the key.
    """

    surnames: frozenset[bytes]
    home: HomeMarks


_NO_HOME = HomeMarks(None, None, None)


@dataclass(frozen=True)
class Kin:
    """Whom the marks of whom compare equal with; by the bytes of ids."""

    members: Mapping[bytes, Marks]
    people: Mapping[bytes, PersonMarks]
    numbers: frozenset[bytes] = field(default=frozenset())
    _known: dict[tuple[bytes, bytes], Sequence[str]] = field(default_factory=dict)

    def relations(self, person: bytes, member: bytes) -> Sequence[str]:
        """How they are related, the closest first: asked of the same pairs on most days."""
        pair = person, member
        known = self._known.get(pair)
        if known is None:
            known = self._known[pair] = self._compared(person, member)
        return known

    def _compared(self, person: bytes, member: bytes) -> list[str]:
        theirs, own = self.members.get(member), self.people.get(person)
        if theirs is None:
            return []
        found = ["vip"] if theirs.vip else []
        if own is None:
            return found
        same = theirs.phone is not None and theirs.phone == own.home.phone
        if same:
            found.insert(0, "self")
        if theirs.household and theirs.household == own.home.household:
            found.append("household")
        if theirs.phone in self.numbers and not same:
            found.append("coworker")
        if theirs.surname in own.surnames:
            found.append("same_surname")
        if theirs.area and theirs.area == own.home.area:
            found.append("neighbour")
        return found


def kin_of(actor: Actor, members: Collection[UUID] | None = None) -> Kin:
    """The marks of everybody who works or worked here, and of these members; of all where None."""
    homes = home_marks(actor)
    people = {
        user_id.bytes: PersonMarks(_surnames(actor, name), homes.get(user_id, _NO_HOME))
        for user_id, name in staff_of(actor).items()
    }
    numbers = frozenset(each.phone for each in homes.values() if each.phone)
    return Kin(marks_by_member(actor, members), people, numbers)


def _surnames(actor: Actor, name: str) -> frozenset[bytes]:
    token = surname_of(name)
    if not token:
        return frozenset()
    indexes = keyring.blind_indexes(actor.organization_id, element=SURNAME, token=token)
    return frozenset(indexes)
