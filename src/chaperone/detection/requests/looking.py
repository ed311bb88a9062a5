"""The request log looked at every minute (45 CFR 164.308(a)(1)(ii)(D)).

The log holds each request and the ledger none. What stands out of the log is summed up in an entry
of the ledger for each address, so that a rule counts it like anything else: in the stream, and the
same in history. The cursor moves in the transaction that records: each request counts once.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.database.identifiers import PLATFORM, first_id_of
from chaperone.detection.models import RequestCursor
from chaperone.detection.requests.events import REQUESTS_REFUSED
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor, Kind
from chaperone.organizations.queries import organizations_all
from chaperone.requestlog.refused import Refused, refused_often

AT_LEAST = 5
"""So many of an address in a look are summed up; fewer are a mistyped address or an old link."""
MOST = 50
"""Of so many addresses in a look: what comes from thousands is seen by the worst."""
LAG = timedelta(seconds=5)
"""A request is kept at its end, under an id of its end: one that is being kept is waited for."""
_FIRST_LOOK = timedelta(minutes=10)


def look_at_requests() -> int:
    """Looks at what is new of every organization, and of those who entered none; as a worker.

    How many entries it made.
    """
    return sum(look(each) for each in (*organizations_all(), PLATFORM))


def look(organization_id: UUID, *, now: datetime | None = None) -> int:
    """Sums up what is new in one log; how many entries it made. Another worker's is passed by."""
    actor, at = worker(organization_id), now or datetime.now(UTC)
    with acting_for(actor):
        RequestCursor.objects.get_or_create(
            organization_id=organization_id, defaults={"next_id": first_id_of(at - _FIRST_LOOK)}
        )
        rows = RequestCursor.objects.filter(organization_id=organization_id)
        cursor = rows.select_for_update(skip_locked=True).first()
        until = first_id_of(at - LAG)
        if cursor is None or until <= cursor.next_id:
            return 0
        found = refused_often(
            actor, since=cursor.next_id, until=until, at_least=AT_LEAST, most=MOST
        )
        for each in found:
            _record(organization_id, each)
        cursor.next_id = until
        cursor.save(update_fields=["next_id"])
    return len(found)


def _record(organization_id: UUID, found: Refused) -> None:
    kind: Kind = "staff" if found.person else "anonymous"
    append(
        event=REQUESTS_REFUSED,
        actor=Actor(kind, found.person, organization_id, address=found.address),
        details={
            "requests": found.requests,
            "routes": found.routes,
            "nowhere": found.nowhere,
            "people": found.people,
        },
    )
