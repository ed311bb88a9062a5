"""The data folder: everything an installation keeps, apart from the program."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from chaperone.cli.errors import (
    ConfigDamaged,
    DataFromNewer,
    DataUnwritable,
    HalfRestored,
    NotOurData,
)
from chaperone.files.private import write_private

FORMAT = 1
EMBEDDED, OWN = "embedded", "own"
_PRIVATE = ("secrets", "keys", "tls", "mirror", "log", "run")


@dataclass(frozen=True, slots=True)
class Config:
    """What `up` remembers from start to start (config.json).

    root_key: the id of the key that data may be sealed with. database: "embedded" or "own" (at
    CHAPERONE_DATABASE_URL), once a first start has filled it.
    """

    port: int = 8443
    demo: bool = True
    root_key: str = ""
    database: str = ""
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The paths of one installation."""

    root: Path

    @property
    def config_file(self) -> Path:
        """Says that the folder is ours, and what `up` remembers."""
        return self.root / "config.json"

    @property
    def keys(self) -> Path:
        """Where keys in files are."""
        return self.root / "keys"

    @property
    def root_key(self) -> Path:
        """The key that all others are wrapped with, where no other place is set."""
        return self.keys / "root.key"

    def root_key_of(self, described: Mapping[str, Any]) -> Path | None:
        """The file in which the root key is by these settings; None where it is in no file."""
        if described.get("provider") != "file":
            return None
        return self.keys / str(described.get("path", self.root_key.name))

    @property
    def log_key(self) -> Path:
        """The key that signs the checkpoints of the ledger."""
        return self.root / "keys" / "log.key"

    @property
    def passwords(self) -> Path:
        """The passwords of the database logins."""
        return self.root / "secrets" / "logins.json"

    @property
    def administrator(self) -> Path:
        """The password of the embedded server's administrator."""
        return self.root / "secrets" / "administrator"

    @property
    def django_key(self) -> Path:
        """Django's SECRET_KEY."""
        return self.root / "secrets" / "django.key"

    @property
    def metrics_token(self) -> Path:
        """What Prometheus shows to be given the figures."""
        return self.root / "secrets" / "metrics.token"

    @property
    def metrics(self) -> Path:
        """Where processes keep their counts."""
        return self.run / "metrics"

    @property
    def demo(self) -> Path:
        """Who can sign in to the demo (JSON)."""
        return self.root / "secrets" / "demo.json"

    @property
    def database(self) -> Path:
        """The embedded server's files."""
        return self.root / "postgres"

    @property
    def static(self) -> Path:
        """Style sheets, scripts and pictures, as the web server serves them."""
        return self.root / "static"

    @property
    def tls(self) -> Path:
        """The local certificate authority and the server's certificate."""
        return self.root / "tls"

    @property
    def logs(self) -> Path:
        """What the processes print."""
        return self.root / "log"

    @property
    def run(self) -> Path:
        """What is true only while it runs."""
        return self.root / "run"

    def check(self) -> None:
        """Raise NotOurData, DataUnwritable, DataFromNewer or ConfigDamaged; changes nothing."""
        if self.root.exists():
            if not self.root.is_dir():
                raise NotOurData(folder=self.root)
            _check_writable(self.root)
            if not self.config_file.exists() and any(self.root.iterdir()):
                raise NotOurData(folder=self.root)
        else:
            _check_writable(self.root.parent)
        if (self.root / "restoring.json").exists():
            raise HalfRestored(folder=self.root)
        if self.config().format > FORMAT:
            raise DataFromNewer(folder=self.root)

    def config(self) -> Config:
        """What `up` remembers; the defaults before the first start. Raises ConfigDamaged."""
        found = self._settings()
        return Config(
            **{name: found[name] for name in Config.__dataclass_fields__ if name in found}
        )

    def _settings(self) -> dict[str, Any]:
        """All of config.json: the rooms keep settings of their own there."""
        try:
            found = json.loads(self.config_file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ConfigDamaged(path=self.config_file, reason="it is not JSON") from error
        if not isinstance(found, dict):
            raise ConfigDamaged(path=self.config_file, reason="it is not a JSON object")
        for name, default in asdict(Config()).items():
            if type(found.get(name, default)) is not type(default):
                raise ConfigDamaged(path=self.config_file, reason=f"{name} is of the wrong type")
        return found

    def use_root_key(self, described: Mapping[str, Any], *, key_id: str) -> None:
        """Remember which root key is in use: the settings of its provider, and its id."""
        merged = self._settings() | {"keys": dict(described), "root_key": key_id}
        write_private(self.config_file, json.dumps(merged, indent=1) + "\n")

    def create(self, config: Config) -> None:
        """Make what is missing, and remember `config`. Safe to repeat."""
        if not self.root.exists():
            self.root.mkdir(parents=True)
            # Started as root, PostgreSQL runs as another user, who passes through to its folder.
            self.root.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if config != self.config() or not self.config_file.exists():
            merged = self._settings() | asdict(config)
            write_private(self.config_file, json.dumps(merged, indent=1) + "\n")
        for name in _PRIVATE:
            (self.root / name).mkdir(mode=0o700, exist_ok=True)


def default_folder() -> Path:
    """CHAPERONE_DATA, or the place where a user's programs keep their data."""
    found = os.environ.get("CHAPERONE_DATA")
    return Path(found).absolute() if found else Path.home() / ".local" / "share" / "chaperone"


def _check_writable(folder: Path) -> None:
    step = folder
    while not step.exists():
        step = step.parent
    if not os.access(step, os.W_OK | os.X_OK):
        raise DataUnwritable(folder=step, owner=step.owner())
