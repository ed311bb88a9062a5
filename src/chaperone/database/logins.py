"""The six logins of the database, none of them a superuser, and the database they share.

45 CFR 164.312(a)(1): each program may do only what its work needs.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import LiteralString

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import make_conninfo

from chaperone.database.errors import NotPermitted
from chaperone.database.sql import statements

_LOCK = 0x63686170
_GRANTS = "grants.sql"


@dataclass(frozen=True, slots=True)
class Login:
    """What one login may do, apart from the grants of the rooms."""

    connections: int
    inherits: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)


_READ_ONLY = {"default_transaction_read_only": "on"}

LOGINS: dict[str, Login] = {
    "owner": Login(10, inherits=True, settings={"lock_timeout": "30s"}),
    "web": Login(
        40,
        settings={
            "statement_timeout": "30s",
            "lock_timeout": "10s",
            "idle_in_transaction_session_timeout": "60s",
        },
    ),
    "worker": Login(
        30,
        settings={"statement_timeout": "120s", "idle_in_transaction_session_timeout": "120s"},
    ),
    # One that works, one for each mirror, and as many again while another takes over.
    "sequencer": Login(
        12,
        settings={"statement_timeout": "60s", "idle_in_transaction_session_timeout": "60s"},
    ),
    "auditor": Login(15, settings={"statement_timeout": "300s", **_READ_ONLY}),
    # It inherits, for pg_read_all_data to take effect.
    "backup": Login(5, inherits=True, settings=_READ_ONLY),
}


def role(login: str) -> str:
    """The name of a login's role in the database."""
    return f"chaperone_{login}"


def prepare(admin_dsn: str, database: str, passwords: Mapping[str, str]) -> tuple[str, ...]:
    """Create or repair the logins, the database (UTF-8) and the context functions.

    Safe to repeat, and to be done by two programs at once. `passwords`: one for each of LOGINS.
    `admin_dsn`: any database of the server, as a login with CREATEROLE and CREATEDB.
    Returns what could not be done, in sentences; empty when all was.
    Raises NotPermitted when the administrator may not do what is indispensable.
    """
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute("select pg_advisory_lock(%s)", [_LOCK])
        try:
            for login in LOGINS:
                with admin.transaction():
                    _repair_login(admin, login, passwords[login])
            shortcomings = tuple(_give_backup_its_reach(admin))
            _repair_database(admin, database)
        except psycopg.errors.InsufficientPrivilege as error:
            raise NotPermitted(user=admin.info.user, what="prepare the database") from error
    _repair_inside(
        make_conninfo(admin_dsn, dbname=database, user=role("owner"), password=passwords["owner"])
    )
    return shortcomings


def _repair_login(admin: Connection, login: str, password: str) -> None:
    name, wanted = role(login), LOGINS[login]
    found = admin.execute("select 1 from pg_roles where rolname = %s", [name]).fetchone()
    _run(
        admin,
        ("alter" if found else "create")
        + " role {name} with login nocreatedb nocreaterole {inherit} connection limit {limit}"
        " password {verifier}",
        name=sql.Identifier(name),
        inherit=sql.SQL("inherit" if wanted.inherits else "noinherit"),
        limit=sql.Literal(wanted.connections),
        verifier=sql.Literal(_verifier(admin, name, password)),
    )
    _take_away_excess(admin, login)
    _run(admin, "alter role {name} reset all", name=sql.Identifier(name))
    for setting, value in {"search_path": "public", **wanted.settings}.items():
        _run(
            admin,
            "alter role {name} set {setting} = {value}",
            name=sql.Identifier(name),
            setting=sql.Identifier(setting),
            value=sql.Literal(value),
        )


def _take_away_excess(admin: Connection, login: str) -> None:
    """What somebody may have given a login by hand. Only asked for when there is something,
    because an administrator who is no superuser may not even say NOSUPERUSER."""
    name = role(login)
    excess = admin.execute(
        "select 1 from pg_roles where rolname = %s"
        " and (rolsuper or rolreplication or rolbypassrls and not %s)",
        [name, login == "backup"],
    ).fetchone()
    if excess:
        _run(
            admin,
            "alter role {name} nosuperuser noreplication nobypassrls",
            name=sql.Identifier(name),
        )
    expected = ["pg_read_all_data"] if login == "backup" else []
    groups = admin.execute(
        "select r.rolname from pg_auth_members m join pg_roles r on r.oid = m.roleid"
        " where m.member = %s::regrole and r.rolname <> all(%s)",
        [name, expected],
    ).fetchall()
    for (group,) in groups:
        _run(
            admin,
            "revoke {group} from {name}",
            group=sql.Identifier(group),
            name=sql.Identifier(name),
        )


def _verifier(admin: Connection, name: str, password: str) -> str:
    """SCRAM verifier made here (RFC 5802), so that no server log ever sees the password."""
    return admin.pgconn.encrypt_password(
        password.encode(), name.encode(), b"scram-sha-256"
    ).decode()


def _give_backup_its_reach(admin: Connection) -> Iterator[str]:
    for statement, consequence in (
        ("alter role chaperone_backup bypassrls", "sees no rows of organizations"),
        ("grant pg_read_all_data to chaperone_backup", "may read no table"),
    ):
        try:
            admin.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            yield (
                f"The login chaperone_backup {consequence}, so backups would be incomplete."
                f" Let an administrator of the server run: {statement};"
            )


def _repair_database(admin: Connection, database: str) -> None:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(role("owner"))}
    with member_of_owner(admin):
        found = admin.execute(
            "select pg_get_userbyid(datdba) from pg_database where datname = %s", [database]
        ).fetchone()
        if found is None:
            _run(
                admin,
                "create database {database} owner {owner} encoding 'UTF8' template template0",
                **names,
            )
        elif found[0] != role("owner"):
            _run(admin, "alter database {database} owner to {owner}", **names)


@contextmanager
def member_of_owner(admin: Connection) -> Iterator[None]:
    """Whoever is no superuser must belong to the role that a database is given to, and belongs to
    it during the block.
    """
    is_superuser = admin.info.parameter_status("is_superuser") == "on"
    if not is_superuser:
        admin.execute("grant chaperone_owner to current_user")
    try:
        yield
    finally:
        if not is_superuser:
            admin.execute("revoke chaperone_owner from current_user")


def _repair_inside(owner_dsn: str) -> None:
    """As the owner of the database: its schema, its grants, and the context functions."""
    with psycopg.connect(owner_dsn) as owner:
        owner.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        owner.execute(statements("chaperone.database", "context.sql"))
        owner.execute(statements("chaperone.database", _GRANTS))
        database = sql.Identifier(owner.info.dbname)
        others = sql.SQL(", ").join(sql.Identifier(role(login)) for login in LOGINS)
        _run(owner, "revoke all on database {database} from public", database=database)
        _run(
            owner,
            "grant connect on database {database} to {others}",
            database=database,
            others=others,
        )


def _run(connection: Connection, statement: LiteralString, **parts: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(**parts))
