"""`chaperone restore`: an empty data folder becomes what a backup holds, or what was then."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from chaperone.cli import own_server
from chaperone.cli.answers import AsJson, misuse
from chaperone.cli.errors import CliError
from chaperone.cli.escrow import asking
from chaperone.cli.folder import Config, DataFolder, default_folder
from chaperone.continuity.archiving.errors import ArchiveError
from chaperone.continuity.backups.errors import BackupError
from chaperone.continuity.backups.targets import Place, target_at
from chaperone.continuity.restoring.databases import Moment
from chaperone.continuity.restoring.errors import RestoreRefused
from chaperone.continuity.restoring.keys import InHand, in_hand
from chaperone.continuity.restoring.own import OwnDatabase
from chaperone.continuity.restoring.running import Report, as_plain, run
from chaperone.database.address import Address
from chaperone.files.private import read_private

_IDENTITY = "The file of the identity that opens the backup."
_SHARE = "A file with a printed share; two of them stand for the identity and the root key."
_MIRROR = "A copy of the ledger's mirror outside; what came after the backup is read from it."
_LOG_KEY = "The file of the key that signs the ledger, where it was changed after the backup."
_TO = "Back to this moment, by --archive: with its zone, such as 2026-11-26T09:30:00Z; or “last”."
_ARCHIVE = "The archive for points in time: its folder, or s3://bucket/prefix."
_LAST = "last"
# Nothing is written there.
_NO_LOCK = "none"


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.", exists=True, dir_okay=False)],
    identity: Annotated[Path | None, typer.Option(help=_IDENTITY)] = None,
    share: Annotated[list[str] | None, typer.Option(help=_SHARE)] = None,
    root_key: Annotated[
        Path | None, typer.Option(help="The file of the root key, where it is in a file.")
    ] = None,
    mirror: Annotated[
        list[Path] | None, typer.Option(help=_MIRROR, exists=True, file_okay=False)
    ] = None,
    log_key: Annotated[Path | None, typer.Option(help=_LOG_KEY)] = None,
    to: Annotated[str, typer.Option(metavar="TIME", help=_TO)] = "",
    archive: Annotated[str, typer.Option(metavar="PLACE", help=_ARCHIVE)] = "",
    region: Annotated[str, typer.Option(help="Of the bucket, where --archive is one.")] = "",
    endpoint: Annotated[str, typer.Option(help="Of the bucket, where it is not AWS's.")] = "",
    json_: AsJson = False,
) -> None:
    """Restore a backup into the empty folder that --data names. Nothing is overwritten.

    With --to, the database comes out of the archive as it was at that moment, and configuration,
    files and the ledger's key out of the backup: any of the same installation, best the newest.

    Where CHAPERONE_DATABASE_URL names a database on a server of your own, it goes there; it is
    made where it is not there, and must be empty.

    Without --identity and --share it asks for the words of two shares, and shows nothing typed.
    """
    moment = _moment(to, Place(archive, region, endpoint, _NO_LOCK))
    own = _own_database()
    if own and moment:
        misuse(
            "restore",
            "--to is for the PostgreSQL that comes with Chaperone: unset CHAPERONE_DATABASE_URL.",
        )
    keys = _keys(identity, share, root_key)
    try:
        report = run(
            file,
            default_folder(),
            identity=keys.identity,
            root_key=keys.root_key,
            mirrors=mirror or (),
            log_key=read_private(log_key) if log_key else None,
            moment=moment,
            own=own,
            say=lambda sentence: typer.echo(f"chaperone: {sentence}", err=True),
        )
    except (RestoreRefused, BackupError, ArchiveError) as error:
        if json_:
            typer.echo(json.dumps({"restored": False, "reason": str(error)}))
        raise CliError(str(error)) from error
    if json_:
        typer.echo(json.dumps({"restored": True} | as_plain(report), indent=1))
    else:
        typer.echo(_in_words(report, mirrored=bool(mirror)))


def _own_database() -> OwnDatabase | None:
    """As ``up`` would use it for the first time. Raises what is wrong with it."""
    url = os.environ.get("CHAPERONE_DATABASE_URL")
    if not url:
        return None
    # After a try that was cut off, the database may say that it is this folder's.
    remembered = DataFolder(default_folder()).config().root_key
    own_server.check(url, Config(root_key=remembered))
    return OwnDatabase(own_server.way_in(url), Address.parse(url))


def _keys(identity: Path | None, share: list[str] | None, root_key: Path | None) -> InHand:
    if identity and share:
        raise CliError("Give the identity or shares, not both.")
    if identity:
        return in_hand(file=identity, root_key=root_key)
    return in_hand(shares=asking.in_hand(share), root_key=root_key)


def _moment(to: str, archive: Place) -> Moment | None:
    if bool(to) != bool(archive.url):
        misuse("restore", "--to and --archive belong together.")
    if not to:
        return None
    if to == _LAST:
        return Moment(target_at(archive), None)
    try:
        at = datetime.fromisoformat(to)
    except ValueError:
        misuse("restore", f"{to} is no moment, such as 2026-11-26T09:30:00Z.")
    if at.tzinfo is None:
        misuse("restore", f"{to} has no zone: add Z for UTC, or an offset such as +02:00.")
    return Moment(target_at(archive), at)


def _in_words(report: Report, *, mirrored: bool) -> str:
    settled, waiting = report.settled, report.settled["waiting"]
    lines = [
        f"Restored: {report.rows} rows. The ledger verifies: {report.ledger_size} entries.",
        f"The backup was made at {report.made_at}.",
        *([f"The database is of {report.at}, out of {report.base}."] if report.base else []),
        f"What came after it is on record until {settled['recovered_to']}.",
        f"Brought back from the mirror: {settled['gap']}; unreadable: {settled['unread']}.",
        f"Signed before and lost: {settled['lost']}.",
        f"Done again: {settled['repeated'] or 'nothing'}.",
        *map(_pruned, settled["pruned"]),
        f"Held: {waiting['texts']} texts to members, {waiting['turns']} unanswered ones of theirs.",
        "Start it: chaperone up. Then open Continuity, “Restored”, and reconcile the outbox.",
    ]
    lines += report.missing
    if not mirrored:
        lines.append(
            "No mirror outside was named, so what came after the backup may be missing: whoever"
            " saw the ledger later will say so."
        )
    return "\n".join(lines)


def _pruned(month: dict[str, Any]) -> str:
    """``month``: as ``ledger.pruning_again`` tells it."""
    if month["kept_by"]:
        return f"{month['month']} was destroyed after the backup and is here: {month['kept_by']}"
    told = f"{month['month']} of the record was destroyed after the backup, and is gone again"
    if not month["unknown"]:
        return f"{told}: {month['entries']} entries."
    return f"{told}; {month['unknown']} of its entries say nothing to this restore: reconcile them."
