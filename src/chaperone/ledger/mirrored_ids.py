"""Whether the ids in a mirror, by which a restore opens entries, are those of the tree's leaves.

The tree is over the sealed bytes, which do not hold their ids, so that no signature covers these
files: what was changed in them shows here, and not only at the restore that would need them.
"""

import psycopg

from chaperone.ledger.errors import MirrorUnavailable, NotVerified
from chaperone.ledger.mirrors.addresses import Address, mirror_at
from chaperone.ledger.mirrors.mirror import Mirror
from chaperone.merkle.log.layout import TILE_WIDTH, ids_path, width_of

_ID = 16
_IDS = """
    select string_agg(uuid_send(entry_id), '' order by leaf_index)
    from ledger_leaf where leaf_index >= %s and leaf_index < %s
"""


def check_ids(connection: psycopg.Connection, address: Address, size: int) -> None:
    """Compares the ids of the first ``size`` entries of a mirror with the leaves of the database.

    Raises ``NotVerified`` with the first file that is missing or says something else.
    """
    mirror = mirror_at(address)
    try:
        for index in range(-(-size // TILE_WIDTH)):
            _check(connection, mirror, index, width_of(0, index, size))
    except (OSError, MirrorUnavailable) as error:
        raise NotVerified(f"mirror {mirror.name}", str(error)) from error


def _check(connection: psycopg.Connection, mirror: Mirror, index: int, width: int) -> None:
    start = index * TILE_WIDTH
    row = connection.execute(_IDS, [start, start + width], binary=True).fetchone()
    known = row[0] if row else None
    where = f"mirror {mirror.name.rstrip('/')}/"
    # The file of a bundle that was not full goes when it is: whoever catches up may be doing so.
    for candidate in (width, TILE_WIDTH):
        found = mirror.read(ids_path(index, candidate))
        if found is not None:
            if len(found) != candidate * _ID or found[: width * _ID] != known:
                raise NotVerified(f"{where}{ids_path(index, candidate)}", "holds other ids")
            return
    raise NotVerified(f"{where}{ids_path(index, width)}", "is missing")
