"""A PostgreSQL for tests and drills: no fsync, gone at the end."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaperone.database.server import Server


@contextmanager
def throwaway_server() -> Iterator[Server]:
    """A running server in a temporary folder; stopped and removed afterwards."""
    # /tmp and 0711: PostgreSQL may run as another user, who must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="chaperone-pg-", dir="/tmp"))
    folder.chmod(0o711)
    server = Server(folder / "database", password_file=folder / "administrator", fsync=False)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
