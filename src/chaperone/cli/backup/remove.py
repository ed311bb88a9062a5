"""`chaperone backup remove`: one backup goes before its time."""

from typing import Annotated

import typer

from chaperone.cli.answers import AsJson, misuse
from chaperone.cli.backup.printing import show
from chaperone.continuity.backups.actions.remove import remove_backup
from chaperone.continuity.backups.queries.catalogue import backup_named


def remove(
    which: Annotated[str, typer.Argument(help="A name or id of the catalogue.")],
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    as_json: AsJson = False,
) -> None:
    """Remove a backup; recorded with the reason. Never the last whole one of its place."""
    if not reason.strip():
        misuse("backup", "say why, with --reason; it is recorded.")
    backup = backup_named(which)
    remove_backup(backup=backup, reason=reason.strip())
    show([backup], as_json=as_json)
