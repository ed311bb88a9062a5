"""Writing the request log (45 CFR 164.312(b); 164.308(a)(1)(ii)(D))."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    IntegrityError,
    OperationalError,
    connections,
)

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.values import SealingKey
from chaperone.ledger import elsewhere
from chaperone.ledger.errors import NotRecorded
from chaperone.requestlog.errors import NotLogged
from chaperone.requestlog.records import ADDRESS_ELEMENT, Record, open_sealed, seal
from chaperone.vault.errors import KeyMissing, VaultError
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring

_THERE = "select from requestlog_request where id = %s"
_APPEND = "select requestlog_append(%s, %s, %s, %s, %s::smallint, %s, %s)"


def write(record: Record) -> None:
    """Keeps a request: one round trip on the request's own connection, committed when it returns.

    Raises ``NotLogged`` where it could not be kept.
    """
    try:
        key, address = _keys(record.organization_id, record.address)
        if keep := elsewhere.keeper():
            sealed = seal(record, key)
            keep("request", organization_id=record.organization_id, row=record.id, sealed=sealed)
            return
        _append(_row(record, seal(record, key), address))
    except (DatabaseError, VaultError, CryptoError, NotRecorded) as problem:
        raise NotLogged("The request could not be written down.") from problem


def join(*, organization_id: UUID, request_id: UUID, sealed: bytes) -> bool:
    """Keeps a request that was sealed and kept elsewhere, as it is.

    In the caller's transaction and the organization's context. False, and nothing written, where
    it has joined before. Raises ``CryptoError`` or ``KeyMissing`` where it is not what was sealed.
    """
    key = keyring.opening_key(organization_id, sealed)
    record = open_sealed(sealed, key, organization_id=organization_id, row=request_id)
    address = keyring.blind_index(organization_id, element=ADDRESS_ELEMENT, token=record.address)
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_THERE, [request_id])
        if cursor.fetchone() is not None:
            return False
        cursor.execute(_APPEND, _row(record, sealed, address))
    return True


def _append(row: list[Any]) -> None:
    """Once more where the connection breaks: what the request did is done, and only its record is
    missing. It has an id of its own, so that a record that got through is not written twice.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        with connection.cursor() as cursor:
            cursor.execute(_APPEND, row)
    except OperationalError:
        if connection.in_atomic_block or connection.is_usable():
            raise
        connection.close()
        with suppress(IntegrityError), connection.cursor() as cursor:
            cursor.execute(_APPEND, row)


def _row(record: Record, sealed: bytes, address: bytes) -> list[Any]:
    return [
        record.id,
        record.organization_id,
        record.actor_id,
        record.route,
        record.status,
        address,
        sealed,
    ]


def _keys(organization_id: UUID, address: str) -> tuple[SealingKey, bytes]:
    """The sealing key and the blind index of the address: from memory nearly always.

    What is not in memory is read in the organization's context, which the request's transaction
    has taken with it.
    """
    try:
        return _from_ring(organization_id, address)
    except KeyMissing:
        with inside(organization_id):
            return _from_ring(organization_id, address)


def _from_ring(organization_id: UUID, address: str) -> tuple[SealingKey, bytes]:
    key = keyring.ledger_key(organization_id)
    return key, keyring.blind_index(organization_id, element=ADDRESS_ELEMENT, token=address)
