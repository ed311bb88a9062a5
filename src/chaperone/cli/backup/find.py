"""`chaperone backup list` and `search`."""

from datetime import date
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson, fail, misuse
from chaperone.cli.backup.printing import show
from chaperone.continuity.backups.queries import catalogue
from chaperone.continuity.models import Backup

_Limit = Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")]


def list_(as_json: AsJson = False, limit: _Limit = 50) -> None:
    """List backups, the newest first."""
    show(catalogue.backups()[:limit], as_json=as_json)


def search(
    text: Annotated[str, typer.Argument(help="Part of the name or of the place.")] = "",
    since: Annotated[str, typer.Option(metavar="DAY", help="From this day on (UTC).")] = "",
    until: Annotated[str, typer.Option(metavar="DAY", help="Up to this day (UTC).")] = "",
    state: Annotated[str, typer.Option(help="whole, failed, expired, removed, …")] = "",
    holds: Annotated[str, typer.Option(metavar="TABLE", help="With rows of this table.")] = "",
    rows: Annotated[int, typer.Option(min=1, help="At least so many, with --holds.")] = 1,
    entry: Annotated[
        int | None, typer.Option(min=0, help="That reaches this place in the ledger.")
    ] = None,
    limit: _Limit = 50,
    as_json: AsJson = False,
) -> None:
    """Find backups by day, state, name, and what they hold. Exit 1 where none fits."""
    if state and state not in Backup.State.values:
        misuse("backup", f"there is no state {state}. There are: {', '.join(Backup.State.values)}.")
    if not holds.replace("_", "").isalnum() and holds:
        misuse("backup", "--holds takes the name of a table, such as members_member.")
    found = catalogue.search(
        since=_day(since),
        until=_day(until),
        state=state,
        text=text,
        holds=holds,
        rows=rows,
        entry=entry,
    )
    shown = list(found[:limit])
    show(shown, as_json=as_json)
    if not shown:
        fail("backup", "no backup fits.")


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        misuse("backup", f"{text} is no day, such as 2026-11-26.")
