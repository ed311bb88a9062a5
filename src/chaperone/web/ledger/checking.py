"""The check of one entry: the auditor's own hashing over its bytes, up to a signed checkpoint."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.conf import settings

from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import LedgerError, NotMirroredYet
from chaperone.ledger.proofs import Prover
from chaperone.ledger.queries import sealed_of
from chaperone.ledger.signed import verifier_key
from chaperone.merkle.audit.inclusion import verify_inclusion
from chaperone.merkle.audit.recompute import leaf_hashes
from chaperone.merkle.errors import MerkleError


class Proof(NamedTuple):
    """An entry's way to the root, as the page shows it; hashes in hex."""

    place: int
    size: int
    leaf_hash: str
    hashes: Sequence[str]
    note: str


class Checked(NamedTuple):
    """What the check found."""

    ok: bool
    size: int
    problem: str


def proof_of(actor: Actor, entry_id: UUID, position: int | None) -> Proof | None:
    """The proof of an entry; None while it waits for its place or for the copy outside."""
    if position is None:
        return None
    try:
        prover = Prover(settings.CHAPERONE_MIRRORS[0])
        inclusion = prover.prove(position)
    except NotMirroredYet:
        return None
    return Proof(
        place=inclusion.index,
        size=inclusion.size,
        leaf_hash=_leaf_hash(actor, entry_id).hex(),
        hashes=[value.hex() for value in inclusion.hashes],
        note=prover.note.decode(errors="replace"),
    )


def check_entry(actor: Actor, entry_id: UUID, position: int) -> Checked:
    """Whether the entry as the database has it stands at its place in the tree that was signed."""
    size = 0
    try:
        prover = Prover(settings.CHAPERONE_MIRRORS[0])
        signed = prover.checkpoint(verifier_key(settings.CHAPERONE_LOG_KEY))
        size = signed.size
        verify_inclusion(
            index=position,
            size=signed.size,
            leaf_hash=_leaf_hash(actor, entry_id),
            proof=prover.prove(position).hashes,
            root=signed.root,
        )
    except (MerkleError, LedgerError, OSError) as error:
        return Checked(False, size, str(error))
    return Checked(True, size, "")


def _leaf_hash(actor: Actor, entry_id: UUID) -> bytes:
    (found,) = leaf_hashes(sealed_of(actor, [entry_id]).values())
    return found
