"""Bring the database up to what the program needs: logins, schema, demo."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import psycopg

from chaperone.cli import fitting, schema
from chaperone.cli.errors import RootKeyDoesNotFit, UpgradeFailed
from chaperone.cli.folder import DataFolder
from chaperone.cli.processes import UPGRADE, environment
from chaperone.crypto.providers.choosing import former_ids
from chaperone.crypto.providers.interface import KeyProvider
from chaperone.database import logins
from chaperone.database.address import Address
from chaperone.database.errors import PasswordRefused
from chaperone.database.parent import die_with_parent
from chaperone.files.private import write_private


@dataclass(frozen=True, slots=True)
class Database:
    """A running database server, and how its administrator and the logins reach it."""

    admin_dsn: str
    address: Address
    passwords: Mapping[str, str]

    @property
    def owner_dsn(self) -> str:
        """As the owner of the database."""
        return self.address.dsn("owner", self.passwords["owner"])


def make_ready(
    folder: DataFolder, database: Database, *, root_key: KeyProvider, demo: bool, url: str
) -> list[str]:
    """Check that key and schema fit, then bring logins, schema and demo up to date.

    Quick when nothing is new. Returns sentences that the operator should read.
    Raises RootKeyDoesNotFit, SchemaNewer or PasswordRefused before anything is changed, and
    UpgradeFailed.
    """
    wanted = schema.Mark(schema.fingerprint(), root_key.key_id)
    found = _look(folder, database, root_key) if _exists(database) else None
    complete = folder.static.exists() and (folder.demo.exists() or not demo)
    if found == wanted and complete:
        return []
    shortcomings = logins.prepare(database.admin_dsn, database.address.database, database.passwords)
    demo_people = _upgrade(folder, database, demo=demo, url=url)
    with psycopg.connect(database.owner_dsn) as connection:
        schema.write_mark(connection, wanted)
    if demo_people:
        write_private(folder.demo, json.dumps(demo_people, indent=1) + "\n")
    return list(shortcomings)


def _exists(database: Database) -> bool:
    with psycopg.connect(database.admin_dsn) as connection:
        return bool(
            connection.execute(
                "select 1 from pg_database join pg_roles on rolname = 'chaperone_owner'"
                " where datname = %s and datdba = pg_roles.oid",
                [database.address.database],
            ).fetchone()
        )


def _look(folder: DataFolder, database: Database, root_key: KeyProvider) -> schema.Mark | None:
    """The mark of an existing database, after the checks that it fits."""
    former = former_ids(folder.config_file, folder.keys)
    with _as_owner(folder, database) as connection:
        mark = schema.read_mark(connection)
        if mark and mark.root_key not in {root_key.key_id, *former}:
            raise RootKeyDoesNotFit(
                path=folder.root_key, found=root_key.key_id, expected=mark.root_key
            )
        fitting.check(connection, root_key, folder.root_key, former=former)
        if mark is None or mark.fingerprint != schema.fingerprint():
            schema.refuse_newer(connection)
    return mark


def _as_owner(folder: DataFolder, database: Database) -> psycopg.Connection:
    """Not as the administrator, whom the database does not let in unless it is a superuser."""
    try:
        return psycopg.connect(database.owner_dsn)
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise PasswordRefused(path=folder.passwords) from error
        raise


def _upgrade(folder: DataFolder, database: Database, *, demo: bool, url: str) -> dict[str, object]:
    result = subprocess.run(  # noqa: S603 (our own program, no shell)
        [*UPGRADE.command, *(["--demo"] if demo else [])],
        env=environment(
            UPGRADE,
            data=folder.root,
            url=url,
            demo=demo,
            address=database.address,
            passwords=database.passwords,
        ),
        capture_output=True,
        text=True,
        check=False,
        # Ctrl-C is for the supervisor, which waits for a migration to end; only its death ends it.
        start_new_session=True,
        preexec_fn=partial(die_with_parent, os.getpid(), signal.SIGTERM),
    )
    (folder.logs / "upgrade.log").write_text(result.stdout + result.stderr, encoding="utf-8")
    if result.returncode:
        raise UpgradeFailed(reason=_reason(result.stderr), log=folder.logs / "upgrade.log")
    last = (result.stdout.strip().splitlines() or ["{}"])[-1]
    found: dict[str, object] = json.loads(last)
    return found


def _reason(stderr: str) -> str:
    """The line that names the error; below it PostgreSQL may point into the statement."""
    named = [line for line in stderr.splitlines() if re.match(r"[\w.]+: ", line)]
    return named[-1] if named else "It said nothing."
