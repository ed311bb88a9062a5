from dataclasses import dataclass

import pytest

from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actors import KINDS, Actor
from chaperone.ledger.errors import UnknownActorKind


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_known_kinds(kind):
    assert Actor(kind, None, PLATFORM).kind == kind


@pytest.mark.parametrize("kind", ["", "Staff", "god", None])
def test_other_kinds_are_refused(kind):
    with pytest.raises(UnknownActorKind):
        Actor(kind, None, PLATFORM)


def test_rooms_above_add_to_an_actor():
    @dataclass(frozen=True)
    class Staff(Actor):
        name: str = ""

    assert Staff("staff", None, PLATFORM, name="Maria").name == "Maria"
    with pytest.raises(UnknownActorKind):
        Staff("coach", None, PLATFORM, name="Maria")
