"""The processes of an installation: what each runs, and what it is told."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chaperone.database.address import Address

WORKERS = 2
_BACKUP_PASSWORD = "CHAPERONE_BACKUP_PASSWORD"  # noqa: S105  the variable's name
_SECRET = (
    "CHAPERONE_DATABASE_URL",
    "CHAPERONE_DATABASE_PASSWORD",
    "CHAPERONE_LOGIN",
    _BACKUP_PASSWORD,
)


@dataclass(frozen=True, slots=True)
class Process:
    """A server process: its name, the login it uses, and what to execute."""

    name: str
    login: str
    command: tuple[str, ...]


def _serve(name: str, login: str, what: str) -> Process:
    return Process(name, login, (sys.executable, "-m", "chaperone.cli", "serve", what))


PROCESSES = (
    _serve("web", "web", "web"),
    *(_serve(f"worker-{n}", "worker", "worker") for n in range(1, WORKERS + 1)),
    _serve("sequencer", "sequencer", "sequencer"),
    # It writes the catalogue; the dump itself reads by a login of its own.
    _serve("backup", "worker", "backup"),
)
# Only where the record is sent to somebody.
FORWARDER = _serve("forwarder", "auditor", "forwarder")
# Only where there are models to ask. Without one, the library answers after a minute.
ASKER = _serve("asker", "worker", "asker")
# Only where the embedded server's log is archived for points in time.
ARCHIVER = _serve("archiver", "worker", "archiver")
# Reads through a replica while the primary is away. It holds no port that `up` needs.
EMERGENCY = _serve("emergency", "web", "emergency")
# Upgrades run to their end and are nobody's server.
UPGRADE = _serve("upgrade", "owner", "upgrade")


def environment(
    process: Process,
    *,
    data: Path,
    url: str,
    demo: bool,
    address: Address,
    passwords: Mapping[str, str],
) -> dict[str, str]:
    """The environment of a process: its own login's password and no other; for backups, also that
    of the login that reads everything.
    """
    inherited = {name: value for name, value in os.environ.items() if name not in _SECRET}
    also = {_BACKUP_PASSWORD: passwords["backup"]} if process.name == "backup" else {}
    return (
        inherited
        | also
        | {
            "CHAPERONE_DATA": str(data),
            "CHAPERONE_LOGIN": process.login,
            "CHAPERONE_DATABASE_URL": address.url,
            "CHAPERONE_DATABASE_PASSWORD": passwords[process.login],
            "CHAPERONE_URL": url,
            "CHAPERONE_DEMO": "1" if demo else "0",
            "CHAPERONE_PROCESS": process.name,
            "PROMETHEUS_MULTIPROC_DIR": str(data / "run" / "metrics"),
        }
    )
