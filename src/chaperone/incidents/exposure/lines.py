"""An exposure member by member, as the text that is sealed and of which the ledger has the hash."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from chaperone.incidents.exposure.queries.exposing import Exposure


class Line(NamedTuple):
    """One member: what was seen, in how many entries, and what could have been."""

    member: UUID
    entries: int
    seen: frozenset[str]
    could: frozenset[str]


Lines = Mapping[UUID, Line]


def as_text(found: Exposure) -> str:
    """One form for one exposure: members and elements in order."""
    names = sorted({name for elements in found.could.values() for name in elements})
    number = {name: place for place, name in enumerate(names)}
    lines = [
        [
            member.hex,
            found.seen[member].entries if member in found.seen else 0,
            sorted(number[name] for name in _seen(found, member)),
            sorted(number[name] for name in found.could[member]),
        ]
        for member in sorted(found.could)
    ]
    return json.dumps({"elements": names, "lines": lines}, separators=(",", ":"))


def from_text(text: str) -> dict[UUID, Line]:
    """What ``as_text`` wrote, by member."""
    said = json.loads(text)
    names = said["elements"]
    lines = (
        Line(
            UUID(hex=member),
            entries,
            frozenset(names[place] for place in seen),
            frozenset(names[place] for place in could),
        )
        for member, entries, seen, could in said["lines"]
    )
    return {line.member: line for line in lines}


def digest(text: str) -> str:
    """SHA-256 of the text, in hex."""
    return sha256(text.encode()).hexdigest()


class Difference(NamedTuple):
    """What a later answer of the record says otherwise, in members."""

    added: int
    gone: int
    changed: int

    @property
    def any(self) -> bool:
        """Whether there is any."""
        return bool(self.added or self.gone or self.changed)


def difference(before: Lines, after: Lines) -> Difference:
    """How the second exposure differs from the first."""
    both = before.keys() & after.keys()
    return Difference(
        len(after.keys() - before.keys()),
        len(before.keys() - after.keys()),
        sum(before[member] != after[member] for member in both),
    )


def _seen(found: Exposure, member: UUID) -> frozenset[str]:
    return found.seen[member].elements if member in found.seen else frozenset()
