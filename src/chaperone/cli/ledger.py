"""`chaperone ledger`: what auditors and operators ask of the record."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from chaperone.ledger.errors import LedgerError, NotVerified
from chaperone.ledger.export import export as export_to
from chaperone.ledger.signed import verifier_key
from chaperone.ledger.verification import Report
from chaperone.ledger.verification import verify as verify_all
from chaperone.merkle.errors import MerkleError

app = typer.Typer(help="Verify and export the record.", no_args_is_help=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def verify(
    mirror: Annotated[
        list[Path] | None,
        typer.Option(help="A mirror to compare with; else all of this installation."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every entry against what was signed. Exit 1: names the first bad place."""
    folders = [_mirror(folder) for folder in mirror] if mirror else _own_mirrors()
    try:
        report = verify_all(key=verifier_key(settings.CHAPERONE_LOG_KEY), mirrors=folders)
    except NotVerified as error:
        if as_json:
            found = {"ok": False, "place": error.place, "problem": error.problem}
            typer.echo(json.dumps(found))
        _fail(f"{error}\nKeep this database and its mirrors as they are, and start an incident.")
    except (LedgerError, MerkleError) as error:
        _fail(str(error))
    else:
        typer.echo(_json_of(report) if as_json else _text_of(report))
        if not folders:
            typer.echo("No mirror was compared, so a cut tail would not show.", err=True)


@app.command()
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
        _fail(str(error))
    else:
        done = {"folder": str(folder), "size": size}
        told = f"{size} entries are in {folder}. Check them: python -m chaperone.merkle verify"
        typer.echo(json.dumps(done) if as_json else f"{told} {folder} --key KEY")


@app.command()
def key(as_json: AsJson = False) -> None:
    """Print the verifier key, which is public: give it to whoever checks the ledger."""
    try:
        found = verifier_key(settings.CHAPERONE_LOG_KEY)
    except (LedgerError, MerkleError) as error:
        _fail(str(error))
    else:
        typer.echo(json.dumps({"name": found.name, "key": str(found)}) if as_json else str(found))


def _own_mirrors() -> list[Path]:
    return [folder for folder in settings.CHAPERONE_MIRRORS if (folder / "checkpoint").exists()]


def _mirror(folder: Path) -> Path:
    if not folder.is_dir():
        typer.echo(f"chaperone ledger: {folder} is not a folder.", err=True)
        sys.exit(2)
    return folder


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


def _fail(message: str) -> None:
    typer.echo(f"chaperone ledger: {message}", err=True)
    sys.exit(1)
