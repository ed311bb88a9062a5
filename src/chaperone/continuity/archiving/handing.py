"""How PostgreSQL and the archiver hand pieces over: by files in a folder beside the cluster.

PostgreSQL may run as another user than ours, who can reach neither our programs nor the keys, nor
the place of the archive. So its ``archive_command`` does not archive: it asks whether a piece was
archived, and keeps the piece until it was. Whatever goes wrong with the archive, PostgreSQL loses
nothing: it goes on asking, and the disk fills before anything is thrown away.
"""

import os
import shlex
from pathlib import Path

from chaperone.database.cluster import ARCHIVED

WANTED, GIVEN, ABSENT, FAILED = "wanted", "given", "absent", "failed"
_READY = ".ready"
_STATUS = Path("pg_wal") / "archive_status"


def restore_command(folder: Path) -> str:
    """For PostgreSQL in recovery: asks, waits, and takes what it was given.

    An exit of more than 125 ends the recovery; of 1 says that the archive ends here.
    """
    place = _quoted(folder)
    return (
        f": > {place}/{WANTED}/%f;"
        f" until test -e {place}/{GIVEN}/%f -o -e {place}/{ABSENT}/%f -o -e {place}/{FAILED};"
        " do sleep 0.05; done;"
        f" rm -f {place}/{WANTED}/%f;"
        f" test -e {place}/{FAILED} && exit 126;"
        f' test -e {place}/{GIVEN}/%f && mv {place}/{GIVEN}/%f "%p"'
    )


def waiting(cluster: Path) -> list[Path]:
    """The pieces that PostgreSQL wants archived, oldest first."""
    try:
        names = [
            path.name.removesuffix(_READY)
            for path in (cluster / _STATUS).iterdir()
            if path.name.endswith(_READY)
        ]
    except FileNotFoundError:
        return []
    # Histories of timelines first, as PostgreSQL does: a recovery cannot do without.
    order = sorted(names, key=lambda name: (not name.endswith(".history"), name[8:], name))
    return [cluster / "pg_wal" / name for name in order]


def acknowledge(folder: Path, segment: str) -> None:
    """Tell PostgreSQL that the piece is safe. Durable is not needed: it would ask again."""
    (folder / ARCHIVED / segment).touch(mode=0o644)


def forget_asked(folder: Path, cluster: Path) -> None:
    """Remove what PostgreSQL has been told and does not ask for any more."""
    asked = {path.name for path in waiting(cluster)}
    for path in (folder / ARCHIVED).iterdir():
        if path.name not in asked:
            path.unlink(missing_ok=True)


def acknowledged(folder: Path, segment: str) -> bool:
    """Whether PostgreSQL was told so."""
    return os.access(folder / ARCHIVED / segment, os.F_OK)


def _quoted(path: Path) -> str:
    # PostgreSQL reads % itself.
    return shlex.quote(str(path)).replace("%", "%%")
