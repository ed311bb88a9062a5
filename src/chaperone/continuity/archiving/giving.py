"""Gives PostgreSQL the pieces of the log that it asks for while it recovers."""

import logging
from collections.abc import Mapping
from pathlib import Path
from threading import Event, Thread
from types import TracebackType

import pyrage

from chaperone.continuity.archiving import handing, wal
from chaperone.continuity.archiving.errors import ArchiveError
from chaperone.continuity.archiving.names import Wal
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.targets.target import Target
from chaperone.database.placement import Runner

_POLL = 0.02
_log = logging.getLogger(__name__)


class Giver:
    """While in the block, answers what PostgreSQL asks by `handing.restore_command`.

    ``problem``: what went wrong. Then PostgreSQL is told to end: a piece that cannot be read now
    must not pass for the end of the archive. ``given``: how many pieces.
    """

    def __init__(
        self,
        folder: Path,
        known: Mapping[str, Wal],
        target: Target,
        identity: pyrage.x25519.Identity,
        user: Runner,
    ) -> None:
        self._folder, self._known, self._target = folder, known, target
        self._identity, self._user = identity, user
        self._ended = Event()
        self._thread = Thread(target=self._run, name="giver", daemon=True)
        self.problem: BaseException | None = None
        self.given = 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.wait(_POLL):
            for asked in (self._folder / handing.WANTED).iterdir():
                if self.problem is None:
                    self._answer(asked.name)

    def _answer(self, name: str) -> None:
        try:
            found = self._known.get(name)
            if found is None:
                self._put(handing.ABSENT, name, b"")
            elif not (self._folder / handing.GIVEN / name).exists():
                content = wal.fetch(found, target=self._target, identity=self._identity)
                self._put(handing.GIVEN, name, content)
                self.given += 1
        except (ArchiveError, BackupError, OSError) as problem:
            _log.exception("A piece of the log could not be given.")
            self.problem = problem
            (self._folder / handing.FAILED).touch()

    def _put(self, kind: str, name: str, content: bytes) -> None:
        aside = self._folder / f".{name}"
        aside.write_bytes(content)
        aside.chmod(0o600)
        self._user.owns(aside)
        aside.rename(self._folder / kind / name)
