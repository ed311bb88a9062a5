"""What came after the backup and must not be undone: done again, from what the entries say.

Destroyed members are destroyed again, STOP holds, access that ended ends, and so do passwords,
factors and codes that were changed or used up. What was given after the backup is not given again:
whoever needs it is given it anew (fails closed). START counts as given: a later STOP may be among
what is lost, so the page names who wrote and is stopped, and only they say START again.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.access.actions.shortening import shorten_holds
from chaperone.access.actors import operator
from chaperone.access.context import acting_for
from chaperone.access.events import (
    ACCESS_ENDED,
    CLEARANCE_ENDED,
    CLEARANCE_SHORTENED,
    GRANT_ENDED,
)
from chaperone.access.models import Grant, Hold
from chaperone.accounts.actions import deactivate
from chaperone.accounts.events import USER_DEACTIVATED
from chaperone.accounts.models import Session, User
from chaperone.continuity.restoring.credentials import CREDENTIALS, Replay, record_again
from chaperone.continuity.restoring.events import (
    ACCESS_ENDED_AGAIN,
    DESTROYED_AGAIN,
    SESSIONS_ENDED,
    STOP_AGAIN,
)
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.entries import Entry
from chaperone.members.actions import end_member, stop_texts, take_back_member
from chaperone.members.events import (
    MEMBER_ENDED,
    MEMBER_TAKEN_BACK,
    TEXTS_STOPPED,
)
from chaperone.members.models import Member
from chaperone.retention.events import MEMBER_DESTROYED
from chaperone.retention.registry import purgers
from chaperone.vault.errors import KeyMissing
from chaperone.vault.shredding import shred, write_keys_anew

_WHY = "It was so after the backup that was restored."


def replay(entries: Sequence[Entry]) -> dict[str, int]:
    """Does again what must stand, in the order in which it happened; how often each, by event.

    Each in a transaction of its own, with an entry that names the one it follows.
    """
    done: dict[str, int] = {}
    for entry in entries:
        act = _REPLAYS.get(entry.event)
        if act is None:
            continue
        actor = operator(entry.organization_id)
        with acting_for(actor):
            if act(actor, entry):
                done[entry.event] = done.get(entry.event, 0) + 1
    if MEMBER_DESTROYED.name in done:
        write_anew()
    return done


@transaction.atomic
def write_anew() -> None:
    """Rewrites the tables without the keys and values that a destruction removed."""
    write_keys_anew()
    for purger in purgers():
        purger.write_anew()


def end_sessions() -> int:
    """Ends every session of the past, whose may have ended since. Returns how many."""
    actor = operator(PLATFORM)
    with acting_for(actor):
        open_ones = Session.objects.filter(ended_at=None)
        ended = open_ones.update(ended_at=Now(), ended_why="ended by others")
        append(event=SESSIONS_ENDED, actor=actor, details={"sessions": ended})
    return ended


def _destroy(actor: Actor, entry: Entry) -> bool:
    (member_id,) = entry.members
    member = _member(actor, entry)
    if member is None or member.destroyed_at:
        return False
    end_member(actor=actor, member=member, reason=_WHY)
    purged = [each for purger in purgers() for each in purger.purge(actor, member_id)]
    keys = []
    with suppress(KeyMissing):
        keys = shred(member_id=member_id)
    told = {
        "keys": [str(key.id) for key in keys],
        "purged": {f"{each.table}: {each.what}": each.rows for each in purged},
        "certificate": entry.details.get("certificate"),
    }
    record_again(DESTROYED_AGAIN, actor, entry, told)
    return True


def _stop(actor: Actor, entry: Entry) -> bool:
    member = _member(actor, entry)
    # Without a number there is nothing to suppress: destroyed, or enrolled after the backup.
    if member is None or member.phone_index is None:
        return False
    if not stop_texts(actor=actor, member=member):
        return False
    record_again(STOP_AGAIN, actor, entry, {})
    return True


def _end_membership(actor: Actor, entry: Entry) -> bool:
    return _membership(actor, entry, end_member, Member.Status.ENDED)


def _take_back(actor: Actor, entry: Entry) -> bool:
    return _membership(actor, entry, take_back_member, Member.Status.ACTIVE)


def _membership(
    actor: Actor, entry: Entry, verb: Callable[..., None], status: Member.Status
) -> bool:
    member = _member(actor, entry)
    if member is None or member.destroyed_at or member.status == status:
        return False
    verb(actor=actor, member=member, reason=_WHY)
    return True


def _member(actor: Actor, entry: Entry) -> Member | None:
    """Whom an entry is about; None for one whom the backup does not know."""
    rows = Member.objects.filter(organization_id=actor.organization_id, id__in=entry.members)
    return rows.first()


def _end_grant(actor: Actor, entry: Entry) -> bool:
    return _end_grants(actor, entry, [entry.details["grant"]])


def _end_access(actor: Actor, entry: Entry) -> bool:
    ended = _end_grants(actor, entry, entry.details["grants"])
    if entry.details.get("deactivated"):
        ended = _deactivate(actor, entry) or ended
    return ended


def _end_grants(actor: Actor, entry: Entry, ids: Sequence[str]) -> bool:
    rows = Grant.objects.filter(organization_id=actor.organization_id, id__in=ids)
    in_force = rows.filter(Q(ends_at=None) | Q(ends_at__gt=Now()))
    ended = in_force.update(ends_at=Now(), ended_by=entry.actor_id, end_reason=_WHY)
    if ended:
        record_again(ACCESS_ENDED_AGAIN, actor, entry, {"grants": list(ids)})
    return bool(ended)


def _deactivate(actor: Actor, entry: Entry) -> bool:
    user_id = UUID(entry.details["user"])
    if not User.objects.filter(id=user_id, is_active=True).exists():
        return False
    deactivate(actor=actor, user_id=user_id, reason=_WHY)
    return True


def _end_clearance(actor: Actor, entry: Entry) -> bool:
    said = entry.details
    rows = Hold.objects.filter(
        organization_id=actor.organization_id,
        user_id=said["user"],
        name=said["clearance"],
        ended_at=None,
    )
    ended = rows.filter(held_at__lte=entry.recorded_at).update(
        ended_at=Now(), ended_by=entry.actor_id or actor.organization_id, end_reason=_WHY
    )
    if ended:
        record_again(ACCESS_ENDED_AGAIN, actor, entry, {"user": said["user"], "clearances": ended})
    return bool(ended)


def _shorten(actor: Actor, entry: Entry) -> bool:
    """What there was to read or to learn anew is not there; that the time is short, holds."""
    said = entry.details
    until = date.fromisoformat(said["until"])
    return bool(shorten_holds(actor=actor, clearance=said["clearance"], until=until, reason=_WHY))


_REPLAYS: dict[str, Replay] = {
    MEMBER_DESTROYED.name: _destroy,
    MEMBER_ENDED.name: _end_membership,
    MEMBER_TAKEN_BACK.name: _take_back,
    TEXTS_STOPPED.name: _stop,
    GRANT_ENDED.name: _end_grant,
    ACCESS_ENDED.name: _end_access,
    USER_DEACTIVATED.name: _deactivate,
    CLEARANCE_ENDED.name: _end_clearance,
    CLEARANCE_SHORTENED.name: _shorten,
    **CREDENTIALS,
}
