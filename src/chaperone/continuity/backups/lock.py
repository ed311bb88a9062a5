"""One backup at a time in the whole installation, whoever makes it."""

from collections.abc import Iterator
from contextlib import contextmanager

from chaperone.continuity.backups.errors import AlreadyRunning
from chaperone.ledger.connecting import connect

_KEY = 0x6261636B7570
_TAKE = "select pg_try_advisory_lock(%s)"


@contextmanager
def alone() -> Iterator[None]:
    """Nobody else makes, verifies or removes backups during the block; the database frees the lock
    when the process dies. Raises ``AlreadyRunning``.
    """
    with connect() as connection:
        if connection.execute(_TAKE, [_KEY]).fetchone() != (True,):
            raise AlreadyRunning
        yield
