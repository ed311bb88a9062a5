"""What the database was last brought up to: read before anything is changed.

The mark is the comment of the database itself, so that it cannot be parted from the data.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

import chaperone
from chaperone.cli.errors import SchemaNewer

_PACKAGES = ("django", "django-allauth", "procrastinate")
_SHAPING = (
    "**/migrations/*.py",
    "**/sql/*.sql",
    "**/static/**/*",
    # The tables of the library: its passages, word lists, and the code that reads them.
    "**/*.jsonl",
    "**/*.toml",
    "assistant/**/*.py",
    "cli/demo_people.json",
)
_SOURCE = Path(chaperone.__file__).parent


@dataclass(frozen=True, slots=True)
class Mark:
    """The fingerprint of the schema, and the root key that the data is sealed with."""

    fingerprint: str
    root_key: str


@cache
def fingerprint() -> str:
    """A digest of everything that an upgrade brings in: schema, static files, library, demo."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        digest.update(f"{package} {version(package)}\n".encode())
    files = {file for pattern in _SHAPING for file in _SOURCE.glob(pattern) if file.is_file()}
    for file in sorted(files):
        digest.update(f"{file.relative_to(_SOURCE)}\n".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:32]


def read_mark(connection: psycopg.Connection) -> Mark | None:
    """The mark of the connected database; None before the first start has ended."""
    row = connection.execute(
        "select shobj_description(oid, 'pg_database') from pg_database"
        " where datname = current_database()"
    ).fetchone()
    try:
        return Mark(**json.loads(row[0])) if row and row[0] else None
    except (ValueError, TypeError):
        return None


def write_mark(connection: psycopg.Connection, mark: Mark) -> None:
    """Leave the mark, as the database's owner."""
    connection.execute(
        sql.SQL("comment on database {} is {}").format(
            sql.Identifier(connection.info.dbname), sql.Literal(json.dumps(asdict(mark)))
        )
    )


def refuse_newer(connection: psycopg.Connection) -> None:
    """Raise SchemaNewer when the database has a migration of ours that this program lacks."""
    exists = connection.execute("select to_regclass('public.django_migrations')").fetchone()
    if exists is None or exists[0] is None:
        return
    for room, name in connection.execute("select app, name from public.django_migrations"):
        folder = _SOURCE / str(room) / "migrations"
        if folder.is_dir() and not (folder / f"{name}.py").exists():
            raise SchemaNewer(migration=f"{room}.{name}")
