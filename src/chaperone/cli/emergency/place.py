"""Where emergency mode keeps its journals, and what it tells about itself while it runs."""

import getpass
import json
import os
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from chaperone.cli.folder import DataFolder
from chaperone.files.private import write_private

SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Running:
    """Emergency mode as it was started. ``pid``: of what keeps its web server alive."""

    pid: int
    url: str
    replica: str
    journal: str
    since: str


def journals_folder(folder: DataFolder) -> Path:
    """Where the journals are; made where it is missing."""
    found = folder.root / "emergency"
    found.mkdir(mode=0o700, exist_ok=True)
    return found


def journals(folder: DataFolder) -> list[Path]:
    """The journals that wait to join, the oldest first."""
    return sorted(journals_folder(folder).glob(f"*{SUFFIX}"))


def open_journal(folder: DataFolder) -> Path | None:
    """The journal that has no exit record yet: its file may still be written."""
    waiting = [path for path in journals(folder) if path.stat().st_mode & 0o200]
    return waiting[-1] if waiting else None


def new_journal(folder: DataFolder) -> Path:
    """A path for a journal that begins now."""
    return journals_folder(folder) / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"


def remember(folder: DataFolder, running: Running) -> None:
    write_private(_file(folder), json.dumps(asdict(running), indent=1) + "\n")


def running(folder: DataFolder) -> Running | None:
    """What runs now; None where nothing does."""
    with suppress(FileNotFoundError, ProcessLookupError, ValueError, TypeError):
        found = Running(**json.loads(_file(folder).read_text()))
        os.kill(found.pid, 0)  # asks only whether it is there
        return found
    return None


def last(folder: DataFolder) -> Running | None:
    """What ran last, whether it still does or not."""
    with suppress(FileNotFoundError, ValueError, TypeError):
        return Running(**json.loads(_file(folder).read_text()))
    return None


def forget(folder: DataFolder) -> None:
    _file(folder).unlink(missing_ok=True)


def who() -> str:
    """Who gave the command, as this machine knows them."""
    return os.environ.get("SUDO_USER") or getpass.getuser()


def _file(folder: DataFolder) -> Path:
    return folder.run / "emergency.json"
