"""`chaperone emergency join`."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.emergency import django, place
from chaperone.cli.emergency.databases import primary_answers
from chaperone.cli.emergency.errors import JournalsSpoilt, StillRuns
from chaperone.cli.folder import DataFolder, default_folder

_JOINED = ".joined"


def join(
    journal: Annotated[
        Path | None, typer.Option(help="One journal; else all that wait, the oldest first.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Have journals join the ledger. Safe to repeat. Exit 1: one is not what was written to it."""
    folder = DataFolder(default_folder())
    if place.running(folder):
        raise StillRuns
    waiting = [journal] if journal else place.journals(folder)
    primary_answers(folder)
    verb = django.joining()
    found = [(path, verb.join(path=path, by=place.who())) for path in waiting]
    for path, result in found:
        # What is not whole stays where somebody looks for it.
        if not result.problems and path.parent == place.journals_folder(folder):
            path.rename(path.with_suffix(_JOINED))
    told = [_said(path, result) for path, result in found]
    if as_json:
        typer.echo(json.dumps({"journals": told}, indent=1))
    else:
        _print(told)
    if any(result.problems for _, result in found):
        raise JournalsSpoilt(told="What was found is in the ledger (continuity.journal.altered).")


def _said(path: Path, result: Any) -> dict[str, Any]:
    return {
        "journal": str(path),
        "id": str(result.journal_id),
        "lines": result.lines,
        "entries": result.entries,
        "requests": result.requests,
        "problems": result.problems,
    }


def _print(told: list[dict[str, Any]]) -> None:
    if not told:
        typer.echo("No journal waits to join.")
    for each in told:
        typer.echo(
            f"{each['journal']}: {each['entries']} entries and {each['requests']} requests joined."
        )
        for problem in each["problems"]:
            typer.echo(f"  ALTERED: {problem}")
