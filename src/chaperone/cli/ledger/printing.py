"""What the commands about the record have in common: the flag, and how an answer of no is told."""

import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


def fail(message: str) -> NoReturn:
    """Exit 1: the answer is no. The message goes to standard error."""
    typer.echo(f"chaperone ledger: {message}", err=True)
    sys.exit(1)


def folder_that_exists(folder: Path) -> Path:
    """Exit 2 where it is none."""
    if not folder.is_dir():
        typer.echo(f"chaperone ledger: {folder} is not a folder.", err=True)
        sys.exit(2)
    return folder
