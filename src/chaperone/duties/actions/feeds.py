"""Secret links to people's calendars: 256 random bits, of which a hash is kept; one each."""

import secrets
from hashlib import sha256
from hmac import compare_digest
from typing import NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from chaperone.duties.errors import NoSuchFeed
from chaperone.duties.events import FEED_ENDED, FEED_MADE
from chaperone.duties.models import Feed
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor

_BYTES = 32


class Opened(NamedTuple):
    """Whose calendar a link opens, and in which organization."""

    organization_id: UUID
    user_id: UUID


@transaction.atomic
def make_feed(*, actor: Actor) -> str:
    """Makes the actor's link anew; returns its secret, which is shown this once. The one before
    ends.
    """
    assert actor.id is not None
    _end(actor, actor.id)
    token = secrets.token_urlsafe(_BYTES)
    feed = Feed(organization_id=actor.organization_id, user_id=actor.id, token_hash=_hash(token))
    feed.save(force_insert=True)
    append(event=FEED_MADE, actor=actor, details={"feed": str(feed.id)})
    return token


@transaction.atomic
def end_feed(*, actor: Actor, user_id: UUID, reason: str = "") -> int:
    """Ends a person's link in the actor's organization; how many there were."""
    ended = _end(actor, user_id)
    if ended:
        append(event=FEED_ENDED, actor=actor, details={"user": str(user_id), "reason": reason})
    return ended


def feed_of(actor: Actor) -> Feed | None:
    """The actor's link that has not ended."""
    assert actor.id is not None
    return Feed.objects.filter(
        organization_id=actor.organization_id, user_id=actor.id, ended_at=None
    ).first()


def opened_by(token: str) -> Opened:
    """Whose calendar the secret opens, in any organization. Raises ``NoSuchFeed``.

    Whether that person may still see anything there, the caller finds out.
    """
    wanted = _hash(token)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT organization_id, user_id, token_hash FROM duties_feed_of(%s)", [wanted]
        )
        row = cursor.fetchone()
    if row is None or not compare_digest(row[2], wanted):
        raise NoSuchFeed
    return Opened(row[0], row[1])


def _end(actor: Actor, user_id: UUID) -> int:
    rows = Feed.objects.filter(
        organization_id=actor.organization_id, user_id=user_id, ended_at=None
    )
    return rows.update(ended_at=timezone.now())


def _hash(token: str) -> str:
    # Of 256 random bits a plain hash suffices: there is nothing to guess.
    return sha256(token.encode()).hexdigest()
