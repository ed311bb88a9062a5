"""`chaperone emergency stop`."""

import json
import os
import time
from contextlib import suppress
from signal import SIGTERM
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.emergency import django, place
from chaperone.cli.emergency.databases import primary_answers
from chaperone.cli.emergency.errors import DoesNotCome, PrimaryAway, RunsNot
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.database.address import Address

_SECONDS = 30.0
_POLL = 0.05


def stop(
    although_away: Annotated[
        bool, typer.Option("--although-away", help="Though the primary does not answer.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """End emergency mode: its web server stops, and its journal gets its exit record."""
    folder = DataFolder(default_folder())
    last, journal = place.last(folder), place.open_journal(folder)
    if last is None or journal is None:
        raise RunsNot(folder=folder.root)
    try:
        database = primary_answers(folder)
    except PrimaryAway:
        if not although_away:
            raise
        host, _, rest = last.replica.partition(":")
        port, _, name = rest.partition("/")
        database = Address(host, port, name)
    _end(folder)
    mode = django.mode_on(database, journal)
    count = mode.end(by=place.who())
    place.forget(folder)
    if as_json:
        typer.echo(json.dumps({"journal": str(journal), "records": count}, indent=1))
    else:
        typer.echo(f"Emergency mode has ended; {count} records are in {journal}.")
        typer.echo("Have them join the ledger: chaperone emergency join")


def _end(folder: DataFolder) -> None:
    running = place.running(folder)
    if running is None:
        return
    os.kill(running.pid, SIGTERM)
    until = time.monotonic() + _SECONDS
    while place.running(folder) is not None:
        with suppress(ChildProcessError):
            os.waitpid(running.pid, os.WNOHANG)
        if time.monotonic() > until:
            raise DoesNotCome(log=folder.logs / "emergency-keeper.log")
        time.sleep(_POLL)
