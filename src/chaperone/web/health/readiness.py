"""Whether this process can serve: the database, its schema, and the holder of the keys."""

import time
from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.providers.interface import try_out
from chaperone.files.errors import PrivateFileError
from chaperone.vault.provider import root_key

KEPT_SECONDS = 2.0
"""So that whoever asks a thousand times a second makes no work."""
_KEYS_KEPT_SECONDS = 30.0
_APPLIED = "select app, name from django_migrations"
_lock = Lock()
_known: dict[str, tuple[float, str]] = {}


def what_is_missing() -> str:
    """A word: ``database``, ``migrations`` or ``keys``; empty where nothing is missing."""
    for word, (check, kept) in _CHECKS.items():
        if _fails(word, check, kept):
            return word
    return ""


def _fails(word: str, check: Callable[[], bool], kept: float) -> bool:
    with _lock:
        until, found = _known.get(word, (0.0, ""))
        if until < time.monotonic():
            found = "" if check() else word
            _known[word] = (time.monotonic() + kept, found)
    return bool(found)


def forget() -> None:
    """Looks anew at the next question."""
    _known.clear()


def _database() -> bool:
    try:
        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("select 1")
    except DatabaseError:
        connection.close()
        return False
    return True


def _migrations() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_APPLIED)
            return _needed() <= set(cursor.fetchall())
    except DatabaseError:
        return False


def _keys() -> bool:
    try:
        try_out(root_key())
    except (CryptoError, PrivateFileError):
        return False
    return True


@cache
def _needed() -> set[tuple[str, str]]:
    # As the disk has them: the newest of each room implies those before.
    return set(MigrationLoader(None).graph.leaf_nodes())


_CHECKS: Mapping[str, tuple[Callable[[], bool], float]] = {
    "database": (_database, KEPT_SECONDS),
    "migrations": (_migrations, KEPT_SECONDS),
    "keys": (_keys, _KEYS_KEPT_SECONDS),
}
