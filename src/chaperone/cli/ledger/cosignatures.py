"""`chaperone ledger cosignatures`: what witnesses elsewhere said of our checkpoints."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson, fail
from chaperone.cli.ledger.logins import acting_as
from chaperone.ledger.connecting import connect
from chaperone.ledger.cosignatures import add as add_one
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.standing import witness_states
from chaperone.merkle.audit.keys import CosignerKey
from chaperone.merkle.audit.notes import LONGEST_NOTE
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.verifying import read_key

cosignatures = typer.Typer(help="What witnesses said of the checkpoints.", no_args_is_help=True)


@cosignatures.command()
def add(
    file: Annotated[Path, typer.Argument(help="The checkpoint that a witness cosigned.")],
    witness: Annotated[str, typer.Option(help="The witness's verifier key, or its file.")],
    as_json: AsJson = False,
) -> None:
    """Keep a witness's cosignature beside the checkpoint; it is handed out with every export."""
    try:
        with file.open("rb") as opened:
            note = opened.read(LONGEST_NOTE + 1)
        cosigner = read_key(CosignerKey.parse, witness)
        with acting_as("sequencer"), connect() as connection:
            added = add_one(connection, note, cosigner)
    except (OSError, LedgerError, MerkleError) as error:
        fail("ledger", str(error))
    found = {"size": added.size, "witness": cosigner.name, "at": added.witnessed_at.isoformat()}
    told = (
        f"{cosigner.name} saw {added.size} entries at {added.witnessed_at:%Y-%m-%d %H:%M:%S} UTC."
    )
    typer.echo(json.dumps(found) if as_json else told)


@cosignatures.command("list")
def list_(as_json: AsJson = False) -> None:
    """Print how far each witness has seen."""
    with connect() as connection, connection.cursor() as cursor:
        found = witness_states(cursor)
    if as_json:
        rows = [
            state._asdict() | {"witnessed_at": state.witnessed_at.isoformat()} for state in found
        ]
        typer.echo(json.dumps(rows, indent=1))
        return
    for state in found:
        typer.echo(
            f"{state.witness}: {state.size} entries, {state.witnessed_at:%Y-%m-%d %H:%M:%S} UTC,"
            f" {state.entries_behind} behind"
        )
