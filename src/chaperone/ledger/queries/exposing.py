"""Of which members what was opened, by whom and from where (45 CFR 164.404(a)(1), 164.414(b)).

For a breach: nobody may be left out, so whoever asks for a session or an address gets the entries
that note it, and those that note nothing once they were opened and told to be of it.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import TooMuchUnnoted
from chaperone.ledger.origins import NO_SESSION, NOT_NOTED, as_noted
from chaperone.ledger.queries.rows import Row, opened_rows
from chaperone.ledger.queries.times import beyond_all

MOST_UNNOTED = 20_000
"""So many entries that note no origin are opened to tell it, in some seconds."""
_AT_ONCE = 2_000
_STRETCH = statements("chaperone.ledger", "opened_stretch.sql")
# Fixed beginnings of one statement; what is asked for goes in as parameters.
_BY_MEMBER = (
    f"select member_id, event, elements, count(*) {_STRETCH} group by member_id, event, elements"
)
# Sorted, not hashed as a subquery would be: they lie nearly in order, so it takes half the time.
_ENTRIES = f"select count(distinct entry_id) {_STRETCH}"
_ACTORS = f"select distinct actor {_STRETCH}"
_NEWEST = f"select distinct entry_id {_STRETCH} order by entry_id desc limit %(limit)s"

Elements = tuple[str, ...]
Lines = Mapping[tuple[UUID, str, Elements], int]
"""In how many entries something happened to a member, and these elements were opened together."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is asked for. ``since`` inclusive, ``until`` exclusive; both with a zone.

    ``people``: who acted, None for anybody. ``session`` and ``address``: from where, where asked.
    ``members``: whom it was about, None for anybody. ``events``: what counts although its columns
    name no element; not ``opened``: nothing else does.
    """

    since: datetime
    until: datetime
    people: frozenset[UUID] | None = None
    session: UUID | None = None
    address: str = ""
    members: frozenset[UUID] | None = None
    events: tuple[str, ...] = ()
    opened: bool = True

    def about(self, member: UUID) -> "Stretch":
        """The same about one member."""
        return replace(self, members=frozenset({member}))

    @property
    def asks_origin(self) -> bool:
        """Whether it matters from where somebody acted."""
        return self.session is not None or bool(self.address)


@dataclass(frozen=True, slots=True)
class Opening:
    """What was opened: by member and elements, in how many entries in all, and by whom."""

    lines: Lines
    entries: int
    people: frozenset[UUID]


def opened_in(actor: Actor, stretch: Stretch) -> Opening:
    """What was opened in a stretch of the record of the actor's organization.

    Elements that stand together in an entry are taken for each of its members: on a page of many
    members all of them were shown. Raises ``TooMuchUnnoted``.
    """
    asked = _parameters(actor, stretch)
    with connection.cursor() as cursor:
        cursor.execute(_BY_MEMBER, asked)
        lines = Counter({(row[0], row[1], tuple(row[2])): row[3] for row in cursor.fetchall()})
        cursor.execute(_ENTRIES, asked)
        entries = cursor.fetchone()[0]
        cursor.execute(_ACTORS, asked)
        people = {person for (person,) in cursor.fetchall()}
    told = _told(actor, stretch)
    for row in told:
        for member in _wanted(row, stretch):
            lines[member, row.event, tuple(row.elements)] += 1
        people |= {row.actor_id} if row.actor_id else set()
    return Opening(lines, entries + len(told), frozenset(people))


def entries_behind(
    actor: Actor, stretch: Stretch, *, limit: int, before: UUID | None = None
) -> list[UUID]:
    """The newest entries that say so, at most ``limit``: what proves a line of an exposure.

    ``before``: only those that are older than this entry. Raises ``TooMuchUnnoted``.
    """
    asked = _parameters(actor, stretch)
    beyond = min(before or asked["before"], asked["before"])
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, asked | {"before": beyond, "limit": limit})
        found = {entry_id for (entry_id,) in cursor.fetchall()}
    found |= {row.id for row in _told(actor, stretch) if row.id < beyond}
    return sorted(found, reverse=True)[:limit]


def _told(actor: Actor, stretch: Stretch) -> list[Row]:
    """The entries that note no origin and turn out to be of the one that is asked for."""
    if not stretch.asks_origin:
        return []
    ids = _unnoted(actor, stretch)
    parts = (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
    rows = [row for part in parts for row in opened_rows(actor, part)]
    return [
        row
        for row in rows
        if stretch.session in (None, row.session) and stretch.address in ("", row.address)
    ]


def _unnoted(actor: Actor, stretch: Stretch) -> list[UUID]:
    """A session and an address are noted together, or neither is."""
    anywhere = _parameters(actor, replace(stretch, session=None, address=""))
    kinds: list[dict[str, object]] = []
    if stretch.session is not None:
        kinds.append({"session": NO_SESSION})
    if stretch.address:
        kinds.append({"addresses": [NOT_NOTED]})
    ids: set[UUID] = set()
    for kind in kinds:
        with connection.cursor() as cursor:
            cursor.execute(_NEWEST, anywhere | kind | {"limit": MOST_UNNOTED + 1})
            ids |= {entry_id for (entry_id,) in cursor.fetchall()}
    if len(ids) > MOST_UNNOTED:
        raise TooMuchUnnoted(f"({MOST_UNNOTED:,} at most)")
    return sorted(ids)


def _wanted(row: Row, stretch: Stretch) -> Collection[UUID]:
    if stretch.members is None:
        return row.members
    return stretch.members.intersection(row.members)


def _parameters(actor: Actor, stretch: Stretch) -> dict[str, Any]:
    owner = actor.organization_id
    return {
        "organization": owner,
        "after": UUID(int=first_id_of(stretch.since).int - 1),
        "before": min(beyond_all(), first_id_of(stretch.until)),
        "actors": _listed(stretch.people),
        "members": _listed(stretch.members),
        "session": stretch.session,
        "addresses": list(as_noted(owner, stretch.address)) if stretch.address else None,
        "events": list(stretch.events),
        "opened": stretch.opened,
    }


def _listed(ids: frozenset[UUID] | None) -> list[UUID] | None:
    return None if ids is None else sorted(ids)
