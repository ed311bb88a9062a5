"""The desk of an emergency process: its journal, and what it remembers.

The key of the journal's chain stands in its head, sealed under the platform's ledger key, as notes
are. So a journal can be neither written nor checked without the root key.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from json import dumps, loads
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from django.conf import settings

from chaperone.continuity.emergency.errors import JournalError, JournalMissing
from chaperone.continuity.emergency.journal.reading import head_of
from chaperone.continuity.emergency.journal.writing import Journal
from chaperone.continuity.emergency.remembered import Remembered
from chaperone.crypto.values import Place
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger import elsewhere
from chaperone.ledger.errors import NotRecorded
from chaperone.vault.inside import inside
from chaperone.vault.keyring import keyring

TABLE = "continuity_journal"
_KEY_LENGTH = 32


class Desk:
    """Keeps the record of this process, and its notes, in one journal."""

    def __init__(self, journal: Journal, began_at: datetime, journal_id: UUID) -> None:
        self.journal = journal
        self.journal_id = journal_id
        self.began_at = began_at
        self.remembered = Remembered(began_at)
        self._claiming = Lock()

    def keep(
        self, kind: elsewhere.Kind, /, *, organization_id: UUID, row: UUID, sealed: bytes
    ) -> None:
        """As ``ledger.elsewhere.Keeper``."""
        self._append(
            kind, organization=str(organization_id), id=str(row), sealed=b64encode(sealed).decode()
        )

    def note(self, what: str, **said: Any) -> None:
        """Writes down what must not be forgotten by a restart. Raises ``NotRecorded``."""
        row, note = new_id(), {"what": what, **said}
        with inside(PLATFORM):
            key = keyring.ledger_key(PLATFORM)
        sealed = key.seal(dumps(note).encode(), _place("note", row))
        self._append(
            "note", organization=str(PLATFORM), id=str(row), sealed=b64encode(sealed).decode()
        )
        self.remembered.take(note)

    def claim_step(self, *, factor: int, step: int) -> bool:
        """Uses up a time step of an authenticator app; False where it was used."""
        with self._claiming:
            usable = self.remembered.is_usable(factor, step)
            if usable:
                self.note("step", factor=factor, step=step)
            return usable

    def claim_text(self, whom: str) -> bool:
        """Uses up the one fixed text of a kind to a number; False where it went already."""
        with self._claiming:
            first = not self.remembered.was_texted(whom)
            if first:
                self.note("texted", whom=whom)
            return first

    def _append(self, kind: str, **said: Any) -> None:
        try:
            self.journal.append(kind, **said)
        except JournalError as problem:
            raise NotRecorded(str(problem)) from problem


_lock = Lock()
_desk: Desk | None = None


def desk() -> Desk:
    """That of this process, opened at the first question. Raises ``NotRecorded``."""
    global _desk
    with _lock:
        if _desk is None:
            try:
                _desk = _opened(_path())
            except JournalError as problem:
                raise NotRecorded(str(problem)) from problem
        return _desk


def close() -> None:
    """Lets another process have the journal."""
    global _desk
    with _lock:
        if _desk is not None:
            _desk.journal.close()
        _desk = None


def create(path: Path) -> UUID:
    """Begins a journal: a new key for its chain, and its head. Returns its id."""
    journal_id = new_id()
    with inside(PLATFORM):
        key = keyring.ledger_key(PLATFORM)
    chain = os.urandom(_KEY_LENGTH)
    Journal.create(
        path,
        chain,
        {
            "journal": str(journal_id),
            "began_at": datetime.now(UTC).isoformat(),
            "chain": b64encode(key.seal(chain, _place("chain", journal_id))).decode(),
        },
    ).close()
    return journal_id


def chain_of(path: Path) -> tuple[UUID, datetime, bytes]:
    """A journal's id, when it began, and the key of its chain.

    Raises ``JournalMissing``, ``JournalAltered``, and ``CryptoError`` or ``KeyMissing`` where the
    key does not open.
    """
    said = head_of(path).said
    journal_id, sealed = UUID(said["journal"]), b64decode(said["chain"])
    with inside(PLATFORM):
        key = keyring.opening_key(PLATFORM, sealed)
    chain = key.open(sealed, _place("chain", journal_id))
    return journal_id, datetime.fromisoformat(said["began_at"]), chain


def opened_note(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a note says. Raises ``CryptoError`` or ``KeyMissing``."""
    sealed = b64decode(said["sealed"])
    with inside(PLATFORM):
        key = keyring.opening_key(PLATFORM, sealed)
    note: dict[str, Any] = loads(key.open(sealed, _place("note", UUID(said["id"]))))
    return note


def keep_here() -> None:
    """Has all that this process records kept in its journal. Called when Django is ready."""
    mark = {"emergency_mode": _path().stem}
    elsewhere.keep_with(_keep, mark=mark)


def _keep(kind: elsewhere.Kind, /, *, organization_id: UUID, row: UUID, sealed: bytes) -> None:
    desk().keep(kind, organization_id=organization_id, row=row, sealed=sealed)


def _opened(path: Path) -> Desk:
    journal_id, began_at, chain = chain_of(path)
    journal, found = Journal.resume(path, chain)
    made = Desk(journal, began_at, journal_id)
    for line in found.lines:
        if line.kind == "note":
            made.remembered.take(opened_note(line.said))
    return made


def _path() -> Path:
    if not settings.CHAPERONE_EMERGENCY:
        raise JournalMissing("(this process is in no emergency mode)")
    return Path(settings.CHAPERONE_EMERGENCY)


def _place(element: str, row: UUID) -> Place:
    return Place(PLATFORM, TABLE, element, row)
