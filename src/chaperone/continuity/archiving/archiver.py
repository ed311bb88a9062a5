"""Keeps what PostgreSQL wants archived, says so to it, and says loudly when it cannot."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import NamedTuple

from chaperone.continuity.archiving import handing, names, wal
from chaperone.continuity.archiving.errors import ArchiveError
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.targets.target import Target

SECONDS = 0.5
_PAUSES = (1.0, 5.0, 30.0)
_log = logging.getLogger(__name__)


class Lag(NamedTuple):
    """What is not archived yet: how many pieces, and for how many seconds the oldest has waited.

    A piece that is being written is not counted: ``archive_timeout`` ends it after a minute.
    """

    pieces: int
    seconds: float


def lag(folder: Path, cluster: Path, *, now: datetime) -> Lag:
    """Measured at PostgreSQL's own files, so that it is told, too, while no archiver runs."""
    left = [
        file for file in handing.waiting(cluster) if not handing.acknowledged(folder, file.name)
    ]
    ages = []
    for file in left:
        try:
            ages.append(now.timestamp() - file.stat().st_mtime)
        except FileNotFoundError:
            continue
    return Lag(len(left), max(0.0, *ages) if ages else 0.0)


@dataclass
class Archiver:
    """``folder``: the embedded server's; ``system``: the database's own number.

    ``say``: gets a sentence for people when archiving fails, and when it works again.
    """

    folder: Path
    system: str
    target: Target
    recipients: Sequence[str]
    say: Callable[[str], None] = _log.error
    _known: dict[str, names.Wal] | None = None
    _failing: bool = field(default=False, init=False)

    @property
    def cluster(self) -> Path:
        """PGDATA."""
        return self.folder / "cluster"

    def run(self, stopping: Event) -> None:
        """Until told to stop. A target that fails is asked again, after ever longer pauses."""
        failures = 0
        pause = SECONDS
        while not stopping.wait(pause):
            if self.try_round():
                failures, pause = 0, SECONDS
            else:
                pause = _PAUSES[min(failures, len(_PAUSES) - 1)]
                failures += 1

    def try_round(self) -> bool:
        """One round; False where it failed, which is said once until it works again."""
        try:
            self.round()
        except (ArchiveError, BackupError, OSError) as problem:
            self._known = None
            if not self._failing:
                self.say(f"The archive for points in time stands still: {problem} {self._waits()}")
            self._failing = True
            return False
        if self._failing:
            self.say("The archive for points in time works again.")
        self._failing = False
        return True

    def round(self) -> int:
        """Archive everything that waits; returns how many pieces were stored.

        Raises ``ArchiveError``, ``BackupError`` (the target) and ``OSError``.
        """
        stored = 0
        for file in handing.waiting(self.cluster):
            if not names.is_archived(file.name) or handing.acknowledged(self.folder, file.name):
                continue
            stored += wal.store(
                file,
                system=self.system,
                target=self.target,
                recipients=self.recipients,
                known=self._held(),
            )
            handing.acknowledge(self.folder, file.name)
        handing.forget_asked(self.folder, self.cluster)
        return stored

    def _held(self) -> dict[str, names.Wal]:
        """What the archive holds; looked at once, since listing a bucket takes long."""
        if self._known is None:
            found = names.read(self.target.names()).get(self.system)
            self._known = found.wal if found else {}
        return self._known

    def _waits(self) -> str:
        found = lag(self.folder, self.cluster, now=datetime.now(UTC))
        return (
            f"{found.pieces} pieces of the database's log wait; none is lost, and they fill the"
            " disk until it works again."
        )
