"""How every command answers: as JSON for programs, with an answer of no, or that it was misused.

Both go to standard error, after the command's name, as in ``chaperone backup: no backup fits.``
"""

import sys
from typing import Annotated, NoReturn

import typer

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def fail(command: str, message: str) -> NoReturn:
    """Exit 1: the answer is no."""
    typer.echo(f"chaperone {command}: {message}", err=True)
    sys.exit(1)


def misuse(command: str, message: str) -> NoReturn:
    """Exit 2: it was called wrongly."""
    typer.echo(f"chaperone {command}: {message}", err=True)
    sys.exit(2)
