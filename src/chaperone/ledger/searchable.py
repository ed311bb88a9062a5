"""What the search goes by compared with the columns of the entries, which ``columns`` compares with
what the entries say: whoever changed it would hide an entry from a search.
"""

from uuid import UUID

import psycopg

from chaperone.database.sql import statements
from chaperone.ledger.errors import NotVerified

_CHECK = statements("chaperone.ledger", "search_check.sql")
_MONTHS = """
    select distinct substring(bounds from $$FROM [(]'([0-9a-f-]{36})'[)]$$)::uuid as lowest,
        substring(bounds from $$TO [(]'([0-9a-f-]{36})'[)]$$)::uuid as beyond
    from (
        select pg_get_expr(part.relpartbound, part.oid) as bounds
        from pg_inherits join pg_class as part on part.oid = inhrelid
        where inhparent in (
            'ledger_entry'::regclass, 'ledger_search'::regclass, 'ledger_subject'::regclass,
            'ledger_element'::regclass
        )
    ) as parts
    order by 1
"""


def check_search(connection: psycopg.Connection) -> None:
    """Raises ``NotVerified`` for an entry that a search would not find, or would find wrongly.

    A month at a time, since what is joined at once must not grow with the whole record.
    ``connection`` is in a transaction, as the auditor.
    """
    for lowest, beyond in connection.execute(_MONTHS).fetchall():
        bounds = {"lowest": lowest, "highest": UUID(int=beyond.int - 1)}
        # Not prepared: only with the values at hand the planner leaves out other months.
        row = connection.execute(_CHECK, bounds, prepare=False).fetchone()
        if row is not None:
            raise NotVerified(
                f"entry {row[0]}", f"the search ({row[1]}) is not what its columns say"
            )
