"""Whether a backup fits: this program, root key, disk and mirror. Nothing is written."""

from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import chaperone
from chaperone.continuity.restoring.errors import (
    DatabaseNewer,
    KeyMissing,
    LogKeyChanged,
    LogKeyMissing,
    LogKeyWrong,
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
_LOG_KEY, _NEXT_LOG_KEY = "keys/log.key", "keys/log.next.key"


@dataclass(frozen=True, slots=True)
class Mirrored:
    """A mirror that verifies, and the head under which it stands. ``key``: to which the log's key
    was changed last, by what both keys signed.
    """

    folder: Path
    head: Checkpoint
    key: VerifierKey | None = None


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
    if public is None or _LOG_KEY not in contents.configuration:
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
    """A mirror that is to be relied on, and so is each change of key in it. Raises
    ``MirrorAltered``.
    """
    try:
        report = verify_directory(folder, [log_key_of(contents)])
    except MerkleError as error:
        raise MirrorAltered(f"({folder}: {error})") from error
    changes = report.key_changes
    return Mirrored(folder, report.checkpoint, changes[-1].key if changes else None)


def newest(mirrors: Sequence[Mirrored]) -> Mirrored | None:
    """The one that holds most."""
    return max(mirrors, key=lambda each: each.head.size, default=None)


def go_on_signing(contents: Contents, known: Mirrored | None, given: bytes | None) -> None:
    """Sees that the log's key is the one in force at the head of ``known``, which verified: the
    backup's own, the one that waited beside it, or the one that is ``given``; it takes the place
    of the backup's in ``contents``.

    Raises ``LogKeyChanged`` where none of them is, ``LogKeyWrong``, ``LogKeyMissing``.
    """
    own = _public_half(contents.configuration[_LOG_KEY], LogKeyMissing)
    needed = known.key if known and known.key else own
    offered = contents.configuration.get(_NEXT_LOG_KEY)
    if given is not None and _public_half(given, LogKeyWrong) != needed:
        raise LogKeyWrong
    if needed == own:
        return
    for secret in (given, offered):
        if secret is not None and _public_half(secret, LogKeyMissing) == needed:
            contents.configuration[_LOG_KEY] = secret
            if secret == offered:
                del contents.configuration[_NEXT_LOG_KEY]
            return
    assert known is not None
    raise LogKeyChanged(f"({known.folder}, {known.head.size} entries)")


def _public_half(text: bytes, refused: type[LogKeyMissing | LogKeyWrong]) -> VerifierKey:
    secret = text.decode(errors="replace").strip()
    try:
        name, _, encoded = secret.removeprefix("PRIVATE+KEY+").split("+", 2)
        return VerifierKey.parse(Signer(name, b64decode(encoded)[1:]).verifier_key)
    except (ValueError, MerkleError):
        raise refused from None
