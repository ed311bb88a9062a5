"""Whether the database itself guards what the program relies on: asked of its own catalogue.

45 CFR 164.312(a)(1): row security of every table with an organization is really forced, and no
login of a server is above it.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from chaperone.database.logins import LOGINS, role

_TABLES = """
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition
      and exists (select from pg_attribute a
                  where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped)
"""
_UNGUARDED = f"""
    select c.relname {_TABLES}
      and not (c.relrowsecurity and c.relforcerowsecurity) order by 1
"""
_GUARDED = f"select count(*) {_TABLES} and c.relrowsecurity and c.relforcerowsecurity"
_ABOVE = """
    select rolname from pg_roles
    where (rolsuper or (rolbypassrls and rolname <> %s)) and rolname = any(%s::text[]) order by 1
"""
_CHECKSUMS = "select current_setting('data_checksums') = 'on'"
_ENCRYPTED = """
    select coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false),
        inet_server_addr() is null or inet_server_addr() << '127.0.0.0/8'
        or inet_server_addr() = '::1'
"""


class Cursor(Protocol):
    """Django's, or psycopg's own."""

    def execute(self, query: Any, params: Any = None) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Sequence[tuple[Any, ...]]: ...


def guarded_tables(cursor: Cursor) -> int:
    """How many tables with an organization have their row security forced."""
    cursor.execute(_GUARDED)
    return int(cursor.fetchone()[0])


def unguarded_tables(cursor: Cursor) -> list[str]:
    """Tables with an organization whose row security is off, or does not bind their owner."""
    cursor.execute(_UNGUARDED)
    return [name for (name,) in cursor.fetchall()]


def logins_above(cursor: Cursor) -> list[str]:
    """Our logins that are superusers, or pass by row security; the backup's reads all, and may."""
    cursor.execute(_ABOVE, [role("backup"), [role(login) for login in LOGINS]])
    return [name for (name,) in cursor.fetchall()]


def has_checksums(cursor: Cursor) -> bool:
    """Whether the server would find a page that its disk changed."""
    cursor.execute(_CHECKSUMS)
    return bool(cursor.fetchone()[0])


def is_sheltered(cursor: Cursor) -> bool:
    """Whether what goes between here and the server is encrypted, or never leaves the machine."""
    cursor.execute(_ENCRYPTED)
    encrypted, here = cursor.fetchone()
    return bool(encrypted or here)
