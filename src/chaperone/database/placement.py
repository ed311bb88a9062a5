"""Where the embedded PostgreSQL keeps its files, and as whom it runs.

PostgreSQL refuses to run as root. Started by root it runs as `nobody`, who must be able to enter
every folder above the data and the programs. A home folder of mode 0700 is in the way; then the
files live in /var/lib/chaperone, and the data folder holds a link to them. Nobody's permissions
are ever widened.
"""

import os
import pwd
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from chaperone.database.errors import FolderGone, NoUnprivilegedUser, Unreachable

ELSEWHERE = Path("/var/lib/chaperone")
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Identity(TypedDict):
    """Keyword arguments of subprocess: as whom a program runs, with a bare environment."""

    env: dict[str, str]
    umask: int
    user: int | None
    group: int | None
    extra_groups: list[int] | None


@dataclass(frozen=True, slots=True)
class Runner:
    """The operating system user that PostgreSQL runs as."""

    name: str
    uid: int
    gid: int

    @property
    def is_us(self) -> bool:
        """Whether that is the user of this process."""
        return self.uid == os.geteuid()

    @property
    def identity(self) -> Identity:
        """How subprocess runs a program as this user."""
        change = not self.is_us
        return {
            "env": _ENVIRONMENT,
            "umask": 0o077,
            "user": self.uid if change else None,
            "group": self.gid if change else None,
            "extra_groups": [] if change else None,
        }

    def owns(self, path: Path) -> None:
        """Give `path` to this user."""
        if not self.is_us:
            os.chown(path, self.uid, self.gid)


def runner() -> Runner:
    """Ourselves, or `nobody` when we are root. Raises NoUnprivilegedUser."""
    if os.geteuid() != 0:
        return Runner("yourself", os.geteuid(), os.getegid())
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError as error:
        raise NoUnprivilegedUser from error
    return Runner(entry.pw_name, entry.pw_uid, entry.pw_gid)


def can_enter(user: Runner, folder: Path) -> bool:
    """Whether `user` may enter `folder` and all above it. Folders that do not exist yet count."""
    resolved = folder.resolve()
    return all(_enters(user, step) for step in (resolved, *resolved.parents) if step.exists())


def _enters(user: Runner, folder: Path) -> bool:
    found = folder.stat()
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def settled(folder: Path, user: Runner) -> Path | None:
    """Where the files of `folder` are or will be; None when a place elsewhere must be made.

    Raises FolderGone for a link to nothing and Unreachable for an existing folder that PostgreSQL
    cannot enter.
    """
    if folder.is_symlink() and not folder.exists():
        raise FolderGone(folder=folder, target=folder.readlink())
    if user.is_us or can_enter(user, folder):
        return folder.resolve()
    if folder.exists() and any(folder.iterdir()):
        raise Unreachable(user=user.name, folder=folder)
    return None


def settle_elsewhere(folder: Path, user: Runner) -> Path:
    """Make a place in /var/lib/chaperone and link `folder` to it. Raises Unreachable."""
    target = ELSEWHERE / secrets.token_hex(6)
    target.mkdir(mode=0o711, parents=True)
    if not can_enter(user, target):
        target.rmdir()
        raise Unreachable(user=user.name, folder=ELSEWHERE)
    if folder.exists():
        folder.rmdir()
    folder.symlink_to(target)
    return target
