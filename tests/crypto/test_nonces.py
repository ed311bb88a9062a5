"""No nonce is ever given twice: not to two threads, not to parent and child."""

import os
from concurrent.futures import ThreadPoolExecutor

from chaperone.crypto.nonces import NONCE_LENGTH, next_nonce


def many(count: int = 600) -> list[bytes]:
    return [next_nonce() for _ in range(count)]


def test_a_nonce_has_96_bits_and_none_repeats() -> None:
    drawn = many(2000)
    assert {len(nonce) for nonce in drawn} == {NONCE_LENGTH}
    assert len(set(drawn)) == 2000


def test_threads_never_share_a_nonce() -> None:
    with ThreadPoolExecutor(8) as threads:
        drawn = [nonce for part in threads.map(lambda _: many(5000), range(8)) for nonce in part]
    assert len(set(drawn)) == 40_000


def test_a_forked_child_does_not_use_its_parents_nonces() -> None:
    next_nonce()  # so that some are waiting, which the child inherits
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"".join(many()))
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        received = pipe.read()
    os.waitpid(child, 0)
    childs = {received[start : start + 12] for start in range(0, len(received), 12)}
    assert len(childs) == 600
    assert childs.isdisjoint(many())
