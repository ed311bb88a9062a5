"""Bytes that AES-GCM opens under two keys: the "invisible salamander".

Y. Dodis, P. Grubbs, T. Ristenpart and J. Woodage, "Fast Message Franking: From Invisible
Salamanders to Encryptment", CRYPTO 2018, section 3. GHASH is linear in each block of ciphertext, so
whoever knows both keys solves one block such that both tags come out the same.
"""

from chaperone.crypto.values import TAG_LENGTH
from tests.crypto.slow_oracle import block_of, ghash, padded, times

_ONE = 1 << 127  # the polynomial 1, in the order of bits of SP 800-38D


def opens_under_both(
    first: bytes, second: bytes, nonce: bytes, bound: bytes, said: tuple[bytes, bytes]
) -> bytes:
    """Ciphertext | tag that both keys open.

    Under ``first`` it begins with the first text said, under ``second`` the other follows at once;
    what else there is in it is noise. Texts are whole blocks of 16 bytes.
    """
    start = len(said[0]) // 16
    ciphertext = _xor(said[0], _stream(first, nonce, 0, start))
    ciphertext += _xor(said[1], _stream(second, nonce, start, len(said[1]) // 16))
    solved = _solve(first, second, nonce, bound, ciphertext)
    whole = ciphertext + solved
    tag, other = (_tag(key, nonce, bound, whole) for key in (first, second))
    assert tag == other
    return whole + tag


def _solve(first: bytes, second: bytes, nonce: bytes, bound: bytes, ciphertext: bytes) -> bytes:
    """The last block: its factor is the square of each hash key, and both tags must agree."""
    open_end = ciphertext + bytes(16)
    rest = int.from_bytes(
        _xor(_tag(first, nonce, bound, open_end), _tag(second, nonce, bound, open_end)), "big"
    )
    factor = 0
    for key in (first, second):
        hash_key = int.from_bytes(block_of(key, bytes(16)), "big")
        factor ^= times(hash_key, hash_key)
    return times(rest, _inverse(factor)).to_bytes(16, "big")


def _tag(key: bytes, nonce: bytes, bound: bytes, ciphertext: bytes) -> bytes:
    lengths = (len(bound) * 8).to_bytes(8, "big") + (len(ciphertext) * 8).to_bytes(8, "big")
    hash_key = int.from_bytes(block_of(key, bytes(16)), "big")
    hashed = ghash(hash_key, padded(bound) + padded(ciphertext) + lengths)
    mask = block_of(key, nonce + (1).to_bytes(4, "big"))
    return _xor(hashed.to_bytes(TAG_LENGTH, "big"), mask)


def _stream(key: bytes, nonce: bytes, first: int, count: int) -> bytes:
    return b"".join(
        block_of(key, nonce + (number + 2).to_bytes(4, "big"))
        for number in range(first, first + count)
    )


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def _inverse(value: int) -> int:
    """By Fermat, since the field has 2^128 elements."""
    result = _ONE
    for _ in range(127):
        value = times(value, value)
        result = times(result, value)
    return result
