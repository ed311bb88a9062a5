"""`chaperone keys backup check`: do two shares in hand give the keys in use? Shows none of them."""

import importlib
import json
from collections.abc import Mapping
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.escrow import asking
from chaperone.cli.escrow.asking import Shares
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.lazy import ready_django
from chaperone.continuity.backups.keys import identity_file
from chaperone.continuity.escrow import shares
from chaperone.continuity.escrow.identity import from_shares, recipient_of
from chaperone.crypto.providers.file import FileKeyProvider

_UNRECORDED = "There is no running installation here, so this is not recorded."


def check(
    share: Shares = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Then take the identity out of the data folder.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Try two shares: exit 0 when they give the keys in use, 1 when not. Recorded either way."""
    folder = DataFolder(default_folder())
    given = asking.in_hand(share)
    found, share_set = from_shares(given), shares.set_of(given[0])
    opens = recipient_of(found.identity) in asking.recipients(folder)
    root_key = asking.root_key_in_file(folder) if folder.config_file.exists() else None
    same_root = root_key is None or (
        found.root_key is not None and FileKeyProvider(found.root_key).key_id == root_key.key_id
    )
    void = _record(folder, share_set, good=opens and same_root)
    good = opens and same_root and not void
    removed = good and void is not None and remove and _removed(folder)
    told = {
        "set": share_set,
        "opens_backups": opens,
        "gives_root_key": same_root,
        "void": void,
        "good": good,
        "removed": removed,
    }
    if as_json:
        typer.echo(json.dumps(told, indent=1))
    else:
        _tell(told)
    if not good:
        raise typer.Exit(1)


def _record(folder: DataFolder, share_set: int, *, good: bool) -> bool | None:
    """Whether the set was voided, or never recorded; None where nothing can be recorded."""
    if not asking.is_installed(folder):
        return None
    ready_django("worker")
    verbs = importlib.import_module("chaperone.continuity.escrow.actions.check")
    ceremony = verbs.record_check(share_set=share_set, good=good)
    return ceremony is None or ceremony.void_at is not None


def _removed(folder: DataFolder) -> bool:
    path = identity_file(folder.root)
    found = path.exists()
    path.unlink(missing_ok=True)
    return found


def _tell(told: Mapping[str, object]) -> None:
    typer.echo(f"Set {told['set']}: the two shares belong together.")
    typer.echo(f"They {'open' if told['opens_backups'] else 'do NOT open'} the backups of now.")
    if not told["gives_root_key"]:
        typer.echo("They do NOT give the root key in use.")
    if told["void"]:
        typer.echo("Their set is void: another was printed after it, or none like it is recorded.")
    if told["void"] is None:
        typer.echo(_UNRECORDED)
    if told["removed"]:
        typer.echo("The identity was taken out of the data folder.")
