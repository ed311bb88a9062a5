"""`chaperone keys backup wrap`: the identity in the hands of the key service or HSM."""

import importlib
import json
from pathlib import Path
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.escrow import asking
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.lazy import ready_django
from chaperone.continuity.backups.keys import identity_file
from chaperone.continuity.escrow.identity import (
    identity,
    recipient_of,
    wrap_into,
    wrapped_file,
)


def wrap(
    file: Annotated[
        Path | None, typer.Option("--identity", help="Where it is, if not in the data folder.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Wrap the identity by the provider of the root key, and take the clear one away.

    Keep copies of the wrapped file wherever the backups are: only the provider unwraps it.
    """
    folder = DataFolder(default_folder())
    found = identity(file=file) if file else identity(data=folder.root)
    path, recipient = wrapped_file(folder.root), recipient_of(found)
    wrap_into(path, found, keys=asking.root_key_settings(folder), folder=folder.keys)
    # Opened again before the clear one goes.
    assert recipient_of(identity(file=path)) == recipient
    ready_django("worker")
    importlib.import_module("chaperone.continuity.escrow.actions.hold").hold(
        kind="wrapped", recipient=recipient
    )
    identity_file(folder.root).unlink(missing_ok=True)
    if as_json:
        typer.echo(json.dumps({"recipient": recipient, "file": str(path)}, indent=1))
        return
    typer.echo(f"Wrapped in {path}. Keep copies where the backups are.")
