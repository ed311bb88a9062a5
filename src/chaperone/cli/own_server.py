"""PostgreSQL on a server of one's own (CHAPERONE_DATABASE_URL): looked at before it is touched."""

import json
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from chaperone.cli.errors import (
    DatabaseGone,
    DatabaseHalfRestored,
    DatabaseNotOurs,
    DatabaseOfTheServer,
    DatabaseTooOld,
    DatabaseUnreachable,
    ServerTaken,
)
from chaperone.cli.folder import Config
from chaperone.database.address import Address
from chaperone.database.errors import NotPermitted
from chaperone.database.logins import role

OLDEST_POSTGRESQL = 15
_MAINTENANCE = "postgres"
_OF_THE_SERVER = (_MAINTENANCE, "template0", "template1")
_SECONDS = 10

_RIGHTS = (
    "select rolsuper or rolcreaterole and (rolcreatedb or exists"
    " (select from pg_database where datname = %s)) from pg_roles where rolname = current_user"
)
_OWNER = "select pg_get_userbyid(datdba) from pg_database where datname = %s"
_MARKS = (
    "select datname, shobj_description(oid, 'pg_database') from pg_database"
    " where pg_get_userbyid(datdba) = %s order by datname"
)
_COMMENT = "select shobj_description(oid, 'pg_database') from pg_database where datname = %s"
_TABLES = (
    "select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace"
    " where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_'"
    " and n.nspname <> 'information_schema'"
)


def way_in(url: str) -> str:
    """Where the administrator signs in: the database `postgres`, or else the one that is named.

    The named one may not exist yet, and once it is Chaperone's only its logins may enter.
    Raises AddressRefused and DatabaseUnreachable.
    """
    refusals = []
    for database in (_MAINTENANCE, Address.parse(url).database):
        # Said, because a server whose own database is SQL_ASCII would answer in bytes.
        dsn = make_conninfo(url, dbname=database, client_encoding="utf8")
        try:
            psycopg.connect(dsn, connect_timeout=_SECONDS).close()
        except psycopg.OperationalError as error:
            refusals.append(error)
        else:
            return dsn
    reason = " ".join(str(refusals[0]).split())
    raise DatabaseUnreachable(reason=reason) from refusals[0]


def check(url: str, config: Config) -> None:
    """Raise what is wrong with the server or with the database that is named; changes nothing."""
    name = Address.parse(url).database
    if name in _OF_THE_SERVER:
        raise DatabaseOfTheServer(name=name)
    dsn = way_in(url)
    with psycopg.connect(dsn) as administrator:
        found = administrator.info.server_version // 10000
        if found < OLDEST_POSTGRESQL:
            raise DatabaseTooOld(found=found, needed=OLDEST_POSTGRESQL)
        if administrator.execute(_RIGHTS, [name]).fetchone() != (True,):
            raise NotPermitted(user=administrator.info.user, what="make logins and databases")
        owner = administrator.execute(_OWNER, [name]).fetchone()
        if config.database and owner is None:
            raise DatabaseGone(name=name)
        if not config.database:
            _refuse_another(administrator, config)
    if not config.database and owner and owner[0] != role("owner"):
        _refuse_foreign(make_conninfo(dsn, dbname=name), name)


def refuse_half_restored(url: str) -> None:
    """Raise DatabaseHalfRestored when a restore into the database was cut off."""
    name = Address.parse(url).database
    with psycopg.connect(way_in(url)) as administrator:
        row = administrator.execute(_COMMENT, [name]).fetchone()
    if "restoring" in _said(row[0] if row else None):
        raise DatabaseHalfRestored(name=name)


def _refuse_another(administrator: psycopg.Connection, config: Config) -> None:
    """The logins belong to a whole server: a second installation would lock the first one out."""
    for name, comment in administrator.execute(_MARKS, [role("owner")]):
        if (root_key := _root_key(comment)) and root_key != config.root_key:
            raise ServerTaken(name=name, root_key=root_key)


def _root_key(comment: str | None) -> str | None:
    """The root key that a database's comment names; None when it is no mark of ours."""
    found = _said(comment).get("root_key")
    return None if found is None else str(found)


def _said(comment: str | None) -> dict[str, Any]:
    try:
        found = json.loads(comment or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _refuse_foreign(dsn: str, name: str) -> None:
    try:
        with psycopg.connect(dsn, connect_timeout=_SECONDS) as inside:
            is_empty = inside.execute(_TABLES).fetchone() == (0,)
    except psycopg.OperationalError:
        is_empty = False
    if not is_empty:
        raise DatabaseNotOurs(name=name)
