"""The verify button: the auditor's own verifier over the mirror, held against the database."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from chaperone.ledger.queries import Signed, latest_checkpoint
from chaperone.ledger.signed import verifier_key
from chaperone.merkle.audit.checkpoints import open_checkpoint
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.errors import MerkleError


class Verification(NamedTuple):
    """What the page says: good or not, and the first bad place."""

    ok: bool
    size: int
    seconds: float
    checked_at: datetime
    root: str
    problem: str


class MirrorBehind(Exception):
    """The mirror holds less than the database's newest checkpoint."""


def verify_mirror() -> Verification:
    """Recomputes the whole mirror and checks that the database's checkpoint is part of it."""
    began = time.monotonic()
    size, root, problem = 0, "", ""
    try:
        size, root = _verified(settings.CHAPERONE_MIRRORS[0], latest_checkpoint())
    except (MerkleError, OSError, MirrorBehind) as error:
        problem = str(error)
    return Verification(
        ok=not problem,
        size=size,
        seconds=time.monotonic() - began,
        checked_at=datetime.now(UTC),
        root=root,
        problem=problem,
    )


def _verified(mirror: Path, stored: Signed | None) -> tuple[int, str]:
    key = verifier_key(settings.CHAPERONE_LOG_KEY)
    seen = [open_checkpoint(stored.note.encode(), [key])] if stored else []
    checkpoint = verify_directory(mirror, [key], seen=seen).checkpoint
    if stored and checkpoint.size < stored.size:
        raise MirrorBehind(
            f"The copy outside has {checkpoint.size} entries, and the database {stored.size}."
        )
    return checkpoint.size, checkpoint.root.hex()
