"""A PostgreSQL for tests and drills: no fsync, gone at the end."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chaperone.database.server import Server

ON_DISK = Path("/tmp")  # noqa: S108
"""Not where TMPDIR says: all who may run PostgreSQL can enter here."""


@contextmanager
def throwaway_server(under: Path = ON_DISK) -> Iterator[Server]:
    """A running server in a temporary folder of `under`; stopped and removed afterwards."""
    # 0711: PostgreSQL may run as another user, who must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="chaperone-pg-", dir=under))
    folder.chmod(0o711)
    server = Server(folder / "database", password_file=folder / "administrator", fsync=False)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
