"""The running PostgreSQL of a cluster: found by its `postmaster.pid`, stopped by its process."""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from chaperone.database.errors import StopFailed

_POLL = 0.02
_FAST_SECONDS = 30.0
_IMMEDIATE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A running server: its process, where it listens, and whether it accepts connections."""

    pid: int
    port: int
    socket_folder: str
    ready: bool


def find(cluster: Path) -> Postmaster | None:
    """The server that runs on this cluster, or None: not started, or a stale file.

    Format of the file: PostgreSQL's `utils/pidfile.h`, one value a line.
    """
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None
    if not works_on(pid, cluster) or len(lines) < 5 or not lines[3].isdigit():
        return None
    ready = len(lines) > 7 and lines[7].strip() == "ready"
    return Postmaster(pid, int(lines[3]), lines[4], ready)


def works_on(pid: int, cluster: Path) -> bool:
    """Whether process `pid` lives and is a server of this cluster (it works inside the folder)."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == cluster.resolve()
    except OSError:
        return False


def clear_stale(cluster: Path) -> None:
    """Remove a `postmaster.pid` whose number meanwhile belongs to another program.

    PostgreSQL itself only notices that a number belongs to nobody. After a restart of a container
    low numbers are soon given again, and the server would refuse to start for ever.
    """
    path = cluster / "postmaster.pid"
    try:
        pid = int(path.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if Path(f"/proc/{pid}").exists() and not works_on(pid, cluster):
        path.unlink(missing_ok=True)


def stop(pid: int, cluster: Path) -> None:
    """Fast shutdown, then immediate. Raises StopFailed when the server still lives."""
    for order, seconds in ((signal.SIGINT, _FAST_SECONDS), (signal.SIGQUIT, _IMMEDIATE_SECONDS)):
        if not works_on(pid, cluster):
            return
        os.kill(pid, order)
        if _gone_within(seconds, pid, cluster):
            return
    raise StopFailed(pid=pid, folder=cluster)


def _gone_within(seconds: float, pid: int, cluster: Path) -> bool:
    until = time.monotonic() + seconds
    while works_on(pid, cluster):
        if time.monotonic() > until:
            return False
        time.sleep(_POLL)
    return True
