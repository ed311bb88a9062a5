"""`chaperone emergency status`."""

import json
import os
from collections.abc import Mapping

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.emergency import place
from chaperone.cli.folder import DataFolder, default_folder


def status(as_json: AsJson = False) -> None:
    """Tell whether emergency mode runs, and which journals wait. Exit 1 when it does not run."""
    folder = DataFolder(default_folder())
    running = place.running(folder)
    waiting = [
        {
            "journal": str(path),
            "bytes": path.stat().st_size,
            "has_exit_record": not path.stat().st_mode & 0o200,
        }
        for path in place.journals(folder)
    ]
    free = os.statvfs(place.journals_folder(folder))
    said = {
        "running": running is not None,
        "url": running.url if running else None,
        "since": running.since if running else None,
        "replica": running.replica if running else None,
        "waiting": waiting,
        "free_megabytes": free.f_bavail * free.f_frsize // 1_000_000,
    }
    if as_json:
        typer.echo(json.dumps(said, indent=1))
    else:
        _print(said)
    if running is None:
        raise typer.Exit(1)


def _print(said: Mapping[str, object]) -> None:
    if said["running"]:
        typer.echo(f"Emergency mode runs at {said['url']} since {said['since']}.")
        typer.echo(f"It reads from {said['replica']}; {said['free_megabytes']} MB are free.")
    else:
        typer.echo("Emergency mode does not run.")
    waiting = said["waiting"]
    assert isinstance(waiting, list)
    for each in waiting:
        how = "ended" if each["has_exit_record"] else "no exit record yet"
        typer.echo(f"  waits to join: {each['journal']} ({each['bytes']} bytes, {how})")
