"""The ledger on a server of its own: the cost of an entry, its lag, and the full check.

The server syncs to disk, as in production. The trial runs in a process of its own, since its
settings are those of that server.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.address import Address
from chaperone.database.logins import prepare
from chaperone.database.passwords import load_or_create
from chaperone.database.server import Server

DATABASE = "chaperone_bench"


def run() -> list[dict[str, Any]]:
    """Rows for commits, lag to a place, lag to a checkpoint, missed rows and the full check."""
    with _installation() as environment:
        trial = [sys.executable, "-m", "bench.ledger_trial"]
        done = subprocess.run(trial, env=environment, stdout=subprocess.PIPE, check=True)
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return rows


@contextmanager
def _installation() -> Iterator[dict[str, str]]:
    """The environment of a process of a fresh installation, its database up to date."""
    # /tmp and 0711: PostgreSQL may run as another user, who must be able to enter.
    with tempfile.TemporaryDirectory(prefix="chaperone-bench-", dir="/tmp") as place:
        data = Path(place)
        data.chmod(0o711)
        for folder in ("secrets", "keys", "run", "static"):
            (data / folder).mkdir(mode=0o700)
        (data / "secrets" / "django.key").write_text(secrets.token_hex(32))
        FileKeyProvider.create(data / "keys" / "root.key")
        server = Server(data / "database", password_file=data / "secrets" / "administrator")
        server.start()
        try:
            # When each transaction committed: the lag is read from it afterwards.
            with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
                admin.execute("alter system set track_commit_timestamp = on")
            server.stop()
            server.start()
            yield _prepared(server, data)
        finally:
            server.stop()


def _prepared(server: Server, data: Path) -> dict[str, str]:
    passwords = load_or_create(data / "secrets" / "logins.json")
    prepare(server.admin_dsn, DATABASE, passwords)
    address = Address.parse(server.address_dsn)
    environment = os.environ | {
        "CHAPERONE_DATA": str(data),
        "CHAPERONE_URL": "https://localhost",
        "CHAPERONE_DATABASE_URL": Address(address.host, address.port, DATABASE).url,
        "CHAPERONE_BENCH_ADMIN": server.admin_dsn,
        "DJANGO_SETTINGS_MODULE": "chaperone.settings",
    }
    upgrade = [sys.executable, "-m", "chaperone.cli", "serve", "upgrade", "--demo"]
    subprocess.run(
        upgrade,
        env=environment | {"CHAPERONE_LOGIN": "owner"},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return environment | {"CHAPERONE_LOGIN": "web"}
