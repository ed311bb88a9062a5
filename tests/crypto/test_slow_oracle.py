"""The oracle and the library both agree with the published vectors."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from tests.crypto import slow_oracle
from tests.crypto.published import cases

Case = dict[str, bytes]


@pytest.mark.parametrize("case", cases("aes_256_gcm"))
def test_gcm(case: Case) -> None:
    key, nonce, plaintext, bound = (case[n] for n in ("key", "nonce", "plaintext", "bound"))
    assert slow_oracle.gcm_encrypt(key, nonce, plaintext, bound) == case["output"]
    assert AESGCM(key).encrypt(nonce, plaintext, bound) == case["output"]


@pytest.mark.parametrize("case", cases("key_wrap"))
def test_key_wrap(case: Case) -> None:
    assert slow_oracle.key_wrap(case["key"], case["secret"]) == case["output"]
    assert aes_key_wrap(case["key"], case["secret"]) == case["output"]


@pytest.mark.parametrize("case", cases("hkdf_sha256"))
def test_hkdf(case: Case) -> None:
    key, info, salt = case["key"], case["info"], case["salt"]
    assert slow_oracle.hkdf(key, info, 42, salt or bytes(32)) == case["output"]
    assert HKDF(SHA256(), length=42, salt=salt or None, info=info).derive(key) == case["output"]
