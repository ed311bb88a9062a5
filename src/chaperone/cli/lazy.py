"""Commands that need Django are loaded only when they are used: `up` must start quickly."""

import importlib
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import django
import typer
from django.apps import apps

from chaperone.cli.errors import NotRunning, SecretMissing
from chaperone.cli.folder import DataFolder, default_folder

_HELP = {"--help", "-h"}


@dataclass(frozen=True, slots=True)
class Lazy:
    """A sub-app: its module, the database login it works with, and its line in the help."""

    module: str
    login: str | None
    """None: needs no installation."""
    help: str
    logins: tuple[tuple[str, str], ...] = ()
    """Its own commands that work with another login, and which."""
    alone: bool = False
    """One command, which does its work without a further word; else no word asks for help."""

    def login_for(self, words: Sequence[str]) -> str | None:
        return dict(self.logins).get(words[0] if words else "", self.login)


LAZY = {
    "text": Lazy("chaperone.cli.text", "web", "Text as a member would, and print the reply."),
    "assistant": Lazy(
        "chaperone.cli.assistant",
        None,
        "Judge texts: JSON lines in and out.",
        (("evaluate", "owner"),),
    ),
    "backup": Lazy(
        "chaperone.cli.backup", "worker", "Make, list, search, verify and remove backups."
    ),
    "config": Lazy("chaperone.cli.config", "owner", "Read and change an organization's settings."),
    "drill": Lazy(
        "chaperone.cli.drill", "worker", "Restore a backup on trial, and time it.", alone=True
    ),
    "emergency": Lazy(
        "chaperone.cli.emergency",
        None,
        "Read on through a replica while the primary database is away.",
    ),
    "evidence": Lazy(
        "chaperone.cli.evidence", "worker", "Report how every standard stands, for auditors."
    ),
    "ha": Lazy("chaperone.cli.ha", None, "Configure a database that survives its primary."),
    "keys": Lazy("chaperone.cli.keys", "worker", "Look at keys, and put new ones in their place."),
    # Two words, and no login: on the day of a restore there is no installation to sign in to.
    "keys backup": Lazy("chaperone.cli.escrow", None, "Keep the keys of the backups apart."),
    "logs": Lazy("chaperone.cli.logs", "worker", "Read the log lines, which are sealed on disk."),
    "ledger": Lazy(
        "chaperone.cli.ledger",
        "auditor",
        "Verify, search and export the record.",
        (("prune", "owner"),),
    ),
    "retention": Lazy(
        "chaperone.cli.retention",
        "worker",
        "See whether purging trusts the clock, and vouch for it.",
    ),
}


def named(words: Sequence[str]) -> tuple[str, list[str]] | None:
    """The sub-app that these words call, by the longest name that fits, and its own words."""
    for count in (2, 1):
        name = " ".join(words[:count])
        if name in LAZY and len(words) >= count:
            return name, list(words[count:])
    return None


def load(lazy: Lazy, words: Sequence[str] = ()) -> typer.Typer:
    """Set Django up for the login and import the sub-app: `app`, or named like its module."""
    logging.disable(logging.INFO)  # what servers tell their logs is noise to a person
    if _HELP.intersection(words) or not (words or lazy.alone):
        if not apps.ready:
            _ready_for_help()
    elif login := lazy.login_for(words):
        ready_django(login)
    module = importlib.import_module(lazy.module)
    found = getattr(module, "app", None) or getattr(module, lazy.module.rsplit(".", 1)[1])
    assert isinstance(found, typer.Typer)
    return found


def ready_django(login: str) -> None:
    """Settings for this process: the data folder, and which database login it uses.

    Raises `chaperone.database.errors.NotRunning` when there is no database to work on, and
    NotRunning or SecretMissing when there is no installation or one without Django's key.
    """
    data = default_folder()
    os.environ["CHAPERONE_DATA"] = str(data)
    os.environ.setdefault("CHAPERONE_LOGIN", login)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chaperone.settings")
    # Loaded only now, as it loads psycopg: commands that need no database start without it.
    importlib.import_module("chaperone.database.address").find(data, os.environ)
    _check_key(DataFolder(data))
    django.setup()


def _ready_for_help() -> None:
    """What a command does can be read before there is an installation, and while it is down.

    Settings of a folder that holds nothing else, and of a database that is not called.
    """
    with TemporaryDirectory() as folder:
        empty = DataFolder(Path(folder))
        empty.django_key.parent.mkdir()
        empty.django_key.write_text(token_hex())
        os.environ |= {
            "CHAPERONE_DATA": folder,
            "CHAPERONE_DATABASE_URL": "postgresql://localhost/nothing",
            "CHAPERONE_DATABASE_PASSWORD": "none",
            "DJANGO_SETTINGS_MODULE": "chaperone.settings",
        }
        django.setup()


def _check_key(folder: DataFolder) -> None:
    if folder.django_key.exists():
        return
    if folder.config_file.exists():
        raise SecretMissing(path=folder.django_key)
    raise NotRunning(folder=folder.root)
