"""Where a restore goes: an empty data folder, an empty database, and the mark of what is being
filled.
"""

import json
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chaperone.continuity.restoring.errors import PlaceNotEmpty
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.database.server import Server
from chaperone.files.private import write_private

MARK = "restoring.json"
"""As long as it is there, the folder is half restored and nothing starts on it."""
_PRIVATE = ("secrets", "keys", "tls", "mirror", "log", "run")


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder, by the parts that a restore writes; as ``up`` expects them. ``own``: the
    database on a server of one's own; None where the folder has its own PostgreSQL.
    """

    root: Path
    own: OwnDatabase | None = None

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

    def server(self) -> Server | OwnDatabase:
        """The embedded PostgreSQL of the folder, or the server of one's own."""
        return self.own or self.embedded()

    def embedded(self) -> Server:
        """The embedded PostgreSQL of the folder."""
        return Server(self.root / "postgres", password_file=self.root / "secrets" / "administrator")

    @property
    def token(self) -> str:
        """By which a database of one's own names this try; nothing where none was begun."""
        with suppress(FileNotFoundError, ValueError):
            return str(json.loads(self.mark.read_text(encoding="utf-8")).get("token", ""))
        return ""

    def check(self) -> None:
        """Raises ``PlaceNotEmpty`` unless it is absent, empty, or was being restored before, and
        what ``OwnDatabase.check`` raises.
        """
        is_ours = self.mark.exists() or not self.root.exists()
        if not is_ours and (not self.root.is_dir() or any(self.root.iterdir())):
            raise PlaceNotEmpty(f"({self.root})")
        if self.own:
            self.own.check(self.token)

    def begin(self, backup: str) -> None:
        """Empties what an earlier try left, and marks the folder."""
        self.empty()
        # PostgreSQL may run as another user, who passes through to its folder.
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o711)
        self._note(backup, "begun", secrets.token_hex(8))
        for name in _PRIVATE:
            (self.root / name).mkdir(mode=0o700, exist_ok=True)

    def step(self, backup: str, name: str) -> None:
        """Notes how far it is, for who finds it cut off."""
        self._note(backup, name, self.token)

    def finish(self, root_key: str = "") -> None:
        """From now on it may be started. ``root_key``: the id of the one that its data needs."""
        if self.own:
            self.own.finish(self.token, root_key)
        self.mark.unlink()

    def empty(self) -> None:
        """Removes everything that a restore made, the mark last."""
        if not self.root.exists():
            return
        if self.own:
            self.own.empty(self.token)
        self.embedded().stop()
        for path in sorted(self.root.iterdir(), key=lambda path: path.name == MARK):
            if path.is_symlink():
                shutil.rmtree(path.resolve(), ignore_errors=True)
                path.unlink()
            elif path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()

    def _note(self, backup: str, step: str, token: str) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        said = {"backup": backup, "step": step, "at": at, "token": token}
        write_private(self.mark, json.dumps(said) + "\n")
