"""`chaperone backup verify`: read a backup to its end, from its place or from a file."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.folder import default_folder
from chaperone.continuity.backups import format  # noqa: A004  the file's own name
from chaperone.continuity.backups.actions.verify import verify_backup
from chaperone.continuity.backups.errors import NoSuchBackup, Unreadable
from chaperone.continuity.backups.format import Verified
from chaperone.continuity.backups.keys import identity_at_hand, recipient_of
from chaperone.continuity.backups.queries.catalogue import backup_named, last_whole
from chaperone.continuity.copies.actions.verify import verify_copy
from chaperone.continuity.models import Backup
from chaperone.files.private import read_private


def verify(
    which: Annotated[
        str, typer.Argument(help="A name or id of the catalogue, or a file; else the newest.")
    ] = "",
    identity: Annotated[
        Path | None, typer.Option(help="File of the identity, where it is not on this machine.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Read a backup to its end and say whether it is whole. Exit 1 where it is not."""
    if which and Path(which).is_file():
        key = _identity(identity)
        if key is None:
            raise Unreadable("Give the key of this file with --identity.")
        with Path(which).open("rb") as stream:
            _tell(which, format.verify(stream, key), opened=True, as_json=as_json)
        return
    backup = backup_named(which) if which else last_whole()
    if backup is None:
        raise NoSuchBackup
    if backup.kind != Backup.Kind.FULL:
        _tell_copy(backup, verify_copy(copy=backup, identity=_identity(identity)), as_json=as_json)
        return
    key = _fitting(_identity(identity), backup, asked=identity is not None)
    found = verify_backup(backup=backup, identity=key)
    _tell(backup.name, found, opened=key is not None, as_json=as_json)


def _tell_copy(copy: Backup, how: str, *, as_json: bool) -> None:
    if as_json:
        said = {"name": copy.name, "whole": True, "how": how, "sha256": copy.sha256}
        typer.echo(json.dumps(said, indent=1))
    else:
        typer.echo(f"{copy.name} is whole ({how}).")


def _identity(given: Path | None) -> str | None:
    return read_private(given).decode() if given else identity_at_hand(default_folder())


def _fitting(identity: str | None, backup: Backup, *, asked: bool) -> str | None:
    """The one at hand only where it opens this backup: otherwise its checksum is compared."""
    if identity and not asked and recipient_of(identity) not in backup.recipients:
        return None
    return identity


def _tell(name: str, found: Verified, *, opened: bool, as_json: bool) -> None:
    said: dict[str, Any] = {
        "name": name,
        "whole": True,
        "how": "opened" if opened else "checksum",
        "size": found.size,
        "sha256": found.sha256,
        "header": found.header,
        "rows": found.manifest.get("rows", {}),
    }
    if as_json:
        typer.echo(json.dumps(said, indent=1))
    elif opened:
        members = len(found.manifest["members"])
        typer.echo(f"{name} is whole: it was opened, and its {members} members are what it says.")
    else:
        typer.echo(f"{name} is whole: its checksum is the one of the catalogue.")
        typer.echo("It was not opened. Give the key with --identity to do that, too.")
