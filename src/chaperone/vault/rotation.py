"""Keys that take the place of others (NIST SP 800-57 part 1, 5.3; 45 CFR 164.312(a)(2)(iv)).

Everything goes on meanwhile. A process that still holds an organization's key that was replaced
opens with it what it read before, and finds the other by the name that each wrapped key carries;
what it makes under the old one is wrapped anew by the next sweep, and the database refuses to let
the old one go before. Values name their key, so a retired one opens until nothing needs it
(``vault.resealing``).

Keys of blind indexes are announced first, and looked up with in every version
(``announce_index``).

Keys of the ledger and of the request log are replaced as others are, but never destroyed: what they
sealed is append-only, and the tree is over the sealed bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from chaperone.crypto.memory import wipe
from chaperone.vault import keeping
from chaperone.vault.errors import KeyMissing, NotRotated
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose, State
from chaperone.vault.provider import root_key
from chaperone.vault.registry import PROGRAM, By, record_key_event, record_key_events
from chaperone.vault.wrapping import (
    in_force,
    make,
    unwrapped,
    wrap_by_root,
    wrap_under,
)

RESTS = timedelta(seconds=keeping.KEPT_SECONDS) + timedelta(minutes=55)
"""How long a retired key is kept at least: until no process holds it in memory to seal with, nor
any transaction that began with it can still be running (web and workers end theirs in minutes)."""
ANNOUNCED = timedelta(seconds=keeping.KEPT_SECONDS) + timedelta(minutes=1)
"""How long a key of blind indexes is known before it is in force: until every process knows it."""
REPLACED = (Purpose.MEMBER, Purpose.SHARED, Purpose.SECRET, Purpose.LEDGER)
"""Purposes whose keys seal values."""
_AT_ONCE = 5_000
_MADE_AT_ONCE = 1_000
_DESTROY = "SELECT vault_destroy(%s, make_interval(secs => %s))"
_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('vault rotation ' || %s, 0))"


def made_at(*, organization_id: UUID) -> datetime:
    """When the organization's key in force was made. Raises ``KeyMissing``."""
    with inside(organization_id):
        return in_force((organization_id, Purpose.ORGANIZATION, None)).created_at


def rotate_organization(*, organization_id: UUID, by: By) -> int:
    """Puts a new key in the place of the one that wraps the organization's others.

    Returns how many were wrapped anew; what is left when it is broken off, the next
    ``rewrap`` does. Raises ``KeyMissing`` or a ``CryptoError``.
    """
    with inside(organization_id):
        _one_at_a_time(organization_id)
        _replace([in_force((organization_id, Purpose.ORGANIZATION, None))], by)
    keyring.forget()
    return rewrap(organization_id=organization_id, by=by)


def rewrap(*, organization_id: UUID, by: By = PROGRAM) -> int:
    """Wraps under the organization's key in force whatever a retired one wraps; how many it was."""
    with inside(organization_id):
        if not _versions(organization_id).filter(state=State.RETIRED).exists():
            return 0
    done = 0
    while moved := _rewrap_some(organization_id):
        done += moved
    if done:
        with inside(organization_id):
            current = in_force((organization_id, Purpose.ORGANIZATION, None))
            record_key_event("rewrapped", current, by=by, details={"count": done})
    return done


def rotate_root(*, organization_id: UUID, by: By) -> int:
    """Wraps the organization's own keys by the root key in use; how many another had wrapped.

    The provider is asked outside of transactions. Raises ``ProviderError`` or another
    ``CryptoError``; what was done stays done.
    """
    current = root_key().key_id
    with inside(organization_id):
        waiting = list(_versions(organization_id).exclude(wrapped_by=current))
    for key in waiting:
        former = key.wrapped_by
        secret = unwrapped(key).secret
        wrap_by_root(key, secret)
        wipe(secret)
        with inside(organization_id):
            if _store(former, current, [key]):
                details = {"from": former, "to": current, "count": 1}
                record_key_event("rewrapped", key, by=by, details=details)
    return len(waiting)


def rotate_values(
    *, organization_id: UUID, purpose: str, by: By, members: Sequence[UUID] | None = None
) -> int:
    """Puts new keys in the place of those that seal values of this purpose; returns how many.

    ``members``: only theirs. What the old ones sealed, ``vault.resealing`` seals anew. Raises
    ``NotRotated`` for a purpose of another kind.
    """
    if purpose not in REPLACED:
        raise NotRotated(f"Keys of the purpose “{purpose}” seal no values.")
    begun, done = timezone.now(), 0
    while True:
        with inside(organization_id):
            _one_at_a_time(organization_id)
            old = Key.objects.filter(
                organization_id=organization_id,
                purpose=purpose,
                state=State.ACTIVE,
                created_at__lt=begun,
            )
            if members is not None:
                old = old.filter(member_id__in=members)
            some = list(old.order_by("id")[:_MADE_AT_ONCE])
            if some:
                _replace(some, by)
        if not some:
            keyring.forget()
            return done
        done += len(some)


def announce_index(*, organization_id: UUID, by: By) -> None:
    """Makes a new key of blind indexes, which every process looks up with before any stores by it.

    Otherwise one that does not know it yet would not find what another has just stored.
    ``put_index_in_force`` does the rest. Raises ``NotRotated`` while one is announced already.
    """
    with inside(organization_id):
        _one_at_a_time(organization_id)
        if _indexing(organization_id).filter(state=State.COMING).exists():
            raise NotRotated("A new key of blind indexes is announced already.")
        key, secret = make(organization_id, Purpose.INDEX, state=State.COMING)
        wipe(secret)
        keyring.settle_later([key])
        key.save(force_insert=True)
        record_key_event("announced", key, by=by)
    keyring.forget()


def put_index_in_force(*, organization_id: UUID, by: By = PROGRAM) -> bool:
    """Stores by the announced key from now on, once every process knows it; whether it did."""
    with inside(organization_id):
        _one_at_a_time(organization_id)
        known = timezone.now() - ANNOUNCED
        coming = _indexing(organization_id).filter(state=State.COMING, created_at__lte=known)
        new = coming.first()
        if new is None:
            return False
        old = in_force((organization_id, Purpose.INDEX, None))
        with connection.cursor() as cursor:
            cursor.execute("SELECT vault_retire(%s)", [[old.id]])
            cursor.execute("SELECT vault_put_in_force(%s)", [new.id])
        record_key_event("retired", old, by=by)
        record_key_event("created", new, by=by)
    keyring.forget()
    return True


def destroy_wrapping(*, organization_id: UUID, by: By = PROGRAM) -> int:
    """Destroys the organization's retired keys that wrap nothing any more; returns how many."""
    with inside(organization_id):
        resting = _versions(organization_id).filter(
            state=State.RETIRED, retired_at__lte=timezone.now() - RESTS
        )
        idle = [key for key in resting if not _wraps_any(key)]
        return destroy(idle, by=by)


def destroy(keys: Sequence[Key], *, by: By) -> int:
    """Destroys retired keys that rested long enough, in the caller's transaction; returns how many.

    The row is deleted: its bytes go from the tables with the next vacuum, and from backups and the
    server's log as those expire (NIST SP 800-88, cryptographic erase). The database refuses keys
    that wrap others, and the ledger's.
    """
    if not keys:
        return 0
    with connection.cursor() as cursor:
        seconds = RESTS.total_seconds()
        cursor.execute(_DESTROY, [[key.id for key in keys], seconds])
        (gone,) = cursor.fetchone()
    if gone != len(keys):
        raise NotRotated("Some of these keys may not be destroyed yet.")
    for _, some in groupby(sorted(keys, key=lambda key: key.purpose), lambda key: key.purpose):
        record_key_events("destroyed", list(some), by=by)
    return len(keys)


def _one_at_a_time(organization_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [str(organization_id)])


def _indexing(organization_id: UUID) -> QuerySet[Key]:
    return Key.objects.filter(organization_id=organization_id, purpose=Purpose.INDEX)


def _versions(organization_id: UUID) -> QuerySet[Key]:
    return Key.objects.filter(organization_id=organization_id, purpose=Purpose.ORGANIZATION)


def _wraps_any(key: Key) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM vault_key WHERE wrapped_by_key = %s)", [key.id])
        return bool(cursor.fetchone()[0])


def _replace(old: Sequence[Key], by: By) -> None:
    """New keys in the place of ``old``, which are of one organization and purpose."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT vault_retire(%s)", [[key.id for key in old]])
        if cursor.fetchone()[0] != len(old):
            raise KeyMissing("A key was replaced by somebody else meanwhile.")
    new = []
    for key in old:
        made, secret = make(key.organization_id, key.purpose, key.member_id)
        wipe(secret)
        new.append(made)
    keyring.settle_later(new)
    Key.objects.bulk_create(new)
    record_key_events("retired", old, by=by)
    record_key_events("created", new, by=by)


def _rewrap_some(organization_id: UUID) -> int:
    with inside(organization_id):
        current = in_force((organization_id, Purpose.ORGANIZATION, None))
        others = Key.objects.filter(organization_id=organization_id)
        waiting = list(
            others.exclude(purpose=Purpose.ORGANIZATION)
            .exclude(wrapped_by=str(current.id))
            .order_by("wrapped_by")[:_AT_ONCE]
        )
        # Its own copy: what memory keeps for everybody may be wiped by anybody meanwhile.
        above, moved = unwrapped(current).secret, 0
        for former, some in groupby(waiting, lambda key: key.wrapped_by):
            keys = list(some)
            for key in keys:
                secret = unwrapped(key).secret
                wrap_under(key, secret, current.id, above)
                wipe(secret)
            moved += _store(former, str(current.id), keys)
        wipe(above)
        return moved


def _store(former: str, current: str, keys: Iterable[Key]) -> int:
    pairs = [(key.id, key.wrapped) for key in keys]
    ids, wrapped = [each[0] for each in pairs], [each[1] for each in pairs]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT vault_rewrap(%s, %s, %s, %s::bytea[])", [former, current, ids, wrapped]
        )
        return int(cursor.fetchone()[0])
