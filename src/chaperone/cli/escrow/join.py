"""`chaperone keys backup join`: the keys as files again, for a restore."""

import json
from pathlib import Path
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.escrow import asking
from chaperone.cli.escrow.asking import Shares, Yes
from chaperone.continuity.escrow.identity import from_shares, recipient_of, write
from chaperone.crypto.providers.file import FileKeyProvider

_QUESTION = "This writes the keys of every backup as files. Go on?"


def join(
    out: Annotated[Path, typer.Option(help="An empty or new folder for the keys.")],
    share: Shares = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Join two shares: writes backup.identity and, where they hold it, root.key."""
    found = from_shares(asking.in_hand(share))
    asking.sure(_QUESTION, yes=yes)
    place = asking.empty_place(out)
    write(place / "backup.identity", found.identity)
    root_key = (
        FileKeyProvider.restore(place / "root.key", found.root_key).key_id if found.root_key else ""
    )
    told = {"recipient": recipient_of(found.identity), "root_key": root_key, "folder": str(out)}
    if as_json:
        typer.echo(json.dumps(told, indent=1))
        return
    typer.echo(f"In {out}: backup.identity, which opens backups to {told['recipient']}.")
    if root_key:
        typer.echo(f"And root.key: {root_key}.")
    typer.echo("Delete both when the restore is done.")
