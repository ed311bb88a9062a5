"""`chaperone ledger forward`: sends the record to the sinks of config.json."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import psycopg
import typer
from django.conf import settings
from django.db import Error as DatabaseError

from chaperone.cli.answers import AsJson, fail
from chaperone.cli.ledger.events import every_event
from chaperone.cli.serve import set_by_signals
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.sinks.configuration import Sink, read_sinks
from chaperone.ledger.sinks.errors import SinkRefused
from chaperone.ledger.sinks.forwarding import forward_once, run
from chaperone.merkle.errors import MerkleError


def forward(
    once: Annotated[
        bool, typer.Option("--once", help="Send what is signed by now, and end.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Send the record to the sinks of config.json. `up` does it by itself where there are any."""
    try:
        sinks = read_sinks(Path(settings.CHAPERONE_DATA) / "config.json")
    except SinkRefused as error:
        fail("ledger", str(error))
    if not sinks:
        fail("ledger", "There are no “sinks” in config.json.")
    every_event()  # so that each is sent with its meaning
    if once:
        _once(sinks, as_json=as_json)
    else:
        run(sinks, set_by_signals())


def _once(sinks: Sequence[Sink], *, as_json: bool) -> None:
    """Every sink is tried, whatever became of the one before it."""
    done = [_sent_to(sink) for sink in sinks]
    if as_json:
        typer.echo(json.dumps(done))
    for one in done:
        if one["error"]:
            typer.echo(f"chaperone ledger: {one['sink']}: {one['error']}", err=True)
        elif not as_json:
            typer.echo(f"{one['sink']} has received {one['received']} entries more.")
    if any(one["error"] for one in done):
        sys.exit(1)


def _sent_to(sink: Sink) -> dict[str, Any]:
    try:
        return {"sink": sink.name, "received": forward_once(sink), "error": ""}
    except (LedgerError, MerkleError, DatabaseError, psycopg.Error) as error:
        return {"sink": sink.name, "received": None, "error": " ".join(str(error).split())}
