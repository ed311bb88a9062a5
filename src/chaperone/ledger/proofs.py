"""Where an entry stands in a signed tree, shown by hashes alone (RFC 9162 section 2.1.3).

The hashes are those of a mirror, outside the database. What is proved against its checkpoint is
what anybody who holds the verifier key can check.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chaperone.ledger.errors import MirrorUnavailable, NotMirroredYet
from chaperone.ledger.mirrors.addresses import Address, mirror_at
from chaperone.ledger.signed import mirrored_key_changes, succession_in
from chaperone.merkle.audit.checkpoints import Checkpoint
from chaperone.merkle.audit.keys import VerifierKey
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

    def __init__(self, address: Address) -> None:
        try:
            mirror = mirror_at(address)
            note = mirror.read(CHECKPOINT)
            self.key_changes = mirrored_key_changes(mirror)
            self.note = note or b""
            self.size = unverified_head(self.note).size
        except (OSError, MirrorUnavailable, MerkleError) as error:
            raise NotMirroredYet from error
        self._hash_at = TileReader(mirror, self.size)

    def checkpoint(self, key: VerifierKey) -> Checkpoint:
        """The signed head; ``key``: the log's first. Raises ``NotVerified``, ``MerkleError``."""
        return succession_in(self.key_changes, key, where="mirror ").open(self.note)

    def prove(self, index: int) -> Inclusion:
        """Raises ``NotMirroredYet`` where the mirror does not hold the leaf, or not its hashes."""
        if index >= self.size:
            raise NotMirroredYet
        try:
            hashes = prove_inclusion(index, self.size, self._hash_at)
        except (OSError, MirrorUnavailable, MerkleError) as error:
            raise NotMirroredYet from error
        return Inclusion(index, self.size, hashes)
