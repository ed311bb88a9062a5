"""`chaperone ledger verify`: the full check."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from chaperone.cli.answers import AsJson, fail
from chaperone.cli.ledger.printing import folder_that_exists
from chaperone.ledger.errors import LedgerError, NotVerified
from chaperone.ledger.mirrors.addresses import Address, is_s3
from chaperone.ledger.signed import verifier_key
from chaperone.ledger.verification import Report
from chaperone.ledger.verification import verify as verify_all
from chaperone.merkle.errors import MerkleError


def verify(
    mirror: Annotated[
        list[str] | None,
        typer.Option(
            help="A mirror to compare with, a folder or s3://bucket/prefix; else all of ours."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check every entry against what was signed. Exit 1: names the first bad place."""
    mirrors = [_named(address) for address in mirror] if mirror else _own_mirrors()
    try:
        report = verify_all(key=verifier_key(settings.CHAPERONE_LOG_KEY), mirrors=mirrors)
    except NotVerified as error:
        if as_json:
            found = {"ok": False, "place": error.place, "problem": error.problem}
            typer.echo(json.dumps(found))
        fail(
            "ledger",
            f"{error}\nKeep this database and its mirrors as they are, and start an incident.",
        )
    except (LedgerError, MerkleError) as error:
        fail("ledger", str(error))
    else:
        typer.echo(_json_of(report) if as_json else _text_of(report))
        if not mirrors:
            typer.echo("No mirror was compared, so a cut tail would not show.", err=True)


def _named(address: str) -> Address:
    return address if is_s3(address) else folder_that_exists(Path(address))


def _own_mirrors() -> list[Address]:
    """Not those that were never written: a new installation verifies, too."""
    return [
        address
        for address in settings.CHAPERONE_MIRRORS
        if is_s3(address) or (Path(address) / "checkpoint").exists()
    ]


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
