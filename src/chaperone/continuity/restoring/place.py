"""Where a restore goes: an empty data folder, and the mark of one that is being filled."""

import json
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chaperone.continuity.restoring.errors import PlaceNotEmpty
from chaperone.database.server import Server
from chaperone.files.private import write_private

MARK = "restoring.json"
"""As long as it is there, the folder is half restored and nothing starts on it."""
_PRIVATE = ("secrets", "keys", "tls", "mirror", "log", "run")


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder, by the parts that a restore writes; as ``up`` expects them."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "config.json"

    @property
    def root_key(self) -> Path:
        return self.root / "keys" / "root.key"

    @property
    def log_key(self) -> Path:
        return self.root / "keys" / "log.key"

    @property
    def django_key(self) -> Path:
        return self.root / "secrets" / "django.key"

    @property
    def mirror(self) -> Path:
        return self.root / "mirror"

    @property
    def mark(self) -> Path:
        return self.root / MARK

    def server(self) -> Server:
        """The embedded PostgreSQL of the folder."""
        return Server(self.root / "postgres", password_file=self.root / "secrets" / "administrator")

    def check(self) -> None:
        """Raises ``PlaceNotEmpty`` unless it is absent, empty, or was being restored before."""
        if self.mark.exists() or not self.root.exists():
            return
        if not self.root.is_dir() or any(self.root.iterdir()):
            raise PlaceNotEmpty(f"({self.root})")

    def begin(self, backup: str) -> None:
        """Empties what an earlier try left, and marks the folder."""
        self.empty()
        # PostgreSQL may run as another user, who passes through to its folder.
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o711)
        self.step(backup, "begun")
        for name in _PRIVATE:
            (self.root / name).mkdir(mode=0o700, exist_ok=True)

    def step(self, backup: str, name: str) -> None:
        """Notes how far it is, for who finds it cut off."""
        at = datetime.now(UTC).isoformat(timespec="seconds")
        write_private(self.mark, json.dumps({"backup": backup, "step": name, "at": at}) + "\n")

    def finish(self) -> None:
        """From now on it may be started."""
        self.mark.unlink()

    def empty(self) -> None:
        """Removes everything that a restore made, the mark last."""
        if not self.root.exists():
            return
        self.server().stop()
        for path in sorted(self.root.iterdir(), key=lambda path: path.name == MARK):
            if path.is_symlink():
                shutil.rmtree(path.resolve(), ignore_errors=True)
                path.unlink()
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()
