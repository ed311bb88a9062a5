"""The first time through a backup: all of it is decrypted and compared before a byte is written.

That costs one more reading of the file. Only so "refused before anything is overwritten" is true of
a file whose last byte is wrong.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from chaperone.continuity.backups.errors import Altered
from chaperone.continuity.backups.format import (
    CONFIGURATION,
    DATABASE,
    FILES,
    HEADER,
    MANIFEST,
    MIRROR,
    read,
)
from chaperone.continuity.backups.streams import pieces

_LONGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Contents:
    """What a backup says and holds; the configuration whole, the rest by its size."""

    header: Mapping[str, Any]
    manifest: Mapping[str, Any]
    configuration: dict[str, bytes] = field(repr=False)
    sizes: Mapping[str, int]

    @property
    def backup(self) -> str:
        """Its id."""
        return str(self.header.get("backup", ""))

    @property
    def made_at(self) -> datetime:
        """When its snapshot was taken."""
        return datetime.fromisoformat(str(self.header["made_at"]))

    @property
    def system(self) -> str:
        """PostgreSQL's own number of the database, where the backup knows it."""
        return str(self.header.get("system", ""))

    @property
    def ledger(self) -> tuple[int, str]:
        """Size and note of the last checkpoint in it; 0 and nothing where there was none."""
        said: Mapping[str, Any] = self.header.get("ledger") or {}
        return int(said.get("size", 0)), str(said.get("checkpoint", ""))

    @property
    def settings(self) -> dict[str, Any]:
        """What its ``config.json`` says."""
        found: dict[str, Any] = json.loads(self.configuration.get("config.json", b"{}"))
        return found


def look_through(file: Path, identity: str) -> Contents:
    """Reads all of it. Raises ``Unreadable`` with the reason, ``OSError``."""
    said: dict[str, Mapping[str, Any]] = {HEADER: {}, MANIFEST: {}}
    configuration: dict[str, bytes] = {}
    sizes = dict.fromkeys((DATABASE, FILES, CONFIGURATION, MIRROR), 0)
    with file.open("rb") as stream:
        for member in read(stream, identity):
            folder = member.name.partition("/")[0] + "/"
            if member.name in said:
                said[member.name] = json.loads(b"".join(pieces(member)))
            elif folder not in sizes:
                raise Altered(f"({member.name} belongs to no part)")
            else:
                sizes[folder] += member.size
            if folder == CONFIGURATION:
                if member.size > _LONGEST:
                    raise Altered(f"({member.name} has {member.size} bytes)")
                configuration[member.name.removeprefix(folder)] = b"".join(pieces(member))
    return Contents(said[HEADER], said[MANIFEST], configuration, sizes)
