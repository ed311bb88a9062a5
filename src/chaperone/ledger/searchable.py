"""What the search goes by compared with the columns of the entries, which ``columns`` compares with
what the entries say: whoever changed it would hide an entry from a search.
"""

import psycopg

from chaperone.database.sql import statements
from chaperone.ledger.errors import NotVerified

_CHECK = statements("chaperone.ledger", "search_check.sql")


def check_search(connection: psycopg.Connection) -> None:
    """Raises ``NotVerified`` for an entry that a search would not find, or would find wrongly.

    ``connection`` is in a transaction, as the auditor.
    """
    row = connection.execute(_CHECK).fetchone()
    if row is not None:
        raise NotVerified(f"entry {row[0]}", f"the search ({row[1]}) is not what its columns say")
