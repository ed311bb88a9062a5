"""What no recovery needs any more: copies before the oldest that is kept, and the log before it."""

from collections.abc import Iterable
from datetime import datetime

from chaperone.continuity.archiving.names import Contents, position, read
from chaperone.continuity.backups.targets.target import Target


def prune(target: Target, *, system: str, since: datetime) -> int:
    """Remove what is not needed to reach ``since`` or any moment after it; returns how many files.

    The newest copy from before ``since`` stays, as without it nothing reaches that moment; where
    there is none, nothing goes. Safe to break off: the mark of a copy goes before the copy, and the
    log last. Raises what the target raises.
    """
    found = read(target.names()).get(system)
    gone = list(unneeded(found, since)) if found else []
    for name in gone:
        target.remove(name)
    return len(gone)


def unneeded(contents: Contents, since: datetime) -> Iterable[str]:
    """Names to remove, in that order. Pure."""
    before = [base for base in contents.bases if base.ended_at <= since]
    if not before:
        return
    kept_from = before[-1]
    goes = before[:-1]
    for base in goes:
        yield base.name
    whole = {base.copy for base in contents.bases} - {base.copy for base in goes}
    for copy in contents.copies:
        if copy not in whole and copy.begun_at < kept_from.copy.begun_at:
            yield copy.name
    # After a recovery the log goes on from an earlier position, on another timeline: a younger copy
    # may need what lies before an older one.
    kept = contents.bases[len(goes) :]
    needed = min(position(base.copy.segment) for base in kept)
    for wal in contents.wal.values():
        # Histories of timelines are small, and each later recovery reads them.
        is_history = wal.segment.endswith(".history")
        if not is_history and position(wal.segment) < needed:
            yield wal.name
