"""`chaperone logs`: the log lines of this installation, which are sealed on disk."""

import getpass
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer
from django.db import transaction

from chaperone.access.context import acting_for
from chaperone.cli.errors import CliError
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.log_identity import private_key
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.ledger.record_events import LOGS_READ
from chaperone.telemetry.sealing import SUFFIX, Altered, NotReadable, opened

app = typer.Typer(help="Read the log lines of this installation. Who did is recorded.")
_POLL_SECONDS = 0.5
_UNITS = {"m": 60, "h": 3600, "d": 86_400}
_LONGEST = 5


@app.callback(invoke_without_command=True)
def logs(
    since: Annotated[str, typer.Option(help="How far back: 30m, 12h, 7d.")] = "1h",
    follow: Annotated[bool, typer.Option("--follow", help="Go on until Ctrl-C.")] = False,
) -> None:
    """Print lines as JSON, in order. Exit 1 where a file was changed; the others are read."""
    folder = DataFolder(default_folder())
    first = datetime.now(UTC) - _span(since)
    _record(since, follow=follow)
    private = private_key(folder)
    seen: dict[Path, int] = {}
    wrong = _print(folder.logs, private, first, seen)
    while follow:
        time.sleep(_POLL_SECONDS)
        wrong |= _print(folder.logs, private, first, seen)
    if wrong:
        raise typer.Exit(1)


def _span(since: str) -> timedelta:
    number, unit = since[:-1], since[-1:]
    if unit not in _UNITS or not (number.isascii() and number.isdigit()) or len(number) > _LONGEST:
        raise CliError("Say how far back as 30m, 12h or 7d.")
    return timedelta(seconds=int(number) * _UNITS[unit])


def _record(since: str, *, follow: bool) -> None:
    """Before anything is shown (45 CFR 164.312(b))."""
    actor = Actor(kind="operator", id=None, organization_id=PLATFORM)
    details = {"account": getpass.getuser(), "since": since, "follow": follow}
    with acting_for(actor), transaction.atomic():
        append(event=LOGS_READ, actor=actor, details=details)


def _print(folder: Path, private: str, first: datetime, seen: dict[Path, int]) -> bool:
    """Prints what was not printed yet; whether a file could not be read to its end."""
    found: list[tuple[str, str]] = []
    wrong = False
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        if datetime.fromtimestamp(path.stat().st_mtime, UTC) < first:
            continue
        try:
            found.extend(_new(path, private, first, seen))
        except (Altered, NotReadable) as problem:
            wrong = True
            if seen.get(path) != -1:
                typer.echo(f"chaperone: {path.name}: {problem.__doc__}", err=True)
            seen[path] = -1
    for _, line in sorted(found):
        typer.echo(line)
    return wrong


def _new(
    path: Path, private: str, first: datetime, seen: dict[Path, int]
) -> Iterator[tuple[str, str]]:
    done = seen.get(path, 0)
    for number, line in enumerate(opened(path, private), start=1):
        if number > done:
            seen[path] = number
            at = json.loads(line)["at"]
            if datetime.fromisoformat(at) >= first:
                yield at, line
