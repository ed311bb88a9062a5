"""A database on a server of one's own, into which a backup is restored.

What an earlier try left there is known by the comment of the database, which names the mark in the
data folder: that alone is ever removed. Its administrator need not be a superuser.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from chaperone.continuity.backups.dump import program
from chaperone.continuity.restoring.errors import (
    DatabaseTaken,
    DatabaseUsed,
    HalfRestoredElsewhere,
    LoginsUsed,
    NotInUnicode,
)
from chaperone.database import logins
from chaperone.database.address import Address
from chaperone.database.logins import role

_RESTORING, _RESTORED = "restoring", "restored:"
_ENCODING = "UTF8"
_SECONDS = 10
_OWNER = role("owner")
_FOUND = """
    select datname, pg_get_userbyid(datdba), shobj_description(oid, 'pg_database'),
        pg_encoding_to_char(encoding)
    from pg_database where datname = %s or pg_get_userbyid(datdba) = %s
"""
# What extensions brought along belongs to the server, and the functions of the owner's are those
# that `logins.prepare` makes in an empty database.
_HELD = """
    select (
        select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and not exists (
            select from pg_depend d
            where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    ) + (
        select count(*) from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        and pg_get_userbyid(p.proowner) <> %(owner)s and not exists (
            select from pg_depend d
            where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
    ) + (select count(*) from pg_largeobject_metadata)
"""
# Partitions first: each goes in a transaction of its own, since all at once need more locks than a
# server has.
_TABLES = """
    select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind in ('r', 'p')
    order by c.relispartition desc, c.relkind desc, c.relname
"""


class OwnDatabase:
    """``admin_dsn``: where the administrator signs in, who may make logins; ``address``: of the
    database that is to be filled, which is made where it is not there.
    """

    def __init__(self, admin_dsn: str, address: Address) -> None:
        self.admin_dsn, self.address = admin_dsn, address

    @property
    def address_dsn(self) -> str:
        """Where it is: libpq words, without a login."""
        found = self.address
        return make_conninfo(
            "", host=found.host, port=found.port, dbname=found.database, **found.options
        )

    def start(self) -> None:
        """It runs already."""

    def stop(self) -> None:
        """It goes on: it is not ours."""

    def version(self) -> int:
        """The server's major version."""
        with self._administrator() as admin:
            return admin.info.server_version // 10_000

    def check(self, token: str) -> None:
        """Changes nothing. ``token``: of the earlier try in this data folder, or nothing.

        Raises ``LoginsUsed``, ``DatabaseTaken``, ``HalfRestoredElsewhere``, ``NotInUnicode``, and
        ``ClientMissing`` where nothing here could fill it.
        """
        program("psql", self.address)
        with self._administrator() as admin:
            found = {name: rest for name, *rest in admin.execute(_FOUND, [self._name, _OWNER])}
        others = sorted(name for name in found if name != self._name)
        if others:
            raise LoginsUsed(f"({', '.join(others)})")
        if self._name not in found:
            return
        owner, comment, encoding = found[self._name]
        if _is_of(comment, token):
            return
        if _RESTORING in _said(comment):
            raise HalfRestoredElsewhere(f"({self._name})")
        if self._holds_something(owner):
            raise DatabaseTaken(f"({self._name})")
        if encoding != _ENCODING:
            raise NotInUnicode(f"({self._name}: {encoding})")

    def claim(self, token: str, passwords: Mapping[str, str]) -> tuple[str, ...]:
        """Logins and database, which says from now on whose try it is. What an administrator has
        to add, in sentences. Raises as ``check``, since reading the backup took its time, and
        ``NotPermitted``.
        """
        self.check(token)
        missing = logins.prepare(self.admin_dsn, self._name, passwords)
        self._remark({_RESTORING: token})
        return missing

    def empty(self, token: str) -> None:
        """Removes what a try with this token put there; nothing else. Raises ``DatabaseUsed``."""
        with self._administrator() as admin:
            found = {name: rest for name, *rest in admin.execute(_FOUND, [self._name, _OWNER])}
        if self._name not in found or not _is_of(found[self._name][1], token):
            return
        with self._as_owner() as inside:
            try:
                for (table,) in inside.execute(_TABLES).fetchall():
                    inside.execute(
                        sql.SQL("drop table if exists public.{} cascade").format(
                            sql.Identifier(table)
                        )
                    )
                inside.execute("drop schema if exists public cascade")
                inside.execute("create schema public")
            except psycopg.errors.LockNotAvailable as problem:
                raise DatabaseUsed(f"({self._name})") from problem
        self._remark(None)

    def finish(self, token: str, root_key: str) -> None:
        """Whose it is from now on, as the next start reads it, which brings it up to date."""
        self._remark({"fingerprint": _RESTORED + token, "root_key": root_key})

    @property
    def _name(self) -> str:
        return self.address.database

    @contextmanager
    def _administrator(self, database: str = "") -> Iterator[psycopg.Connection]:
        # A server whose own database is SQL_ASCII would answer in bytes.
        named = {"client_encoding": "utf8"} | ({"dbname": database} if database else {})
        dsn = make_conninfo(self.admin_dsn, **named)
        with psycopg.connect(dsn, autocommit=True, connect_timeout=_SECONDS) as admin:
            yield admin

    def _holds_something(self, owner: str) -> bool:
        """Whoever cannot enter cannot say that it is empty."""
        with self._administrator() as admin:
            # Only its logins may enter one of ours, also after it was emptied.
            belongs = logins.member_of_owner(admin) if owner == _OWNER else nullcontext()
            try:
                with belongs, self._administrator(self._name) as inside:
                    return inside.execute(_HELD, {"owner": _OWNER}).fetchone() != (0,)
            except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege):
                return True

    @contextmanager
    def _as_owner(self) -> Iterator[psycopg.Connection]:
        with (
            self._administrator() as admin,
            logins.member_of_owner(admin),
            self._administrator(self._name) as inside,
        ):
            inside.execute(sql.SQL("set role {}").format(sql.Identifier(_OWNER)))
            inside.execute("set lock_timeout = '10s'")
            yield inside

    def _remark(self, said: Mapping[str, str] | None) -> None:
        with self._as_owner() as inside:
            inside.execute(
                sql.SQL("comment on database {} is {}").format(
                    sql.Identifier(self._name),
                    sql.Literal(json.dumps(said)) if said else sql.SQL("null"),
                )
            )


def _is_of(comment: str | None, token: str) -> bool:
    """Whether the try with this token put there what there is, and nobody has started on it."""
    said = _said(comment)
    in_work, done = said.get(_RESTORING), said.get("fingerprint")
    return bool(token) and (in_work == token or done == _RESTORED + token)


def _said(comment: str | None) -> Mapping[str, object]:
    try:
        found = json.loads(comment or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
