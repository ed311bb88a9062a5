"""Where the tests keep databases: in memory, where there is room for them.

A copy of a database is 1,600 small files. On a disk that others write to, too, one took up to
1.3 s of processor time, nearly all of it in the file system; in memory it takes 0.06 s.
"""

import os
import shutil
from pathlib import Path

from chaperone.database.throwaway import ON_DISK

ON_DISK_ONLY = "CHAPERONE_TESTS_ON_DISK"
"""Set in the environment of proofs, whose databases are of any size."""

_IN_MEMORY = Path("/dev/shm")
# A server's write-ahead log may grow to 1 GB (max_wal_size) beside its databases of 30 MB each; how
# much a whole run needs was not measured.
_ROOM = 4_000_000_000


def folder() -> Path:
    """A folder on a disk in memory; on a real one where there is little memory, as in a container,
    and for the proofs at full size.
    """
    if ON_DISK_ONLY in os.environ or not _IN_MEMORY.is_dir():
        return ON_DISK
    return _IN_MEMORY if shutil.disk_usage(_IN_MEMORY).free >= _ROOM else ON_DISK
