"""Holds an organization's entries in the database against the signed copy in a mirror.

For those who may read their own organization's entries only; the auditor's full check is in
``verification``. The mirror's tree is verified before, by ``merkle.audit``.
"""

from itertools import groupby
from pathlib import Path

from django.db import connection

from chaperone.database.sql import statements
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import NotVerified
from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.audit.layout import TILE_WIDTH

_OWN = statements("chaperone.ledger", "own_entries.sql")


def compare_with_mirror(actor: Actor, *, mirror: Path, size: int) -> int:
    """Compares the actor's organization's entries, byte for byte; returns how many there are.

    ``size``: that of the verified checkpoint of the mirror. Raises ``NotVerified`` for the first
    entry that differs and ``BadPlace`` where the mirror cannot be read.
    """
    folder = Folder(mirror)
    compared = 0
    with connection.cursor() as cursor:
        cursor.execute(_OWN, {"organization": actor.organization_id, "size": size})
        for number, rows in groupby(cursor, key=lambda row: row[0] // TILE_WIDTH):
            signed = folder.bundle(number, min(TILE_WIDTH, size - number * TILE_WIDTH))
            for place, sealed in rows:
                if bytes(sealed) != signed[place % TILE_WIDTH]:
                    raise NotVerified(
                        f"entry {place} of the database", "it is not the one that was signed"
                    )
                compared += 1
    return compared
