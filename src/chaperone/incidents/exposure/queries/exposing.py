"""Every member and data element that was seen, and that could have been (164.404(a)(1))."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.context import in_whole_organization
from chaperone.incidents.exposure.asking import Asked, asked_by
from chaperone.incidents.exposure.elements import Members, in_words, named
from chaperone.incidents.exposure.queries.traces import Led, led, stretch_of
from chaperone.incidents.exposure.residence import by_state
from chaperone.ledger.actors import Actor
from chaperone.ledger.queries.exposing import entries_behind
from chaperone.members.queries import states_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen of one member, and in how many entries of the record."""

    elements: frozenset[str]
    entries: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """What the record says. ``seen`` and ``could``: by member; who was seen could have been.

    ``by_element``: for how many members each element was seen, and could have been; ``by_state``:
    how many members live in each state, "not known" among them, and ``seen_by_state`` of those who
    were seen. ``people``: who opened it.
    ``unsealed``: whether it could be read, and ``ground`` why that is so. ``seconds``: to compute.
    """

    asked: Asked
    seen: Mapping[UUID, Seen]
    could: Members
    by_state: Mapping[str, int]
    seen_by_state: Mapping[str, int]
    by_element: Mapping[str, tuple[int, int]]
    entries: int
    people: frozenset[UUID]
    unsealed: bool
    ground: str
    seconds: float

    @property
    def members(self) -> int:
        """How many members were or could have been seen."""
        return len(self.could)


def expose(
    actor: Actor,
    *,
    since: datetime,
    until: datetime,
    account: UUID | None = None,
    session: UUID | None = None,
    address: str | None = None,
    vendor: UUID | None = None,
    key: UUID | None = None,
    device: UUID | None = None,
) -> Exposure:
    """The exposure by one trace, or of all in a time where none is given. Opens no member's data.

    In a transaction; the caller has checked ``incidents.read``. Raises ``NotOneTrace``,
    ``NoSuchTrace``, ``TooMuchUnnoted``.
    """
    asked = asked_by(
        since,
        until,
        account=account,
        session=session,
        address=address,
        vendor=vendor,
        key=key,
        device=device,
    )
    return exposure_of(actor, asked)


def exposure_of(actor: Actor, asked: Asked) -> Exposure:
    """The same of what was asked before."""
    began = time.perf_counter()
    if isinstance(actor, Staff):
        # Who runs incidents reaches no member, and counts them all the same.
        with in_whole_organization(actor):
            found = led(actor, asked)
            members = _members(found)
            states = states_of(actor, members)
    else:
        found = led(actor, asked)
        members = _members(found)
        states = states_of(actor, members)
    seen = _seen(found)
    return Exposure(
        asked=asked,
        seen=seen,
        could=members,
        by_state=by_state(states, members),
        seen_by_state=by_state(states, seen),
        by_element=_by_element(seen, members),
        entries=found.opening.entries if found.opening else 0,
        people=found.opening.people if found.opening else frozenset(),
        unsealed=found.unsealed,
        ground=found.ground,
        seconds=time.perf_counter() - began,
    )


def proof_of(
    actor: Actor, asked: Asked, member: UUID, *, limit: int = 50, before: UUID | None = None
) -> list[UUID]:
    """The newest entries behind the line of one member; ``before``: of those older than this one.

    Each has its place in the signed tree, by which it is proved (``ledger.proofs``).
    """
    stretch = stretch_of(actor, asked)
    return entries_behind(actor, stretch.about(member), limit=limit, before=before)


def _seen(found: Led) -> dict[UUID, Seen]:
    if found.opening is None:
        return {}
    elements: Members = {}
    entries: Counter[UUID] = Counter()
    for (member, event, opened), count in found.opening.lines.items():
        entries[member] += count
        what = found.sent.get(event) or named(opened)
        elements[member] = elements.get(member, frozenset()) | what
    return {member: Seen(what, entries[member]) for member, what in elements.items()}


def _members(found: Led) -> Members:
    """What was seen could have been."""
    could = dict(found.could)
    for member, line in _seen(found).items():
        could[member] = could.get(member, frozenset()) | line.elements
    return could


def _by_element(seen: Mapping[UUID, Seen], could: Members) -> dict[str, tuple[int, int]]:
    were = Counter(word for line in seen.values() for word in in_words(line.elements))
    might = Counter(word for elements in could.values() for word in in_words(elements))
    return {word: (were[word], count) for word, count in sorted(might.items())}
