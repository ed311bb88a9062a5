"""`chaperone drill`: restores the newest backup on trial, and says how that went."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings

from chaperone.cli.answers import AsJson
from chaperone.cli.escrow.asking import in_hand
from chaperone.cli.folder import DataFolder
from chaperone.continuity.drills.actions.running import run
from chaperone.continuity.drills.choosing import latest_backup
from chaperone.continuity.drills.figures import about, lines_of
from chaperone.continuity.drills.settings import read_settings
from chaperone.continuity.drills.trial import Keys, trial
from chaperone.continuity.models import Drill

app = typer.Typer(add_completion=False)


@app.command()
def drill(
    identity: Annotated[
        Path | None, typer.Option(help="The file of the identity that opens backups.")
    ] = None,
    share: Annotated[
        list[str] | None, typer.Option(help="A file with a share of the keys; give two.")
    ] = None,
    root_key: Annotated[
        Path | None, typer.Option(help="The file of the root key, where it is kept apart.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Restore the newest whole backup on trial, timed, and file what came of it.

    Exit 1: it did not come back, or there is nothing to restore.
    """
    folder = DataFolder(Path(settings.CHAPERONE_DATA))
    keys = Keys(identity, tuple(in_hand(share)) if share else (), root_key)
    found = run(
        chosen=latest_backup(),
        scratch=read_settings(folder.root).scratch,
        restore=trial(folder.root, keys),
    )
    if as_json:
        typer.echo(json.dumps(_told(found), indent=1))
    else:
        _say(found)
    if found.state != Drill.State.WHOLE:
        raise typer.Exit(1)


def _told(found: Drill) -> dict[str, Any]:
    return {
        "drill": str(found.id),
        "state": found.state,
        "backup": found.backup_name,
        "seconds": found.seconds,
        "recovered_to": found.recovered_to.isoformat() if found.recovered_to else None,
        "lost_seconds": None if found.lost is None else found.lost.total_seconds(),
        "figures": found.figures,
        "why": found.why,
    }


def _say(found: Drill) -> None:
    if found.took is None or found.lost is None:
        typer.echo(f"The drill failed: {found.why}", err=True)
        typer.echo("It is filed, and whoever runs the installation is called.", err=True)
        return
    typer.echo(f"Everything came back from {found.backup_name}.")
    typer.echo(f"  Back after        {about(found.took)}")
    typer.echo(f"  Would have lost   {about(found.lost)}")
    for label, value in lines_of(found):
        typer.echo(f"  {label:17} {value}")
