"""What witnesses said of our checkpoints: kept beside them, and handed out with them."""

from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple

import psycopg

from chaperone.ledger.errors import CosignatureRefused
from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.cosignatures import cosigned_by
from chaperone.merkle.audit.keys import CosignerKey
from chaperone.merkle.audit.notes import MOST_SIGNATURES, Note
from chaperone.merkle.errors import MerkleError

_MOST_WITNESSES = MOST_SIGNATURES - 10
_CHECKPOINT = "select note from ledger_checkpoint where size = %s"
_COUNT = "select count(distinct witness) from ledger_cosignature where size = %s"
_ADD = """
    insert into ledger_cosignature (size, witness, line, witnessed_at, added_at)
    values (%s, %s, %s, %s, now()) on conflict (size, witness) do nothing
"""
_SINCE = """
    select cosignature.size, checkpoint.note, cosignature.line, cosignature.number
    from ledger_cosignature as cosignature join ledger_checkpoint as checkpoint using (size)
    where size in (select size from ledger_cosignature where number > %s)
    order by size, number
"""


class Cosigned(NamedTuple):
    """A checkpoint that a witness saw, as it says."""

    size: int
    witness: str
    """The witness's verifier key."""
    witnessed_at: datetime


def add(connection: psycopg.Connection, note: bytes, witness: CosignerKey) -> Cosigned:
    """Keeps a witness's cosignature on one of our checkpoints; safe to repeat.

    ``connection``: as the sequencer. Only the first cosignature of a witness on a size is kept.
    Raises ``CosignatureRefused`` unless the note is one of ours and this witness cosigned it.
    """
    try:
        text, signatures = Note.parse(note)
        size = Checkpoint.parse(text).size
        times = cosigned_by(note, [witness])
    except MerkleError as error:
        raise CosignatureRefused(f"({error})") from error
    if witness not in times:
        raise CosignatureRefused(f"({witness.name} did not cosign it)")
    row = connection.execute(_CHECKPOINT, [size]).fetchone()
    if row is None or Note.parse(row[0].encode()).text != text:
        raise CosignatureRefused(
            f"(size {size}: this ledger did not sign that. If the note carries this ledger's own"
            " signature, the ledger was forked: keep the file, and start an incident.)"
        )
    if (connection.execute(_COUNT, [size]).fetchone() or [0])[0] >= _MOST_WITNESSES:
        raise CosignatureRefused(f"(size {size} has {_MOST_WITNESSES} already)")
    own = [one for one in signatures if (one.name, one.key_id) == (witness.name, witness.key_id)]
    at = datetime.fromtimestamp(times[witness], UTC)
    connection.execute(_ADD, [size, str(witness), str(own[-1]), at])
    return Cosigned(size, str(witness), at)


def cosigned_notes(
    connection: psycopg.Connection, after: int = 0
) -> tuple[list[tuple[int, bytes]], int]:
    """(size, note with all cosignatures) of what was cosigned since number ``after``, and the last
    number.
    """
    found = connection.execute(_SINCE, [after]).fetchall()
    notes = []
    for (size, note), rows in groupby(found, key=lambda row: (row[0], row[1])):
        lines = "".join(f"{line}\n" for _, _, line, _ in rows)
        notes.append((size, f"{note}{lines}".encode()))
    return notes, max((row[3] for row in found), default=after)
