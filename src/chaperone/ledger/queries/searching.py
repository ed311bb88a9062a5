"""Search over the whole history (45 CFR 164.308(a)(1)(ii)(D), 164.312(b)).

By who acted, what happened, what was opened, about whom, when, and any combination; newest first.
The first page of a ledger of millions is a few stretches of an index, whether much is found or
nothing: see ``sql/search.sql``.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import md5
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from chaperone.database.identifiers import first_id_of
from chaperone.database.sql import statements
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import SearchTooWide
from chaperone.ledger.queries.rows import Page, opened_rows
from chaperone.ledger.queries.times import beyond_all

WAITING = 5_000
"""Of the entries that have no place in the tree yet, so many are searched, the newest."""
LONGEST_SECONDS = 3
_LONGEST = f"{LONGEST_SECONDS}s"
_OLDEST = UUID(int=0)
_PLACED = statements("chaperone.ledger", "found.sql")
_BY_EVENT = statements("chaperone.ledger", "found_by_event.sql")
_ABOUT_MEMBER = statements("chaperone.ledger", "found_about_member.sql")
_WAITING = statements("chaperone.ledger", "found_waiting.sql")


class Filters(TypedDict, total=False):
    """Which entries are asked for; what is absent or empty is not asked for.

    ``person``: who acted, or else ``program``: the kind of an actor without an id. ``event``: this
    name; ``events``: any of these, and nothing where there are none. ``element``: "table.element",
    as entries name what was opened. ``since`` inclusive, ``until`` exclusive.
    """

    person: UUID | None
    program: str
    member: UUID | None
    element: str
    event: str
    events: Collection[str] | None
    since: datetime | None
    until: datetime | None


def search(
    actor: Actor,
    *,
    before: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
    **filters: Unpack[Filters],
) -> Page:
    """A page of entries of the actor's organization, newest first.

    ``before``: the ``next`` of the page above; ``after``: the ``previous`` of the page below.
    Raises ``SearchTooWide`` where the database needs longer than ``LONGEST_SECONDS``.
    """
    asked = _parameters(actor, filters, before, after, limit + 1)
    with _bounded():
        ids = _found(asked, upwards=after is not None)
    more, shown = len(ids) > limit, sorted(ids[:limit], reverse=True)
    if not shown:
        return Page([], None)
    older, newer = (True, more) if after else (more, before is not None)
    rows = opened_rows(actor, shown)
    return Page(rows, shown[-1] if older else None, shown[0] if newer else None)


def find_ids(
    actor: Actor, *, before: UUID | None = None, limit: int, **filters: Unpack[Filters]
) -> list[UUID]:
    """The ids of entries, newest first, unopened: for who goes through many of them."""
    return _found(_parameters(actor, filters, before, None, limit), upwards=False)


def _parameters(
    actor: Actor, filters: Filters, before: UUID | None, after: UUID | None, limit: int
) -> dict[str, Any]:
    uppers = [beyond_all(), *([before] if before else [])]
    lowers = [_OLDEST, *([after] if after else [])]
    if until := filters.get("until"):
        uppers.append(first_id_of(until))
    if since := filters.get("since"):
        lowers.append(UUID(int=first_id_of(since).int - 1))
    return {
        "organization": actor.organization_id,
        "actor": _who(filters),
        "member": filters.get("member"),
        "element": filters.get("element", ""),
        "events": _what(filters),
        "after": max(lowers),
        "before": min(uppers),
        "limit": limit,
        "waiting": WAITING,
    }


def _who(filters: Filters) -> UUID | None:
    """Who acted, as ``ledger_actor`` in ``sql/search.sql`` has it."""
    if program := filters.get("program"):
        return UUID(bytes=md5(program.encode(), usedforsecurity=False).digest())
    return filters.get("person")


def _what(filters: Filters) -> list[str] | None:
    event, events = filters.get("event"), filters.get("events")
    if event:
        return [event] if events is None or event in events else []
    return None if events is None else sorted(events)


def _found(parameters: dict[str, Any], *, upwards: bool) -> list[UUID]:
    """Those that wait first: what is given a place meanwhile is found twice, and not never."""
    if parameters["member"]:
        placed = _ABOUT_MEMBER
    elif parameters["events"] is not None:
        placed = _BY_EVENT
    else:
        placed = _PLACED
    ids: set[UUID] = set()
    with connection.cursor() as cursor:
        for statement in (_WAITING, placed):
            ordered = statement.replace(" desc limit", " asc limit") if upwards else statement
            cursor.execute(ordered, parameters)
            ids.update(entry_id for (entry_id,) in cursor.fetchall())
    return sorted(ids, reverse=not upwards)[: parameters["limit"]]


@contextmanager
def _bounded() -> Iterator[None]:
    """A search that the indexes do not answer ends, and the transaction around it goes on."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select set_config('statement_timeout', %s, true)", [_LONGEST])
            yield
            cursor.execute("set local statement_timeout to default")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise SearchTooWide from error
        raise
