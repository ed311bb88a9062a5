"""The verify button: the auditor's own verifier over the mirror, then the database against it."""

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from chaperone.ledger.actors import Actor
from chaperone.ledger.comparing import compare_with_mirror
from chaperone.ledger.errors import LedgerError
from chaperone.ledger.mirrors.addresses import folders
from chaperone.ledger.queries import Signed, latest_checkpoint
from chaperone.ledger.signed import verifier_key
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.folder import Folder
from chaperone.merkle.errors import MerkleError


class Verification(NamedTuple):
    """What the page says: good or not, and the first bad place."""

    ok: bool
    size: int
    compared: int
    seconds: float
    checked_at: datetime
    root: str
    problem: str


class MirrorBehind(Exception):
    """The mirror holds less than the database's newest checkpoint."""


class NoFolder(Exception):
    """No copy outside is a folder that this page can read: run chaperone ledger verify."""

    def __str__(self) -> str:
        return self.__doc__ or ""


def verify_ledger(actor: Actor) -> Verification:
    """Recomputes the whole mirror, checks that the database's checkpoint is part of it, and that
    each entry of the actor's organization in the database is the one that was signed.
    """
    began = time.monotonic()
    size, compared, root, problem = 0, 0, "", ""
    try:
        mirror = _folder()
        size, root = _verified(mirror, latest_checkpoint())
        compared = compare_with_mirror(actor, mirror=mirror, size=size)
    except (MerkleError, LedgerError, OSError, MirrorBehind, NoFolder) as error:
        problem = str(error)
    return Verification(
        ok=not problem,
        size=size,
        compared=compared,
        seconds=time.monotonic() - began,
        checked_at=datetime.now(UTC),
        root=root,
        problem=problem,
    )


def _folder() -> Path:
    """The first mirror that is one. Raises ``NoFolder``."""
    if found := folders():
        return found[0]
    raise NoFolder


def _verified(mirror: Path, stored: Signed | None) -> tuple[int, str]:
    key = verifier_key(settings.CHAPERONE_LOG_KEY)
    keys = Folder(mirror).succession([key])
    seen = [keys.open(stored.note.encode())] if stored else []
    checkpoint = verify_directory(mirror, [key], seen=seen).checkpoint
    if stored and checkpoint.size < stored.size:
        raise MirrorBehind(
            f"The copy outside has {checkpoint.size} entries, and the database {stored.size}."
        )
    return checkpoint.size, checkpoint.root.hex()
