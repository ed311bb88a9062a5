"""`chaperone keys backup split`: three shares on paper, any two of which open the backups."""

import importlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from chaperone.cli.answers import AsJson
from chaperone.cli.escrow import asking, printing
from chaperone.cli.escrow.asking import Yes
from chaperone.cli.folder import DataFolder, default_folder
from chaperone.cli.lazy import ready_django
from chaperone.continuity.backups.keys import identity_file
from chaperone.continuity.escrow import shares
from chaperone.continuity.escrow.bundle import Bundle
from chaperone.continuity.escrow.identity import identity, recipient_of
from chaperone.documents.rendering import render
from chaperone.files.private import write_new

_QUESTION = (
    "This prints secrets: two of the three sheets open every backup. Shares that were printed"
    " before become void in the record. Are you alone with those who hold them, and go on?"
)
_NEXT = (
    "Print them here and now, hand them over, delete {out}, and try two:"
    " chaperone keys backup check."
)
_STILL_HERE = (
    "The identity still lies in {path}, beside the data: check with --remove takes it away."
)


def split(
    out: Annotated[Path, typer.Option(help="An empty or new folder for the three sheets.")],
    holder: Annotated[
        list[str] | None, typer.Option(help="Who gets a share, by name; three times.")
    ] = None,
    file: Annotated[
        Path | None, typer.Option("--identity", help="Where it is, if not in the data folder.")
    ] = None,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Split the keys of the backups into three printed shares, two of which are needed.

    The identity that opens backups and, where it is in a file, the root key. Earlier shares become
    void; what they hold stays true, so collect and destroy them.
    """
    folder = DataFolder(default_folder())
    bundle, root_key_id = _keys(folder, file)
    holders = holder or [_asked(number) for number in range(1, shares.PRINTED + 1)]
    asking.sure(_QUESTION, yes=yes)
    place = asking.empty_place(out)
    printed = shares.split(bundle.encoded())
    share_set, recipient = shares.set_of(printed[0]), recipient_of(bundle.identity)
    ready_django("worker")
    # What was printed and not recorded would be the worse: it could never be asked back.
    importlib.import_module("chaperone.continuity.escrow.actions.hold").hold(
        kind="shares",
        share_set=share_set,
        recipient=recipient,
        root_key_id=root_key_id,
        holders=holders,
    )
    now = datetime.now(UTC)
    for number, (words, name) in enumerate(zip(printed, holders, strict=True), start=1):
        sheet = printing.Sheet(number, words, name, share_set, recipient, root_key_id, now)
        write_new(place / f"share-{number}.pdf", render(printing.document(sheet)))
        write_new(place / f"share-{number}.txt", printing.text(sheet))
    _tell(folder, out, share_set, recipient, root_key_id, holders, as_json=as_json)


def _keys(folder: DataFolder, file: Path | None) -> tuple[Bundle, str]:
    """What is split, and the id of the root key in it."""
    found = identity(file=file) if file else identity(data=folder.root)
    root_key = asking.root_key_in_file(folder)
    if root_key is None:
        return Bundle(found, None), ""
    return Bundle(found, root_key.reveal()), root_key.key_id


def _asked(number: int) -> str:
    return str(typer.prompt(f"Who holds share {number} of {shares.PRINTED}", err=True))


def _tell(
    folder: DataFolder,
    out: Path,
    share_set: int,
    recipient: str,
    root_key_id: str,
    holders: list[str],
    *,
    as_json: bool,
) -> None:
    left = identity_file(folder.root)
    if as_json:
        told = {
            "set": share_set,
            "recipient": recipient,
            "root_key": root_key_id,
            "holders": holders,
            "folder": str(out),
            "identity_left_in": str(left) if left.exists() else None,
        }
        typer.echo(json.dumps(told, indent=1))
        return
    typer.echo(f"Set {share_set}: share-1, share-2 and share-3 are in {out}, as PDF and as text.")
    typer.echo(_NEXT.format(out=out))
    if left.exists():
        typer.echo(_STILL_HERE.format(path=left))
