"""`chaperone ledger export`: what an auditor needs who does not trust us."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson, fail
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.export import export as export_to


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new folder, or an earlier export.")
    ],
    as_json: AsJson = False,
) -> None:
    """Write tiles, sealed entries and the checkpoint for anyone's verifier."""
    try:
        size = export_to(folder)
    except LedgerError as error:
        fail("ledger", str(error))
    done = {"folder": str(folder), "size": size}
    told = f"{size} entries are in {folder}. Check them: python -m chaperone.merkle verify"
    typer.echo(json.dumps(done) if as_json else f"{told} {folder} --key KEY")
