"""`chaperone ledger export` and `key`: what an auditor needs who does not trust us."""

import json
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from chaperone.cli.ledger.printing import AsJson, fail
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.export import export as export_to
from chaperone.ledger.signed import verifier_key
from chaperone.merkle.errors import MerkleError


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
        fail(str(error))
    done = {"folder": str(folder), "size": size}
    told = f"{size} entries are in {folder}. Check them: python -m chaperone.merkle verify"
    typer.echo(json.dumps(done) if as_json else f"{told} {folder} --key KEY")


def key(as_json: AsJson = False) -> None:
    """Print the verifier key, which is public: give it to whoever checks the ledger."""
    try:
        found = verifier_key(settings.CHAPERONE_LOG_KEY)
    except (LedgerError, MerkleError) as error:
        fail(str(error))
    typer.echo(json.dumps({"name": found.name, "key": str(found)}) if as_json else str(found))
