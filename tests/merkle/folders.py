"""Logs in folders, for tests to publish and to harm."""

from collections.abc import Callable
from pathlib import Path

from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.log.checkpoints import sign_checkpoint
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.signing import Signer
from chaperone.merkle.log.stores import FolderStore
from chaperone.merkle.log.writer import publish

SIGNER = Signer("example.org/log", b"a seed for tests, 32 bytes long.")
KEY = VerifierKey.parse(SIGNER.verifier_key)


def entry(number: int) -> bytes:
    return f"entry {number} ".encode() * (number % 4)


def entries(size: int) -> list[bytes]:
    return [entry(number) for number in range(size)]


def checkpoint_of(log: list[bytes], signer: Signer = SIGNER) -> bytes:
    frontier = Frontier()
    frontier.append(leaf_hashes(log))
    return sign_checkpoint(signer, size=frontier.size, root=frontier.root())


def publish_sizes(folder: Path, log: list[bytes], *sizes: int, signer: Signer = SIGNER) -> None:
    for size in sizes:
        note = checkpoint_of(log[:size], signer)
        publish(FolderStore(folder), note, lambda start, end: log[start:end])


def change(path: Path, edit: Callable[[bytes], bytes]) -> None:
    path.write_bytes(edit(path.read_bytes()))


def flip(place: int) -> Callable[[bytes], bytes]:
    """Flips one bit of the byte at `place`."""

    def edit(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[place] ^= 1
        return bytes(changed)

    return edit
