"""The restore that a drill tries out: all of ``chaperone restore``, into a scratch place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from chaperone.continuity.backups.keys import identity_file
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.streams import pieces
from chaperone.continuity.backups.targets import Place, target_at
from chaperone.continuity.drills.errors import KeyIsApart
from chaperone.continuity.drills.restores import Chosen, Restored, Restorer
from chaperone.continuity.escrow.errors import IdentityNotFound
from chaperone.continuity.escrow.identity import identity, wrapped_file
from chaperone.continuity.models import Backup
from chaperone.continuity.restoring.keys import InHand, in_hand
from chaperone.continuity.restoring.running import Report
from chaperone.continuity.restoring.running import run as restore
from chaperone.crypto.providers.choosing import configured
from chaperone.ledger.mirrors.addresses import folders


class Keys(NamedTuple):
    """Where the keys are, if not in the data folder: the file of the identity, or two shares, which
    may hold the root key, too; the file of the root key.
    """

    file: Path | None = None
    shares: tuple[str, ...] = ()
    root_key: Path | None = None


def at_hand(data: Path) -> bool:
    """Whether the identity is on this machine, so that drills run by themselves."""
    return wrapped_file(data).exists() or identity_file(data).exists()


IN_THE_FOLDER = Keys()


def trial(data: Path, keys: Keys = IN_THE_FOLDER) -> Restorer:
    """The restorer, with its keys read: what is wrong with them is no failed drill.

    Raises ``KeyIsApart``, ``EscrowError``, and what reading files raises.
    """
    found = _in_hand(data, keys)
    own = data / "keys" / str(configured(data / "config.json")[0].get("path", "root.key"))
    root_key = found.root_key or (own if own.exists() else None)

    def restorer(chosen: Chosen, place: Path) -> Restored:
        with _file_of(chosen.source, data, place) as file:
            report = restore(
                file,
                place,
                identity=found.identity,
                root_key=root_key,
                mirrors=_mirrors(data),
            )
        return Restored(datetime.fromisoformat(report.made_at), _figures(report))

    return restorer


def _in_hand(data: Path, keys: Keys) -> InHand:
    if keys.shares or keys.file is not None:
        return in_hand(file=keys.file, shares=keys.shares, root_key=keys.root_key)
    try:
        return InHand(str(identity(data=data)), keys.root_key)
    except IdentityNotFound as problem:
        raise KeyIsApart from problem


def _mirrors(data: Path) -> list[Path]:
    """Mirrors of the ledger that a disaster here may leave; the one in the data folder would go."""
    return [each for each in folders() if data not in each.resolve().parents]


@contextmanager
def _file_of(backup: Backup, data: Path, place: Path) -> Iterator[Path]:
    """The file, still sealed: where it lies, or fetched beside the scratch place."""
    found = next(
        (each for each in read_settings(data).targets if each.url == backup.target),
        Place(backup.target),
    )
    lies = Path(found.url) / backup.name
    if lies.is_file():
        yield lies
        return
    fetched = place.with_suffix(".age")
    try:
        with target_at(found).open(backup.name) as stream, fetched.open("xb") as file:
            for piece in pieces(stream):
                file.write(piece)
        yield fetched
    finally:
        fetched.unlink(missing_ok=True)


def _figures(report: Report) -> dict[str, Any]:
    """Counts and seconds; what a restore says in words stays with it."""
    settled = {
        name: value
        for name, value in report.settled.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }
    return {
        "seconds": report.seconds,
        "rows": report.rows,
        "ledger_size": report.ledger_size,
        **settled,
    }
