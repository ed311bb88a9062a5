"""Inclusion and consistency proofs in a log of a million entries, against pymerkle."""

from collections.abc import Callable
from time import perf_counter

from pymerkle import InmemoryTree

from chaperone.merkle.audit.consistency import verify_consistency
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.levels import Levels
from chaperone.merkle.log.proofs import prove_consistency, prove_inclusion, root_of

LEAVES = 1_000_000
PROOFS = 5_000
ROUNDS = 5
CHECKED = 100
STEP = 199_933  # prime: visits leaves all over the tree
Prove = Callable[[int], object]


def run() -> list[dict[str, object]]:
    """Rows: how many times as many proofs a second as pymerkle's fastest tree."""
    entries = [b"entry %d" % number for number in range(LEAVES)]
    ours, theirs = Levels(leaf_hashes(entries)), InmemoryTree.init_from_entries(entries)
    return [inclusion_proofs(ours, theirs), consistency_proofs(ours, theirs)]


def inclusion_proofs(ours: Levels, theirs: InmemoryTree) -> dict[str, object]:
    """Of single leaves; the first proofs are equal."""
    indexes = [number * STEP % LEAVES for number in range(PROOFS)]
    for index in indexes[:CHECKED]:
        assert prove_inclusion(index, LEAVES, ours) == theirs.prove_inclusion(index + 1).path[1:]
    return _row(
        "inclusion",
        lambda index: prove_inclusion(index, LEAVES, ours),
        lambda index: theirs.prove_inclusion(index + 1),
        indexes,
        target=2.0,
        checked=f"the first {CHECKED} proofs are equal",
    )


def consistency_proofs(ours: Levels, theirs: InmemoryTree) -> dict[str, object]:
    """From earlier sizes to the whole; pymerkle's proofs have a form of their own."""
    sizes = [number * STEP % (LEAVES - 1) + 1 for number in range(PROOFS)]
    root = root_of(LEAVES, ours)
    assert root == theirs.get_state()
    for size in sizes[:CHECKED]:
        verify_consistency(
            old_size=size,
            new_size=LEAVES,
            old_root=theirs.get_state(size),
            new_root=root,
            proof=prove_consistency(size, LEAVES, ours),
        )
    return _row(
        "consistency",
        lambda size: prove_consistency(size, LEAVES, ours),
        lambda size: theirs.prove_consistency(size, LEAVES),
        sizes,
        target=1.0,
        checked=f"the first {CHECKED} proofs lead from pymerkle's roots to pymerkle's",
    )


def _row(
    kind: str, ours: Prove, theirs: Prove, at: list[int], *, target: float, checked: str
) -> dict[str, object]:
    """Both trees stand in memory, rounds take turns."""
    our_time = their_time = float("inf")
    for _ in range(ROUNDS):
        our_time = min(our_time, _time(ours, at))
        their_time = min(their_time, _time(theirs, at))
    ratio = their_time / our_time
    rates = f"{PROOFS / our_time:,.0f} against {PROOFS / their_time:,.0f} proofs a second"
    return {
        "name": f"merkle: {kind} proofs at 1,000,000 entries",
        "ratio": round(ratio, 2),
        "target": target,
        "holds": ratio >= target,
        "peer": f"pymerkle 7 (InmemoryTree.prove_{kind})",
        "note": f"{rates}, best of {ROUNDS} rounds in turns; {checked}",
    }


def _time(prove: Prove, at: list[int]) -> float:
    start = perf_counter()
    for number in at:
        prove(number)
    return perf_counter() - start
