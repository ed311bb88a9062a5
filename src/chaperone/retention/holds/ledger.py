"""What legal holds keep of the ledger (registered there)."""

from datetime import date

import psycopg

from chaperone.database.identifiers import PLATFORM

_STAY = "select pg_advisory_xact_lock_shared(hashtextextended('retention holds ' || %s, 0))"
_HELD = """
    select count(*), min(matter) from retention_hold
    where released_at is null and (reach <> 'class' or class_name = 'ledger.entries')
"""


def keeps(connection: psycopg.Connection, month: date) -> str:
    """Why a month of entries stays, as a sentence; empty where no hold keeps it. As the owner.

    A hold on a member or an organization keeps every month: any may have entries about them. No
    hold is placed until the caller's transaction ends.
    """
    connection.execute(_STAY, [str(PLATFORM)])
    row = connection.execute(_HELD).fetchone()
    number, matter = row if row else (0, "")
    if not number:
        return ""
    return f"{month:%Y-%m} stays: {number} legal holds are in force, such as matter {matter}."
