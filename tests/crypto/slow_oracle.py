"""The same algorithms written slowly, straight from their specifications, to compare with.

Only the AES block itself comes from a library.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes


def gcm_encrypt(key: bytes, nonce: bytes, plaintext: bytes, bound: bytes) -> bytes:
    """AES-GCM by NIST SP 800-38D, algorithm 4, for 96-bit nonces: ciphertext | tag."""
    hash_key = int.from_bytes(block_of(key, bytes(16)), "big")
    ciphertext = bytearray()
    for number, start in enumerate(range(0, len(plaintext), 16)):
        stream = block_of(key, nonce + (number + 2).to_bytes(4, "big"))
        chunk = plaintext[start : start + 16]
        ciphertext += bytes(a ^ b for a, b in zip(chunk, stream, strict=False))
    lengths = (len(bound) * 8).to_bytes(8, "big") + (len(ciphertext) * 8).to_bytes(8, "big")
    hashed = ghash(hash_key, padded(bound) + padded(bytes(ciphertext)) + lengths)
    mask = int.from_bytes(block_of(key, nonce + (1).to_bytes(4, "big")), "big")
    return bytes(ciphertext) + (hashed ^ mask).to_bytes(16, "big")


def committing_seal(
    secret: bytes, header: bytes, nonce: bytes, plaintext: bytes, where: bytes
) -> bytes:
    """A sealed value of version 2, by the docstring of ``chaperone.crypto.committing``."""
    value_key = committing_value_key(secret, header, nonce, where)
    return committing_seal_under(value_key, header, nonce, plaintext, where)


def committing_value_key(secret: bytes, header: bytes, nonce: bytes, where: bytes) -> bytes:
    """The key of this value alone."""
    root = hkdf(secret, b"chaperone committing v2", 32)
    return hmac.digest(root, header + nonce + where, hashlib.sha256)


def committing_seal_under(
    value_key: bytes, header: bytes, nonce: bytes, plaintext: bytes, where: bytes
) -> bytes:
    """What somebody can seal who was given the key of one value."""
    ciphertext = gcm_encrypt(committing_cipher_key(value_key), nonce, plaintext, header + where)
    return committed(value_key, header, nonce, ciphertext, where)


def committing_cipher_key(value_key: bytes) -> bytes:
    """What the inner AES-GCM of a value is keyed with."""
    return hmac.digest(value_key, b"encrypt", hashlib.sha256)


def committed(
    value_key: bytes, header: bytes, nonce: bytes, ciphertext: bytes, where: bytes
) -> bytes:
    """A sealed value whose ciphertext, tag included, is committed to under this key."""
    said = header + nonce + ciphertext[-16:] + where
    return header + nonce + ciphertext + hmac.digest(value_key, said, hashlib.sha256)


def key_wrap(key: bytes, secret: bytes) -> bytes:
    """RFC 3394, section 2.2.1."""
    check = 0xA6A6A6A6A6A6A6A6
    registers = [secret[start : start + 8] for start in range(0, len(secret), 8)]
    step = 0
    for _ in range(6):
        for index, register in enumerate(registers):
            step += 1
            block = block_of(key, check.to_bytes(8, "big") + register)
            check = int.from_bytes(block[:8], "big") ^ step
            registers[index] = block[8:]
    return check.to_bytes(8, "big") + b"".join(registers)


def hkdf(key: bytes, info: bytes, length: int, salt: bytes = bytes(32)) -> bytes:
    """HKDF-SHA-256 by RFC 5869, section 2; no salt means 32 zero bytes."""
    drawn = hmac.digest(salt, key, hashlib.sha256)
    output, block = b"", b""
    for number in range(1, -(-length // 32) + 1):
        block = hmac.digest(drawn, block + info + bytes([number]), hashlib.sha256)
        output += block
    return output[:length]


def block_of(key: bytes, block: bytes) -> bytes:
    """One block of AES."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(block)


def padded(data: bytes) -> bytes:
    """Up to the next whole block."""
    return data + bytes(-len(data) % 16)


def ghash(hash_key: int, data: bytes) -> int:
    """SP 800-38D algorithm 2."""
    total = 0
    for start in range(0, len(data), 16):
        total = times(total ^ int.from_bytes(data[start : start + 16], "big"), hash_key)
    return total


def times(left: int, right: int) -> int:
    """Multiply in GF(2^128), SP 800-38D algorithm 1."""
    product = 0
    for bit in range(127, -1, -1):
        if left >> bit & 1:
            product ^= right
        right = right >> 1 ^ (0xE1 << 120 if right & 1 else 0)
    return product
