"""Files of PHI, in pieces: each an ordinary sealed value, so that whatever handles those handles
files as well.

A room has two tables: the file, with what its name and kind are, sealed, and its ``Pieces``.
What is sealed of a piece begins with the file's id, the piece's number and whether it is the last,
so that pieces that were exchanged, repeated, mixed with another file's or cut off at the end are
refused. A file is written in one transaction: there is none that is half there.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.vault.integrity import Altered, refuse
from chaperone.vault.models import SealedModel
from chaperone.vault.witness import current_witness

PIECE = 256 * 1024
_NUMBER = 8
_HEADER = 16 + _NUMBER + 1


Pieces = type[Any]
"""A sealed model with ``file``, a relation to its file, ``number``, a positive integer, and
``content``, a ``SealedBinaryField``."""


class _Header(NamedTuple):
    """What binds a piece to its place in its file."""

    file: UUID
    number: int
    last: bool

    def encoded(self) -> bytes:
        return self.file.bytes + self.number.to_bytes(_NUMBER, "big") + bytes([self.last])


def write(file: SealedModel, pieces: Pieces, source: Iterable[bytes]) -> int:
    """Seals what ``source`` gives, piece by piece, for a saved file; returns how many bytes.

    In the caller's transaction. ``source`` may give blocks of any size; one piece of 256 KiB and
    one block are in memory at a time.
    """
    size = 0
    for number, last, content in _with_last(_cut(source)):
        piece = pieces(organization_id=file.organization_id, file=file, number=number)
        piece.content = bytearray(_Header(file.id, number, last).encoded() + content)
        piece.save(force_insert=True)
        size += len(content)
    return size


def read(file: SealedModel, pieces: Pieces) -> Iterator[bytes]:
    """Opens a file before the current witness, which notes it as one opening; piece by piece.

    Nothing is given of a piece that is not at its place. What was given before that must not be
    used: only a reader that comes to the end has the file. Raises as ``Sealed.open``;
    ``NotIntact``, on record then, where pieces were exchanged, repeated, mixed or cut off.
    """
    last = False
    rows = pieces._default_manager.filter(organization_id=file.organization_id, file=file)
    for expected, row in enumerate(rows.order_by("number", "id").iterator(chunk_size=4)):
        opened: bytes = current_witness().open_part(row.content, of=file.id)
        last = opened[_HEADER - 1 : _HEADER] == b"\x01"
        if opened[:_HEADER] != _Header(file.id, expected, last).encoded():
            _refuse(file, pieces, "PieceMisplaced")
        yield opened[_HEADER:]
    if not last:
        _refuse(file, pieces, "FileCut")


def _cut(source: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size; one empty piece where there are none."""
    waiting = bytearray()
    for block in source:
        for start in range(0, len(block), PIECE):
            waiting += block[start : start + PIECE]
            if len(waiting) > PIECE:
                yield bytes(waiting[:PIECE])
                del waiting[:PIECE]
    yield bytes(waiting)


def _with_last(pieces: Iterator[bytes]) -> Iterator[tuple[int, bool, bytes]]:
    before = next(pieces)
    number = 0
    for piece in pieces:
        yield number, False, before
        before, number = piece, number + 1
    yield number, True, before


def _refuse(file: SealedModel, pieces: Pieces, problem: str) -> None:
    member_id = None if file.sealed_for is None else getattr(file, file.sealed_for)
    table = pieces._meta.db_table
    altered = Altered(file.organization_id, table, "content", file.id, member_id, problem)
    refuse(altered, current_witness().alarm)
