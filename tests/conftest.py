"""One real PostgreSQL for the whole run; every test acts as the login that the product would use.

The process that starts pytest starts the server and makes a template database with the product's
own upgrade step. Each worker, and each test that must commit, gets a copy of that template.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import django
import hypothesis
import psycopg
import pytest
from django.utils import timezone
from psycopg import sql
from psycopg.conninfo import make_conninfo

from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.address import Address
from chaperone.database.logins import LOGINS, prepare, role
from chaperone.database.passwords import load_or_create
from chaperone.database.throwaway import throwaway_server
from tests import memory, order

TEMPLATE = "chaperone_template"
WHOLE = "chaperone_whole"
"""As the upgrade made it, with the partitions of months to come, which copies do without."""
KEPT_AHEAD = timedelta(days=62)

# A loaded machine is slow now and then; that is no failure of what is tested.
hypothesis.settings.register_profile("merge", deadline=None)
hypothesis.settings.register_profile("prove", deadline=None, max_examples=5_000)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "merge"))
_server = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    if "CHAPERONE_TEST_ADMIN" not in os.environ:
        _start_server()
    os.environ["DJANGO_SETTINGS_MODULE"] = "chaperone.settings"
    # The browser's driver runs an event loop in this thread; the tests themselves are synchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    django.setup()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # Before the runner on two cores writes each test's group into its name.
    order.arrange(items)


def pytest_unconfigure(config: pytest.Config) -> None:
    _server.close()


def _start_server() -> None:
    data = Path(_server.enter_context(tempfile.TemporaryDirectory(prefix="chaperone-tests-")))
    for folder in ("secrets", "keys", "run", "static"):
        (data / folder).mkdir(mode=0o700)
    (data / "secrets" / "django.key").write_text(uuid4().hex + uuid4().hex)
    FileKeyProvider.create(data / "keys" / "root.key")
    passwords = load_or_create(data / "secrets" / "logins.json")
    server = _server.enter_context(throwaway_server(memory.folder()))
    prepare(server.admin_dsn, WHOLE, passwords)
    os.environ["CHAPERONE_DATA"] = str(data)
    os.environ["CHAPERONE_URL"] = "https://testserver"
    os.environ["CHAPERONE_TEST_ADMIN"] = server.admin_dsn
    os.environ["CHAPERONE_DATABASE_URL"] = _url_of(server.address_dsn, WHOLE)
    upgrade = subprocess.run(
        [sys.executable, "-m", "chaperone.cli", "serve", "upgrade", "--demo"],
        env=os.environ | {"CHAPERONE_LOGIN": "owner"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    (data / "secrets" / "demo.json").write_text(upgrade.stdout.splitlines()[-1])
    _make_template(server.admin_dsn)
    os.environ["CHAPERONE_DATABASE_URL"] = _url_of(server.address_dsn, TEMPLATE)


def _make_template(admin_dsn: str) -> None:
    """Two thirds of the files of a database are partitions of months in which no test acts."""
    with psycopg.connect(admin_dsn, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE {WHOLE} OWNER chaperone_owner")
    last = f"{datetime.now(UTC) + KEPT_AHEAD:%Y_%m}"
    with psycopg.connect(make_conninfo(admin_dsn, dbname=TEMPLATE), autocommit=True) as template:
        names = template.execute(
            "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'"
        ).fetchall()
        for (name,) in names:
            if name[-7:] > last:
                template.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(name)))
        # What a worker would have found waiting after the demo was made: no test asked for it.
        template.execute("DELETE FROM procrastinate_jobs")
        # By the calendar another of the demo's coaches is on call each week, whose looks are
        # explained by that: tests say themselves who is.
        template.execute("DELETE FROM duties_shift")


def _url_of(dsn: str, database: str) -> str:
    address = Address.parse(dsn)
    return Address(address.host, address.port, database, address.options).url


@pytest.fixture(autouse=True)
def _clock_as_before() -> Iterator[None]:
    """A page goes by the organization's clock; where a test calls one as a function, no middleware
    puts it back.
    """
    yield
    timezone.deactivate()


@pytest.fixture(autouse=True)
def _environment_as_before() -> Iterator[None]:
    """A command that a test runs in this process says there which login it works with: programs
    that later tests start are not to work with the same.
    """
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """``later(minutes=16)``: the program's clock goes on by that much, for the rest of the test."""
    real = timezone.now
    gone = [timedelta()]
    monkeypatch.setattr(timezone, "now", lambda: real() + gone[0])

    def go_on(**by: float) -> None:
        gone[0] += timedelta(**by)

    return go_on


@pytest.fixture(scope="session")
def new_database() -> Callable[[], AbstractContextManager[str]]:
    """Makes a committed copy of the template, gone at the end of the block; gives its name."""

    @contextmanager
    def make() -> Iterator[str]:
        name = f"chaperone_{uuid4().hex[:12]}"
        logins = ", ".join(role(login) for login in LOGINS)
        with psycopg.connect(os.environ["CHAPERONE_TEST_ADMIN"], autocommit=True) as admin:
            # By files, which takes a tenth of the time of the server's usual way.
            admin.execute(
                f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} OWNER chaperone_owner"
                " STRATEGY FILE_COPY"
            )
            # Rights on a database are not copied with it.
            admin.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
            admin.execute(f"GRANT CONNECT ON DATABASE {name} TO {logins}")
            try:
                yield name
            finally:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return make


@pytest.fixture(scope="session")
def django_db_setup(
    new_database: Callable[[], AbstractContextManager[str]], django_db_blocker: object
) -> Iterator[None]:
    """This worker's database, in which each test rolls back."""
    with new_database() as name:
        _use(name)
        yield
        _close()


@pytest.fixture(scope="session")
def committing(
    new_database: Callable[[], AbstractContextManager[str]],
    django_db_setup: None,
    django_db_blocker: object,
) -> Callable[[], AbstractContextManager[str]]:
    """``with committing() as name:`` works in a database of its own, in which all commits."""
    from django.db import connections

    from chaperone.organizations import queries as organizations
    from chaperone.vault.keyring import keyring

    @contextmanager
    def work() -> Iterator[str]:
        before = connections["default"].settings_dict["NAME"]
        with new_database() as name, django_db_blocker.unblock():  # type: ignore[attr-defined]
            _use(name)
            organizations._kept.clear()
            try:
                yield name
            finally:
                organizations._kept.clear()
                keyring.forget()
                _use(before)

    return work


@pytest.fixture
def committed(committing: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """A database of this test's own, in which transactions really commit; gives its name."""
    with committing() as name:
        yield name


@pytest.fixture(scope="session")
def as_login() -> Callable[[str], AbstractContextManager[None]]:
    """``with as_login("worker"):`` acts as another of the real logins."""
    from django.conf import settings
    from django.db import connections

    from chaperone.database.address import password

    @contextmanager
    def switch(login: str) -> Iterator[None]:
        before = {
            alias: {key: connections[alias].settings_dict[key] for key in ("USER", "PASSWORD")}
            for alias in connections
        }
        _close()
        secret = password(settings.CHAPERONE_DATA, login, os.environ)
        for alias in connections:
            connections[alias].settings_dict |= {"USER": f"chaperone_{login}", "PASSWORD": secret}
        try:
            yield
        finally:
            _close()
            for alias in connections:
                connections[alias].settings_dict |= before[alias]

    return switch


def _use(name: str) -> None:
    from django.db import connections

    _close()
    for alias in connections:
        connections[alias].settings_dict["NAME"] = name


def _close() -> None:
    from django.db import connections

    for alias in connections:
        connections[alias].close()
