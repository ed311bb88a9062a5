"""A fresh installation on a server of its own, for benchmarks that need a database.

The server syncs to disk, as in production. Trials run in processes of their own, since their
settings are those of that server.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
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


def trial(module: str, environment: Mapping[str, str]) -> list[dict[str, Any]]:
    """Runs a module in a process of its own; the last line it prints is its rows as JSON."""
    done = subprocess.run(
        [sys.executable, "-m", module], env=environment, stdout=subprocess.PIPE, check=True
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return rows


@contextmanager
def installation() -> Iterator[dict[str, str]]:
    """The environment of a web process of a fresh installation with the demo's people."""
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
            # When each transaction committed: lags are read from it afterwards.
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
        "CHAPERONE_DEMO": "1",
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
