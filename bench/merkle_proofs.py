"""Inclusion proofs in a log of a million entries, against pymerkle."""

from collections.abc import Callable
from time import perf_counter

from pymerkle import InmemoryTree

from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.levels import Levels
from chaperone.merkle.log.proofs import prove_inclusion

LEAVES = 1_000_000
PROOFS = 5_000
ROUNDS = 5
TARGET = 2.0
STEP = 199_933  # prime: visits leaves all over the tree


def run() -> list[dict[str, object]]:
    """One row: how many times as many proofs a second as pymerkle's fastest tree."""
    ratio, note = inclusion_proofs()
    return [
        {
            "name": "merkle: inclusion proofs at 1,000,000 entries",
            "ratio": round(ratio, 2),
            "target": TARGET,
            "holds": ratio >= TARGET,
            "peer": "pymerkle 7 (InmemoryTree.prove_inclusion)",
            "note": note,
        }
    ]


def inclusion_proofs() -> tuple[float, str]:
    """(our rate / pymerkle's rate, note); both trees stand in memory, rounds take turns."""
    entries = [b"entry %d" % number for number in range(LEAVES)]
    ours = Levels(leaf_hashes(entries))
    theirs = InmemoryTree.init_from_entries(entries)
    indexes = [number * STEP % LEAVES for number in range(PROOFS)]
    for index in indexes[:100]:
        proof = theirs.prove_inclusion(index + 1)
        assert prove_inclusion(index, LEAVES, ours) == proof.path[1:]
    our_time = their_time = float("inf")
    for _ in range(ROUNDS):
        our_time = min(our_time, _time(lambda index: prove_inclusion(index, LEAVES, ours), indexes))
        their_time = min(
            their_time, _time(lambda index: theirs.prove_inclusion(index + 1), indexes)
        )
    return their_time / our_time, (
        f"{PROOFS / our_time:,.0f} against {PROOFS / their_time:,.0f} proofs a second, "
        f"best of {ROUNDS} rounds in turns; the first 100 proofs are equal"
    )


def _time(prove: Callable[[int], object], indexes: list[int]) -> float:
    start = perf_counter()
    for index in indexes:
        prove(index)
    return perf_counter() - start
