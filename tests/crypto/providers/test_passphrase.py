"""A root key file that a passphrase protects (RFC 7914)."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.crypto import wrapping
from chaperone.crypto.errors import (
    CryptoError,
    KeyFileDamaged,
    NoPassphrase,
    PassphraseMissing,
    WrongPassphrase,
)
from chaperone.crypto.providers.file import FileKeyProvider

PASSPHRASE = b"correct horse battery staple"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "root.key"


@pytest.fixture
def provider(path: Path) -> FileKeyProvider:
    return FileKeyProvider.create(path, passphrase=PASSPHRASE)


def change(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_it_opens_with_its_passphrase_and_no_other(provider: FileKeyProvider, path: Path) -> None:
    wrapped = provider.wrap(b"s" * 32, context=b"c")
    assert FileKeyProvider.load(path, passphrase=PASSPHRASE).unwrap(wrapped, context=b"c") == (
        b"s" * 32
    )
    with pytest.raises(WrongPassphrase):
        FileKeyProvider.load(path, passphrase=PASSPHRASE + b" ")
    with pytest.raises(PassphraseMissing):
        FileKeyProvider.load(path)


def test_the_file_says_how_it_is_protected_and_holds_no_key(
    provider: FileKeyProvider, path: Path
) -> None:
    """Read by hand: scrypt with strong parameters, then RFC 3394."""
    content = json.loads(path.read_text())
    assert content["version"] == 2
    assert "key" not in content
    used = content["scrypt"]
    assert (used["n"], used["r"], used["p"]) == (2**17, 8, 1)
    salt = base64.b64decode(used["salt"])
    derived = Scrypt(salt=salt, length=32, n=2**17, r=8, p=1).derive(PASSPHRASE)
    root = wrapping.unwrap(
        derived, base64.b64decode(content["wrapped"]), context=b"chaperone root key file"
    )
    assert FileKeyProvider(bytes(root)).key_id == provider.key_id == content["key_id"]
    assert base64.b64encode(root).decode() not in path.read_text()


def test_an_unprotected_file_where_a_passphrase_is_named_is_refused(path: Path) -> None:
    """Somebody believes that the key is protected, and it is not."""
    FileKeyProvider.create(path)
    with pytest.raises(NoPassphrase):
        FileKeyProvider.load(path, passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    "changes",
    [
        {"n": 2**14},
        {"n": 2**40},
        {"n": 2**17 + 1},
        {"n": "131072"},
        {"r": 1},
        {"r": 2**20},
        {"p": 0},
        {"p": True},
        {"salt": ""},
        {"salt": "AAAA"},
        {"salt": None},
    ],
    ids=str,
)
def test_parameters_out_of_bounds_are_refused_before_any_work(
    provider: FileKeyProvider, path: Path, changes: dict[str, Any]
) -> None:
    change(path, scrypt=json.loads(path.read_text())["scrypt"] | changes)
    with pytest.raises(KeyFileDamaged):
        FileKeyProvider.load(path, passphrase=PASSPHRASE)


_noise = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner),
    max_leaves=3,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    scrypt=_noise
    | st.fixed_dictionaries({"salt": _noise, "n": _noise, "r": st.just(8), "p": st.just(1)}),
    wrapped=_noise,
)
def test_noise_raises_only_typed_errors(path: Path, scrypt: object, wrapped: object) -> None:
    content = {"format": "chaperone root key", "version": 2, "key_id": "file:0"}
    path.write_text(json.dumps(content | {"scrypt": scrypt, "wrapped": wrapped}))
    path.chmod(0o600)
    with pytest.raises(CryptoError):
        FileKeyProvider.load(path, passphrase=PASSPHRASE)
