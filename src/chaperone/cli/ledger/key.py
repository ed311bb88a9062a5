"""`chaperone ledger key`: the key that auditors check with, and changing the one that signs."""

import json
import time
from typing import Annotated

import typer
from django.conf import settings

from chaperone.cli.answers import AsJson, fail
from chaperone.cli.ledger.logins import acting_as
from chaperone.files.errors import PrivateFileError
from chaperone.ledger.connecting import connect
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.key_change import ask_for_key_change, is_in_force
from chaperone.ledger.signed import key_changes, succession_in, verifier_key
from chaperone.merkle.errors import MerkleError

_WAIT_SECONDS = 30.0
_POLL = 0.1


def key(
    rotate: Annotated[
        bool, typer.Option("--rotate", help="Let the sequencer change to a new key; recorded.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the first verifier key, which is public: give it to whoever checks the ledger."""
    try:
        if rotate:
            _rotate()
        first = verifier_key(settings.CHAPERONE_LOG_KEY)
        with connect() as connection:
            statements = key_changes(connection)
        changes = succession_in(statements, first, where="").changes
    except (LedgerError, MerkleError, PrivateFileError) as error:
        fail("ledger", str(error))
    newest = str(changes[-1].key if changes else first)
    if as_json:
        found = {"name": first.name, "key": str(first), "in_force": newest, "changes": len(changes)}
        typer.echo(json.dumps(found))
        return
    typer.echo(str(first))
    if changes:
        since = f"Since entry {changes[-1].size} the ledger is signed by {newest}."
        typer.echo(f"{since} Who has the first key finds it by the changes in keys/.", err=True)


def _rotate() -> None:
    """Waits until the sequencer has done it. Raises ``KeyChangeRefused`` and others."""
    with acting_as("web"):
        asked = ask_for_key_change(settings.CHAPERONE_LOG_KEY)
        until = time.monotonic() + _WAIT_SECONDS
        while not is_in_force(asked):
            if time.monotonic() > until:
                fail(
                    "ledger",
                    "The new key waits: the sequencer changes to it when it runs. Nothing is lost.",
                )
            time.sleep(_POLL)
