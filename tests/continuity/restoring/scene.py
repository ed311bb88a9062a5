"""An installation that is backed up, lives on, and is lost; what is left is the backup, the keys and the mirror."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyrage
from django.conf import settings
from django.db import connections

from chaperone.continuity.backups.pipeline import Source, make
from chaperone.continuity.backups.targets.folder import FolderTarget
from chaperone.continuity.restoring.place import Place
from chaperone.continuity.restoring.running import Report, run
from chaperone.crypto.providers.choosing import load
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.address import Address, password, passwords_file
from chaperone.database.logins import role
from chaperone.ledger import log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer
from chaperone.vault.keyring import keyring
from chaperone.vault.provider import forget_providers


@dataclass
class Lost:
    """What is there before the loss, and what can be made of it afterwards. ``keys``: the settings
    of the key service or HSM that holds its root key; without, the key is in a file.
    """

    database: str
    folder: Path
    identity: Any = field(default_factory=pyrage.x25519.Identity.generate)
    number: int = 0
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def log_key(self) -> Path:
        return self.folder / "keys" / "log.key"

    @property
    def mirror(self) -> Path:
        return self.folder / "outside"

    @property
    def root_key(self) -> Path:
        return Path(settings.CHAPERONE_DATA) / "keys" / "root.key"

    def sequence(self) -> int:
        """Everything that was recorded gets its place, is signed and mirrored; the tree's size."""
        secret = password(settings.CHAPERONE_DATA, "sequencer", os.environ)
        with connect(user=role("sequencer"), password=secret) as connection:
            placer = Placer(connection, log_key.load(self.log_key))
            while placer.place():
                pass
            size = placer.sign()
            catch_up(connection, self.mirror)
        return size

    def back_up(self, **header: Any) -> Path:
        """A backup of this moment, by the product's own pipeline; ``header``: what it says else."""
        self.number += 1
        name = f"backup-{self.number}.age"
        config = {"port": 8443, "demo": False, "root_key": self._root_key_id()}
        if self.keys:
            config["keys"] = self.keys
        (self.folder / "config.json").write_text(json.dumps(config))
        found = connections["default"].settings_dict
        source = Source(
            data=self.folder,
            address=Address(found["HOST"], found["PORT"], self.database),
            password=password(settings.CHAPERONE_DATA, "backup", os.environ),
            mirror=self.mirror,
            about=header,
        )
        recipients = [str(self.identity.to_public())]
        make(source, FolderTarget(self.folder), name, backup=uuid4(), recipients=recipients)
        return self.folder / name

    def _root_key_id(self) -> str:
        if self.keys:
            return load(self.keys, Path()).key_id
        return FileKeyProvider.load(self.root_key).key_id

    @contextmanager
    def empty_place(self) -> Iterator[Path]:
        """A folder for a restore; gone in the end. In /tmp: PostgreSQL may run as somebody else."""
        above = Path(tempfile.mkdtemp(prefix="chaperone-restore-", dir="/tmp"))
        above.chmod(0o711)
        try:
            yield above / "data"
        finally:
            Place(above / "data").empty()
            shutil.rmtree(above)

    def restore(self, file: Path, place: Path, **options: Any) -> Report:
        """With the mirror outside, unless told otherwise."""
        chosen = {"mirrors": [self.mirror], "root_key": self.root_key} | options
        return run(
            file,
            place,
            identity=str(options.pop("identity", self.identity)),
            **{name: value for name, value in chosen.items() if name != "identity"},
        )


@contextmanager
def started(place: Path) -> Iterator[None]:
    """Django works on the restored installation in this block, as its web login."""
    server = Place(place).server()
    server.start()
    address = Address.parse(server.address_dsn)
    passwords = json.loads(passwords_file(place).read_text())
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    data = settings.CHAPERONE_DATA
    connections.close_all()
    _forget_keys()
    settings.CHAPERONE_DATA = place
    for alias in connections:
        connections[alias].settings_dict |= {
            "HOST": address.host,
            "PORT": address.port,
            "NAME": "chaperone",
            "USER": "chaperone_web",
            "PASSWORD": passwords["web"],
        }
    try:
        yield
    finally:
        connections.close_all()
        _forget_keys()
        settings.CHAPERONE_DATA = data
        for alias in connections:
            connections[alias].settings_dict |= before[alias]
        server.stop()


def _forget_keys() -> None:
    keyring.forget()
    forget_providers()
