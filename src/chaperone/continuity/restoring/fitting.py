"""Whether a backup fits: this program, root key, disk and mirror. Nothing is written."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import chaperone
from chaperone.continuity.restoring.errors import (
    DatabaseNewer,
    KeyMissing,
    LogKeyChanged,
    LogKeyMissing,
    MirrorAltered,
    NoRoom,
    SchemaNewer,
    SchemaUnknown,
)
from chaperone.continuity.restoring.reading import Contents
from chaperone.database import binaries, cluster
from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.log.signing import Signer

_OURS = Path(chaperone.__file__).parent
_SPARE_MEGABYTES = 500


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A mirror that verifies, and the head under which it stands."""

    folder: Path
    head: Checkpoint


def check_version(contents: Contents, server: int = binaries.MAJOR) -> None:
    """An older one is upgraded after it was restored. ``server``: the major version of the
    PostgreSQL that it goes into. Raises ``SchemaNewer``, ``SchemaUnknown``, ``DatabaseNewer``.
    """
    check_schema(contents.header.get("migrations") or {})
    check_server(int(contents.header.get("postgresql", 0)) // 10_000, server)


def check_schema(leaves: Mapping[str, str]) -> None:
    """``leaves``: the last migration of each room. Raises ``SchemaNewer``, ``SchemaUnknown``."""
    if not leaves:
        raise SchemaUnknown
    for room, name in leaves.items():
        folder = _OURS / room / "migrations"
        if folder.is_dir() and not (folder / f"{name}.py").exists():
            raise SchemaNewer(f"(it has {room}.{name})")


def check_server(made_by: int, here: int = binaries.MAJOR) -> None:
    """``made_by``: the major version of the PostgreSQL it is of. Raises ``DatabaseNewer``."""
    if made_by > here:
        raise DatabaseNewer(f"({made_by}, and {here} here)")


def check_root_key(contents: Contents, key_id: str) -> None:
    """``key_id``: of the provider that was given. Raises ``KeyMissing``."""
    needed = str(contents.settings.get("root_key", ""))
    if needed and needed != key_id:
        raise KeyMissing(f"(needed: {needed}; given: {key_id})")


def log_key_of(contents: Contents) -> VerifierKey:
    """The log's first verifier key, as the backup has it. Raises ``LogKeyMissing``."""
    public = contents.configuration.get("keys/log.pub")
    if public is None or "keys/log.key" not in contents.configuration:
        raise LogKeyMissing
    return VerifierKey.parse(public.decode())


def check_room(needed_bytes: int, folder: Path) -> int:
    """How many MB are needed. Raises ``NoRoom`` where fewer are free."""
    needed = needed_bytes // 1_000_000 + _SPARE_MEGABYTES
    free = cluster.free_megabytes(folder)
    if free < needed:
        raise NoRoom(f"({needed} MB are needed, {free} MB are free)")
    return needed


def verified(folder: Path, contents: Contents) -> Mirrored:
    """A mirror that is to be relied on. Raises ``MirrorAltered``, ``LogKeyChanged``."""
    try:
        report = verify_directory(folder, [log_key_of(contents)])
    except MerkleError as error:
        raise MirrorAltered(f"({folder}: {error})") from error
    if report.key_changes:
        last = report.key_changes[-1]
        if last.key != _signing_key(contents):
            raise LogKeyChanged(f"(at {last.size} entries)")
    return Mirrored(folder, report.checkpoint)


def _signing_key(contents: Contents) -> VerifierKey:
    """The public half of the key that the backup would go on with. Raises ``LogKeyMissing``."""
    secret = contents.configuration["keys/log.key"].decode().strip()
    try:
        name, _, encoded = secret.removeprefix("PRIVATE+KEY+").split("+", 2)
        return VerifierKey.parse(Signer(name, b64decode(encoded)[1:]).verifier_key)
    except (ValueError, MerkleError):
        raise LogKeyMissing from None
