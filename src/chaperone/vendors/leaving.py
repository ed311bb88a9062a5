"""What is asked before the record or a backup leaves: any login may, in no context."""

from datetime import UTC, datetime

import psycopg

from chaperone.ledger.gates import Outside

_NOT_COVERED = "select 1 from vendors_not_covered(%s, %s, '{}', %s) limit 1"


def covered(connection: psycopg.Connection, outside: Outside) -> bool:
    """Whether everybody who answers for it has an agreement in force with whoever keeps it."""
    return is_covered(connection, purpose=outside.purpose, host=outside.host)


def is_covered(connection: psycopg.Connection, *, purpose: str, host: str) -> bool:
    """The same of any purpose of ``Agreement``, such as ``backup``; ``host``: or the bucket."""
    parameters = [purpose, host, datetime.now(UTC)]
    return connection.execute(_NOT_COVERED, parameters).fetchone() is None
