"""`chaperone ledger verify`: the full check."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from chaperone.cli.ledger.printing import AsJson, fail, folder_that_exists
from chaperone.ledger.errors import LedgerError, NotVerified
from chaperone.ledger.signed import verifier_key
from chaperone.ledger.verification import Report
from chaperone.ledger.verification import verify as verify_all
from chaperone.merkle.errors import MerkleError


def verify(
    mirror: Annotated[
        list[Path] | None,
        typer.Option(help="A mirror to compare with; else all of this installation."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every entry against what was signed. Exit 1: names the first bad place."""
    folders = [folder_that_exists(folder) for folder in mirror] if mirror else _own_mirrors()
    try:
        report = verify_all(key=verifier_key(settings.CHAPERONE_LOG_KEY), mirrors=folders)
    except NotVerified as error:
        if as_json:
            found = {"ok": False, "place": error.place, "problem": error.problem}
            typer.echo(json.dumps(found))
        fail(f"{error}\nKeep this database and its mirrors as they are, and start an incident.")
    except (LedgerError, MerkleError) as error:
        fail(str(error))
    else:
        typer.echo(_json_of(report) if as_json else _text_of(report))
        if not folders:
            typer.echo("No mirror was compared, so a cut tail would not show.", err=True)


def _own_mirrors() -> list[Path]:
    return [folder for folder in settings.CHAPERONE_MIRRORS if (folder / "checkpoint").exists()]


def _json_of(report: Report) -> str:
    return json.dumps({"ok": True} | asdict(report) | {"root": report.root.hex()})


def _text_of(report: Report) -> str:
    mirrors = ", ".join(report.mirrors) or "none"
    return (
        f"The ledger verifies: {report.size} entries under {report.checkpoints} signed checkpoints"
        f" ({report.tree_seconds:.1f} s), each opened and compared with its search columns"
        f" ({report.columns_seconds:.1f} s).\n"
        f"Not signed yet: {report.unsigned}. Waiting for a place: {report.waiting}."
        f" Mirrors compared: {mirrors}.\n"
        f"Root {report.root.hex()}"
    )
