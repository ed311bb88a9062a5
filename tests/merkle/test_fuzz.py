"""Every decoder of the room, fed with what nobody should send: nothing but the typed errors comes out.

``make test`` looks for seconds; ``CHAPERONE_FUZZ_SECONDS=200``, three times, for ten minutes.
"""

import contextlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.merkle.audit.bundles import decode_bundle
from chaperone.merkle.audit.checkpoints import Checkpoint, open_checkpoint
from chaperone.merkle.audit.consistency import verify_consistency
from chaperone.merkle.audit.cosignatures import cosigned_by
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.inclusion import verify_inclusion
from chaperone.merkle.audit.keys import CosignerKey, VerifierKey
from chaperone.merkle.audit.notes import Note, open_note
from chaperone.merkle.audit.proving import consistency_proof
from chaperone.merkle.audit.succession import Succession
from chaperone.merkle.errors import MerkleError
from chaperone.merkle.log.checkpoints import unverified_head
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.witness.keys import load_key
from chaperone.merkle.witness.memory import memory_in
from tests.merkle.audit.test_conformance import (
    LOG_KEY,
    PUBLIC_CHECKPOINT,
    SOFA,
    SPECIFICATION_NOTE,
    WITNESS_KEY,
)
from tests.merkle.audit.test_succession import FIRST_CHANGE, SECOND
from tests.merkle.folders import KEY, SIGNER, checkpoint_of, entries, publish_sizes
from tests.merkle.witness.test_witness import COSIGNER

SECONDS = float(os.environ.get("CHAPERONE_FUZZ_SECONDS", "2"))
HASH = bytes(range(32))
Decoder = Callable[[bytes], object]


def text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def frontier() -> bytes:
    found = Frontier()
    found.append([HASH] * 11)
    return found.to_bytes()


def hashes(data: bytes) -> list[bytes]:
    return [data[at : at + 32] for at in range(2, len(data), 32)]


def number(data: bytes, place: int) -> int:
    return data[place] if len(data) > place else -1


DECODERS: dict[str, Decoder] = {
    "notes": Note.parse,
    "opened notes": lambda data: open_note(data, [KEY, LOG_KEY]),
    "checkpoints": lambda data: open_checkpoint(data, [KEY, LOG_KEY]),
    "checkpoints' texts": lambda data: Checkpoint.parse(text(data)),
    "unverified heads": unverified_head,
    "cosignatures": lambda data: cosigned_by(data, [WITNESS_KEY, COSIGNER.key]),
    "cosignature lines": lambda data: COSIGNER.key.verify(data, b"text\n"),
    "changes of key": lambda data: Succession((KEY,)).followed_by(data),
    "keys": lambda data: VerifierKey.parse(text(data)),
    "witnesses' keys": lambda data: CosignerKey.parse(text(data)),
    "bundles": decode_bundle,
    "frontiers": Frontier.from_bytes,
    "inclusion proofs": lambda data: verify_inclusion(
        index=number(data, 0), size=number(data, 1), leaf_hash=HASH, proof=hashes(data), root=HASH
    ),
    "consistency proofs": lambda data: verify_consistency(
        old_size=number(data, 0), new_size=number(data, 1), old_root=HASH, new_root=HASH,
        proof=hashes(data),
    ),
    "sizes to prove": lambda data: consistency_proof(
        number(data, 0), number(data, 1), lambda level, index: HASH
    ),
}  # fmt: skip
CORPUS = [
    SPECIFICATION_NOTE,
    SOFA,
    PUBLIC_CHECKPOINT,
    FIRST_CHANGE,
    checkpoint_of(entries(10)),
    bytes(Note("text\n", (COSIGNER.cosign("text\n", 1),))),
    COSIGNER.cosign("text\n", 1).signature,
    str(KEY).encode(),
    str(WITNESS_KEY).encode(),
    COSIGNER.secret().encode(),
    b"\x00\x03abc\x00\x00\x00\x01d",
    frontier(),
    b"\x05\x08" + HASH * 3,
    b"",
]


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.binary(max_size=400))
def test_any_bytes(name: str, data: bytes) -> None:
    fed(DECODERS[name], data)


@pytest.mark.parametrize("name", DECODERS)
@given(data=st.text(max_size=400))
def test_any_text(name: str, data: str) -> None:
    fed(DECODERS[name], data.encode("utf-8", "surrogatepass"))


def test_whatever_is_made_of_good_ones() -> None:
    random, until, tried = (
        Random(os.environ.get("CHAPERONE_FUZZ_SEED", "1")),
        time.monotonic() + SECONDS,
        0,
    )
    while time.monotonic() < until:
        data = mutated(random)
        for decode in DECODERS.values():
            fed(decode, data)
        tried += 1
    assert tried > 100
    print(f"{tried * len(DECODERS):,} inputs")


def test_any_folder(tmp_path: Path) -> None:
    """Tiles, bundles, checkpoints, changes of key: each file of a log made into something else."""
    random, until = Random(1), time.monotonic() + SECONDS
    publish_sizes(tmp_path, entries(300), 10)
    publish_sizes(tmp_path, entries(300), 300, signer=SECOND)
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys/000").write_bytes(FIRST_CHANGE)
    files = sorted(path for path in tmp_path.rglob("*") if path.is_file())
    assert verify_directory(tmp_path, [KEY]).key_changes
    while time.monotonic() < until:
        path = random.choice(files)
        before = path.read_bytes()
        path.write_bytes(mutated(random, before))
        with contextlib.suppress(MerkleError):
            verify_directory(tmp_path, [KEY])
        path.write_bytes(before)


def test_any_memory_and_any_key_file(tmp_path: Path) -> None:
    random, until = Random(1), time.monotonic() + SECONDS
    key, state = tmp_path / "w.key", tmp_path / "state"
    with memory_in(state, [KEY]) as memory:
        note = checkpoint_of(entries(10), SIGNER)
        memory.remember(note, memory.succession().open(note), 1.0)
        while time.monotonic() < until:
            key.touch(mode=0o600)
            key.write_bytes(mutated(random, COSIGNER.secret().encode()))
            fed(lambda _: load_key(key), b"")
            path = state / random.choice(("checkpoint", "newest-since"))
            before = path.read_bytes()
            path.write_bytes(mutated(random, before))
            fed(lambda _: memory.newest(), b"")
            path.write_bytes(before)


def fed(decode: Decoder, data: bytes) -> None:
    with contextlib.suppress(MerkleError):
        decode(data)


def mutated(random: Random, start: bytes | None = None) -> bytes:
    """A good input with some of it flipped, cut, doubled, moved or replaced by part of another."""
    data = bytearray(random.choice(CORPUS) if start is None else start)
    for _ in range(random.randint(1, 6)):
        at, to = sorted(random.randint(0, len(data)) for _ in range(2))
        match random.randrange(6):
            case 0 if data:
                data[random.randrange(len(data))] = random.randrange(256)
            case 1:
                del data[at:to]
            case 2:
                data[at:at] = data[at:to]
            case 3:
                other = random.choice(CORPUS)
                data[at:to] = other[random.randint(0, len(other)) :]
            case 4:
                data[at:at] = random.choice(
                    (b"\n", b"\n\n", b" ", b"+", b"=", b"\xe2\x80\x94 ", b"\0")
                )
            case _:
                data[at:at] = random.randbytes(random.randint(1, 40))
    return bytes(data[:5_000])
