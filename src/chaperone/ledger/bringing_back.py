"""After a restore: entries that a mirror holds and the backup does not, back in their places.

A mirror holds sealed bytes and, beside them, the ids for which they open. What opens is written
again byte for byte; what does not, because its key was made after the backup, keeps its place as
sealed bytes that nobody reads. So the tree goes on, and every checkpoint ever signed holds.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from chaperone.crypto.errors import CryptoError
from chaperone.crypto.values import SealingKey, key_id_of
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger.actions import append, append_again
from chaperone.ledger.actors import Actor
from chaperone.ledger.columns import unread_columns
from chaperone.ledger.connecting import connect
from chaperone.ledger.entries import Entry, open_sealed
from chaperone.ledger.epochs import details_of
from chaperone.ledger.errors import NotVerified
from chaperone.ledger.mirrors.folder import FolderMirror
from chaperone.ledger.placing import Placer
from chaperone.ledger.pruned import Prune
from chaperone.ledger.pruning_again import keep_prunes
from chaperone.ledger.record_events import ENTRY_UNREAD, EPOCH_BEGUN
from chaperone.ledger.signed import mirrored_key_changes
from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.layout import CHECKPOINT, TILE_WIDTH
from chaperone.merkle.log.checkpoints import unverified_head
from chaperone.merkle.log.layout import ids_path
from chaperone.merkle.log.tiling import Destroyed, Kept
from chaperone.vault.inside import inside, turn_to
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose

_ID = 16


@dataclass(frozen=True, slots=True)
class Found:
    """An entry as a mirror has it. ``sealed``: or the hash alone of one that was destroyed;
    ``named``: whether the id is the mirror's, and not made up.
    """

    index: int
    id: UUID
    sealed: Kept
    named: bool = True


@dataclass(slots=True)
class Gap:
    """What was brought back. ``held``: the size of the backup's tree; ``entries``: in order;
    ``pruned``: months that were destroyed after the backup; ``nowhere``: leaves of such that the
    mirror holds by their hash alone.
    """

    held: int
    kept: int
    entries: list[Entry] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    pruned: list[Prune] = field(default_factory=list)
    nowhere: list[int] = field(default_factory=list)

    @property
    def unread_runs(self) -> list[tuple[int, int]]:
        """First and last of each run of entries that nobody can open."""
        runs = groupby(enumerate(self.unread), key=lambda pair: pair[1] - pair[0])
        ends = [[index for _, index in run] for _, run in runs]
        return [(run[0], run[-1]) for run in ends]


def bring_back(placer: Placer, folder: Path, organizations: Sequence[UUID]) -> Gap:
    """Writes what the mirror holds beyond the tree, places it as it stood, and keeps every
    checkpoint and change of key that was signed meanwhile.

    ``folder`` was verified by the caller. Appends by Django's connection, in transactions of its
    own; as the owner, who alone may say again that a month was destroyed. Raises
    ``NotVerified``, ``BadPlace``, ``Fenced``.
    """
    mirror = FolderMirror(folder)
    head = unverified_head(mirror.read(CHECKPOINT) or b"")
    gap = Gap(held=placer.size, kept=max(placer.size, head.size))
    notes = _notes(mirror, placer.signed_size)
    changes = _changes(mirror)
    openers = _Openers(organizations)
    _sign(placer, notes, changes)
    for found in read_beyond(folder, placer.size, head.size):
        _write_again(found, openers, gap)
        _place(placer, found, notes, changes)
    with connect() as owner:
        gap.pruned = keep_prunes(placer, owner, mirror, gap.entries)
    return gap


def begin_epoch(placer: Placer, gap: Gap, bound: tuple[int, bytes], *, backup: str) -> UUID:
    """Records the restore, places what waits, and signs from where the log goes on.

    ``bound``: size and root of the last checkpoint that is known. ``backup``: which one it was.
    """
    said = details_of(gap.held, gap.kept, bound, gap.unread_runs)
    with inside(PLATFORM):
        entry_id = append(
            event=EPOCH_BEGUN,
            actor=Actor("operator", None, PLATFORM),
            details={"backup": backup} | said,
        )
    while placer.place():
        pass
    placer.begin_epoch(
        entry_id, backup=gap.held, kept=gap.kept, bound=bound, unread=gap.unread_runs
    )
    return entry_id


def read_beyond(folder: Path, start: int, size: int) -> Iterator[list[Found]]:
    """Entries ``start`` to ``size`` of a mirror, some at a time. Raises ``BadPlace``."""
    bundles = Folder(folder)
    for index in range(start // TILE_WIDTH, -(-size // TILE_WIDTH)):
        first = index * TILE_WIDTH
        width = min(TILE_WIDTH, size - first)
        ids = _ids(folder, index, width)
        entries = bundles.bundle(index, width)
        yield [
            Found(
                first + place,
                ids[place] if ids else new_id(),
                entries[place] or Destroyed(bundles.lowest_hashes(index, width)[place]),
                bool(ids),
            )
            for place in range(max(start - first, 0), width)
        ]


def _ids(folder: Path, index: int, width: int) -> list[UUID]:
    for candidate in (width, TILE_WIDTH):
        path = folder / ids_path(index, candidate)
        if path.exists():
            data = path.read_bytes()
            if len(data) != candidate * _ID:
                raise NotVerified(f"mirror {path}", "it is not one id for each entry")
            return [UUID(bytes=data[at : at + _ID]) for at in range(0, width * _ID, _ID)]
    return []


def _notes(mirror: FolderMirror, signed: int) -> dict[int, bytes]:
    """The checkpoints of the mirror after the backup's last one, by size."""
    kept = [note for _, note in mirror.kept_checkpoints()]
    notes = {unverified_head(note).size: note for note in [*kept, mirror.read(CHECKPOINT) or b""]}
    return {size: note for size, note in notes.items() if size > signed}


def _changes(mirror: FolderMirror) -> dict[int, bytes]:
    """The changes of key in the mirror that the backup does not know, by size."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from ledger_key_change")
        (known,) = cursor.fetchone()
    return {unverified_head(said).size: said for said in mirrored_key_changes(mirror)[known:]}


class _Openers:
    """Keys of the ledger by id, with the organization whose they are."""

    def __init__(self, organizations: Sequence[UUID]) -> None:
        self._owners: dict[UUID, UUID] = {}
        self._keys: dict[UUID, SealingKey] = {}
        for organization_id in (*organizations, PLATFORM):
            with inside(organization_id):
                keys = Key.objects.filter(organization_id=organization_id, purpose=Purpose.LEDGER)
                for key_id in keys.values_list("id", flat=True):
                    self._owners[key_id] = organization_id

    def open(self, found: Found, sealed: bytes) -> Entry | None:
        """The entry; None where its key was made after the backup. In a transaction. Raises
        ``NotVerified`` where the key is there and does not open it.
        """
        organization_id = self._owners.get(key_id_of(sealed))
        if organization_id is None or not found.named:
            return None
        turn_to(organization_id)
        key_id = key_id_of(sealed)
        if key_id not in self._keys:
            self._keys[key_id] = keyring.opening_key(organization_id, sealed)
        try:
            return open_sealed(
                sealed,
                self._keys[key_id],
                organization_id=organization_id,
                entry_id=found.id,
            )
        except CryptoError as error:
            raise NotVerified(
                f"leaf {found.index}", "the id that the mirror keeps beside it is not its own"
            ) from error


def _write_again(batch: Sequence[Found], openers: _Openers, gap: Gap) -> None:
    with transaction.atomic():
        there = _there([found.id for found in batch])
        for found in batch:
            if isinstance(found.sealed, Destroyed):
                gap.nowhere.append(found.index)
                continue
            entry = openers.open(found, found.sealed)
            if entry is None:
                gap.unread.append(found.index)
                turn_to(PLATFORM)
                entry = _closed(found.id)
            elif found.id not in there:
                gap.entries.append(entry)
            if found.id not in there:
                append_again(entry, found.sealed)


def _there(ids: list[UUID]) -> set[UUID]:
    """Those that the backup held as well, waiting for their place; asked past row security."""
    with connection.cursor() as cursor:
        cursor.execute("select entry_id from ledger_pending where entry_id = any (%s)", [ids])
        return {row[0] for row in cursor.fetchall()}


def _closed(entry_id: UUID) -> Entry:
    organization_id, _, kind, actor_id, recorded_at = unread_columns(entry_id)
    return Entry(
        id=entry_id,
        event=ENTRY_UNREAD.name,
        actor_kind=kind,
        actor_id=actor_id,
        organization_id=organization_id,
        members=(),
        recorded_at=recorded_at,
        details={},
    )


def _place(
    placer: Placer, batch: Sequence[Found], notes: Mapping[int, bytes], changes: Mapping[int, bytes]
) -> None:
    """Up to each size that was signed, so that its checkpoint is kept as it was."""
    waiting: list[tuple[UUID, Kept]] = []
    for found in batch:
        waiting.append((found.id, found.sealed))
        if found.index + 1 in notes:
            placer.place_again(waiting)
            waiting = []
            _sign(placer, notes, changes)
    placer.place_again(waiting)


def _sign(placer: Placer, notes: Mapping[int, bytes], changes: Mapping[int, bytes]) -> None:
    size = placer.size
    if size in notes:
        placer.sign_again(notes[size])
    if size in changes:
        placer.change_key_again(changes[size])
