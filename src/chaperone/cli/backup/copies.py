"""`chaperone backup copies`: what the archiver, pgBackRest or RDS keep, looked at now."""

import json

import typer

from chaperone.cli.answers import AsJson, fail
from chaperone.cli.backup.printing import plain, show
from chaperone.cli.folder import default_folder
from chaperone.continuity.backups.registry import CopiesStanding
from chaperone.continuity.copies.actions.note import note_copies
from chaperone.continuity.copies.queries import copies_of, standings
from chaperone.continuity.copies.sources import used

_SENTENCES = {"overdue": "the newest is older than it may be", "none": "there is none"}
_SHOWN = 20


def copies(as_json: AsJson = False) -> None:
    """Look at copies that others make, and list them. Exit 1 where one is missing or wrong."""
    wrong = note_copies()
    found = standings(default_folder())
    rows = [row for each in used(default_folder()) for row in copies_of(each)[:_SHOWN]]
    if as_json:
        told = [_plain(each, wrong[each.kind]) for each in found]
        typer.echo(json.dumps({"kinds": told, "copies": [plain(row) for row in rows]}, indent=1))
    else:
        show(rows, as_json=False)
        if not found:
            typer.echo("config.json names neither “archive” nor “pgbackrest” nor “rds”.")
    if problems := [sentence for each in found if (sentence := _said(each, wrong[each.kind]))]:
        fail("backup", " ".join(problems))


def _said(standing: CopiesStanding, wrong: str) -> str:
    late = _SENTENCES.get(standing.state, "")
    return ". ".join(f"{standing.kind.label}: {each}" for each in (late, wrong) if each)


def _plain(standing: CopiesStanding, wrong: str) -> dict[str, object]:
    hours = None if standing.age is None else round(standing.age.total_seconds() / 3600, 1)
    return {
        "kind": str(standing.kind),
        "state": standing.state,
        "age_hours": hours,
        "wrong": wrong,
    }
