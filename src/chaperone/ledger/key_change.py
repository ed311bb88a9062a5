"""Asking for a change of the log's key: recorded first, done by the sequencer."""

from pathlib import Path

from django.db import connection

from chaperone.database.identifiers import PLATFORM
from chaperone.ledger import log_key
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import event
from chaperone.vault.inside import inside

LOG_KEY_CHANGED = event(
    "ledger.key.changed", "The key that signs the ledger is changed, on an operator's word."
)
_DONE = "select exists (select from ledger_key_change where note like %s)"


def ask_for_key_change(path: Path) -> str:
    """Makes the next key of the log whose key is at ``path``; returns its verifier key.

    The entry that names it is committed before the key lies where the sequencer looks, so that it
    stands under the old key. Raises ``KeyChangeRefused``, ``NotRecorded``, ``PrivateFileError``.
    """
    successor = log_key.create_successor(path)
    with inside(PLATFORM):
        append(
            event=LOG_KEY_CHANGED,
            actor=Actor("operator", None, PLATFORM),
            details={"key": successor.verifier_key},
        )
    log_key.offer(path, successor)
    return successor.verifier_key


def is_in_force(key: str) -> bool:
    """Whether the sequencer has signed the change to a verifier key."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [f"%next-key {key}%"])
        row = cursor.fetchone()
    return bool(row and row[0])
