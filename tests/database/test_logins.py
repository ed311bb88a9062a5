from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chaperone.database import logins
from chaperone.database.errors import NotPermitted
from chaperone.database.logins import LOGINS, prepare, role
from chaperone.database.throwaway import throwaway_server

REFUSALS = (psycopg.errors.InsufficientPrivilege, psycopg.errors.ReadOnlySqlTransaction)
LOGIN_NAMES = list(LOGINS)
OTHERS = [login for login in LOGINS if login != "owner"]


def again(prepared) -> tuple[str, ...]:
    return prepare(prepared.server.admin_dsn, "ground", prepared.passwords)


@pytest.mark.parametrize("login", LOGIN_NAMES)
def test_a_login_is_no_superuser_and_may_make_nothing(prepared, login):
    with prepared.connect(login) as connection:
        found = connection.execute(
            "select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolinherit"
            " from pg_roles where rolname = current_user"
        ).fetchone()
    assert found == (False, False, False, False, login == "backup", login in ("owner", "backup"))


@pytest.mark.parametrize("login", LOGIN_NAMES)
def test_a_wrong_password_is_refused(prepared, login):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(prepared.address.dsn(login, "wrong"))


def test_the_owner_owns_the_database_and_its_schema(prepared):
    with prepared.connect("web") as web:
        assert web.execute(
            "select pg_get_userbyid(datdba), pg_encoding_to_char(encoding),"
            " (select pg_get_userbyid(nspowner) from pg_namespace where nspname = 'public')"
            " from pg_database where datname = current_database()"
        ).fetchone() == ("chaperone_owner", "UTF8", "chaperone_owner")


@pytest.mark.parametrize("login", OTHERS)
@pytest.mark.parametrize(
    "act",
    [
        "create table mine (x int)",
        "create temporary table mine (x int)",
        "create schema mine",
        "set role chaperone_owner",
        "set role postgres",
        "set session authorization chaperone_owner",
        "alter role chaperone_web bypassrls",
        "create role mine",
        "create database mine",
        "drop function chaperone_scope()",
        (
            "create or replace function chaperone_scope() returns text language sql"
            " as $$ select 'organization' $$"
        ),
        "select pg_read_file('/etc/passwd')",
        "copy (select 1) to program 'true'",
    ],
)
def test_only_the_owner_shapes_the_database(prepared, login, act):
    with prepared.connect(login) as connection:
        connection.autocommit = True
        with pytest.raises(REFUSALS):
            connection.execute(act)


def test_a_new_function_is_for_nobody(prepared):
    with prepared.connect("owner") as owner:
        owner.execute("create function answer() returns int language sql as 'select 42'")
    try:
        with prepared.connect("web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("select answer()")
    finally:
        with prepared.connect("owner") as owner:
            owner.execute("drop function answer()")


@pytest.mark.parametrize(
    ("login", "setting", "value"),
    [
        ("web", "statement_timeout", "30s"),
        ("web", "lock_timeout", "10s"),
        ("web", "idle_in_transaction_session_timeout", "1min"),
        ("worker", "statement_timeout", "2min"),
        ("auditor", "default_transaction_read_only", "on"),
        ("backup", "default_transaction_read_only", "on"),
        ("sequencer", "search_path", "public"),
    ],
)
def test_a_login_has_its_settings(prepared, login, setting, value):
    with prepared.connect(login) as connection:
        assert connection.execute(f"show {setting}").fetchone() == (value,)


def test_a_login_has_only_its_connections(prepared):
    connections = []
    try:
        with pytest.raises(psycopg.OperationalError, match="too many connections for role"):
            connections.extend(
                prepared.connect("auditor") for _ in range(LOGINS["auditor"].connections + 1)
            )
    finally:
        for connection in connections:
            connection.close()


def test_a_stranger_may_not_enter_the_database(prepared):
    with prepared.admin() as admin:
        admin.execute("create role stranger login password 'stranger'")
    try:
        dsn = make_conninfo(
            prepared.server.admin_dsn, user="stranger", password="stranger", dbname="ground"
        )
        with pytest.raises(psycopg.OperationalError, match="permission denied"):
            psycopg.connect(dsn)
    finally:
        with prepared.admin() as admin:
            admin.execute("drop role stranger")


def test_preparing_again_changes_nothing(prepared):
    with prepared.connect("owner") as owner:
        owner.execute("create table kept (x int)")
    assert again(prepared) == ()
    with prepared.connect("owner") as owner:
        owner.execute("drop table kept")


def test_two_may_prepare_at_once(prepared):
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda _: again(prepared), range(4))) == [()] * 4


TAMPERINGS = {
    "superuser": "alter role chaperone_web superuser",
    "bypassrls": "alter role chaperone_worker bypassrls",
    "replication": "alter role chaperone_auditor replication",
    "createrole": "alter role chaperone_web createrole",
    "inherit": "alter role chaperone_web inherit",
    "member of the owner": "grant chaperone_owner to chaperone_web",
    "reads everything": "grant pg_read_all_data to chaperone_web",
    "another password": "alter role chaperone_web password 'changed'",
    "no backup reach": "alter role chaperone_backup nobypassrls",
    "row security off": "alter role chaperone_backup set row_security = off",
    "no time limit": "alter role chaperone_web reset statement_timeout",
    "another owner": "alter database ground owner to postgres",
}
STATE = (
    "select (select array_agg((r.*)::text order by rolname) from pg_roles r"
    "  where rolname like 'chaperone%'),"
    " (select array_agg((roleid, member)::text order by 1) from pg_auth_members"
    "  where member::regrole::text like 'chaperone%'),"
    " (select pg_get_userbyid(datdba) from pg_database where datname = 'ground')"
)


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
def test_what_somebody_changed_by_hand_is_repaired(prepared, tampering):
    with prepared.admin() as admin:
        before = admin.execute(STATE).fetchone()
        admin.execute(tampering)
        again(prepared)
        assert admin.execute(STATE).fetchone() == before
    prepared.connect("web").close()


def test_a_function_that_was_replaced_is_put_back(prepared):
    with prepared.connect("owner") as owner:
        owner.execute(
            "create or replace function chaperone_scope() returns text language sql"
            " as $$ select 'organization' $$"
        )
    again(prepared)
    with prepared.connect("web") as web:
        assert web.execute("select chaperone_scope()").fetchone() == (None,)


def test_no_log_of_the_server_sees_a_password(prepared):
    with prepared.admin() as admin:
        admin.execute("alter role postgres set log_statement = 'all'")
        try:
            again(prepared)
        finally:
            admin.execute("alter role postgres reset log_statement")
    logs = prepared.server.log_file.read_text()
    assert "SCRAM-SHA-256$" in logs
    for password in prepared.passwords.values():
        assert password not in logs


@pytest.fixture
def other_server():
    """Roles belong to a whole server, so an administrator of another kind needs one of its own."""
    with throwaway_server() as server:
        yield server


def administrator(server, attributes: str) -> str:
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        admin.execute(f"create role rds login {attributes} password 'rds'")
    return make_conninfo(server.admin_dsn, user="rds", password="rds")


def test_an_administrator_who_is_no_superuser_is_enough(other_server, prepared):
    admin_dsn = administrator(other_server, "createrole createdb")
    for _ in range(2):
        shortcomings = prepare(admin_dsn, "care", prepared.passwords)
        assert ["backups would be incomplete" in text for text in shortcomings] == [True, True]
        assert "alter role chaperone_backup bypassrls" in shortcomings[0]
    with psycopg.connect(admin_dsn) as connection:
        assert connection.execute(
            "select pg_has_role('rds', 'chaperone_owner', 'usage')"
        ).fetchone() == (False,)


def test_an_administrator_who_may_not_make_roles_is_told_so(other_server, prepared):
    with pytest.raises(NotPermitted, match="rds may not"):
        prepare(administrator(other_server, "createdb"), "care", prepared.passwords)


def test_names_of_roles():
    assert [role(login) for login in logins.LOGINS][:2] == ["chaperone_owner", "chaperone_web"]
