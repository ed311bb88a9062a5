"""Where an entry stands in a signed tree, shown by hashes alone (RFC 9162 section 2.1.3).

The hashes are those of the mirror, outside the database. What is proved against its checkpoint is
what anybody who holds the verifier key can check.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chaperone.ledger.errors import NotMirroredYet
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.log.checkpoints import unverified_head
from chaperone.merkle.log.layout import CHECKPOINT
from chaperone.merkle.log.proofs import prove_inclusion
from chaperone.merkle.log.reader import TileReader


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a leaf is number ``index`` (from 0) of the tree of ``size``: hashes, lowest first."""

    index: int
    size: int
    hashes: Sequence[bytes]


class Prover:
    """Makes proofs against the checkpoint at which a mirror stands.

    Raises ``NotMirroredYet`` where the mirror is empty or cannot be read.
    """

    def __init__(self, mirror: Path) -> None:
        try:
            self.note = (mirror / CHECKPOINT).read_bytes()
            self.size = unverified_head(self.note).size
        except (OSError, MerkleError) as error:
            raise NotMirroredYet from error
        self._hash_at = TileReader(mirror, self.size)

    def prove(self, index: int) -> Inclusion:
        """Raises ``NotMirroredYet`` where the mirror does not hold the leaf, or not its hashes."""
        if index >= self.size:
            raise NotMirroredYet
        try:
            hashes = prove_inclusion(index, self.size, self._hash_at)
        except (OSError, MerkleError) as error:
            raise NotMirroredYet from error
        return Inclusion(index, self.size, hashes)
