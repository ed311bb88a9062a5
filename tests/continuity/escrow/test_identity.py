import json

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyrage import x25519

from chaperone.continuity.escrow import bech32, bundle, identity, shares
from chaperone.continuity.escrow.errors import (
    EscrowError,
    IdentityNotFound,
    IdentityUnreadable,
    NothingApart,
    NotOurShares,
    WrappedElsewhere,
)
from chaperone.crypto.errors import ProviderDenied
from chaperone.files.errors import FileExists, FileExposed
from tests.fakes.kms import fake_kms


@pytest.fixture
def made():
    return x25519.Identity.generate()


def opens(found, made) -> bool:
    sealed = pyrage.encrypt(b"backup", [made.to_public()])
    return pyrage.decrypt(sealed, [found]) == b"backup"


@given(st.binary(min_size=32, max_size=32))
def test_bech32_says_the_same_as_age(raw):
    made = bundle.from_raw(raw)
    assert bundle.raw_of(made) == raw


@given(st.binary(max_size=40), st.sampled_from(["age", "age-secret-key-", "x"]))
def test_bech32_goes_there_and_back(raw, prefix):
    text = bech32.encoded(prefix, raw)
    assert bech32.decoded(prefix, text) == raw == bech32.decoded(prefix, text.upper())


@given(st.text(max_size=80))
def test_bech32_refuses_noise(text):
    with pytest.raises(ValueError):
        bech32.decoded("age", text)


@given(st.binary(min_size=32, max_size=32), st.data())
def test_bech32_finds_a_changed_letter(raw, data):
    text = bech32.encoded("age", raw)
    place = data.draw(st.integers(4, len(text) - 1))
    letter = data.draw(
        st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l").filter(lambda c: c != text[place])
    )
    with pytest.raises(ValueError):
        bech32.decoded("age", text[:place] + letter + text[place + 1 :])


@pytest.mark.parametrize("root_key", [None, bytes(range(32))], ids=["without", "with"])
def test_two_shares_give_identity_and_root_key(made, root_key):
    printed = shares.split(bundle.Bundle(made, root_key).encoded())
    found = identity.from_shares(printed[1:])
    assert opens(found.identity, made)
    assert found.root_key == root_key
    assert opens(identity.identity(shares=printed[:2]), made)
    assert str(made) not in repr(found)


@given(st.binary(min_size=8, max_size=40).map(lambda half: half + half))
def test_shares_of_something_else_are_said(secret):
    with pytest.raises(NotOurShares):
        bundle.bundled(secret)


def test_a_file_is_read_and_never_overwritten(tmp_path):
    path = tmp_path / "backup.identity"
    recipient = identity.create(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert identity.recipient_of(identity.identity(file=path)) == recipient
    with pytest.raises(FileExists):
        identity.create(path)
    path.chmod(0o644)
    with pytest.raises(FileExposed, match="chmod 600"):
        identity.identity(file=path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "age1only",
        "AGE-SECRET-KEY-1QQQQ",
        "AGE-SECRET-KEY-1A\nAGE-SECRET-KEY-1B",
        "{",
        "{}",
        "[]",
        '{"format": "other"}',
        "\x00",
        '{"format": "chaperone backup identity", "version": 1}',
    ],
)
def test_a_file_that_is_none_is_said(tmp_path, content):
    path = tmp_path / "identity"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(IdentityUnreadable) as caught:
        identity.identity(file=path)
    assert "QQQQ" not in str(caught.value)


def test_a_data_folder_without_one_is_said(tmp_path):
    with pytest.raises(IdentityNotFound, match="two shares"):
        identity.identity(data=tmp_path)


def test_only_one_place_is_named(tmp_path):
    with pytest.raises(TypeError):
        identity.identity()
    with pytest.raises(TypeError):
        identity.identity(file=tmp_path, data=tmp_path)


def test_wrapped_by_a_key_service(tmp_path, made, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    path = tmp_path / "secrets" / "backup.identity.wrapped"
    path.parent.mkdir()
    with fake_kms() as (kms, url):
        keys = {
            "provider": "aws_kms",
            "key": "alias/chaperone",
            "region": "us-east-1",
            "endpoint": url,
        }
        identity.wrap_into(path, made, keys=keys | {"former": []}, folder=tmp_path)
        assert str(made).encode() not in path.read_bytes()
        assert "former" not in path.read_text()
        assert opens(identity.identity(data=tmp_path), made)
        assert opens(identity.identity(file=path), made)
        fields = json.loads(path.read_text())
        other = identity.recipient_of(x25519.Identity.generate())
        path.write_text(json.dumps(fields | {"recipient": other}))
        with pytest.raises(WrappedElsewhere):
            identity.identity(file=path)
        path.write_text(json.dumps(fields))
        kms.failing = "AccessDeniedException"
        with pytest.raises(WrappedElsewhere) as caught:
            identity.identity(file=path)
        assert isinstance(caught.value.__cause__, ProviderDenied)


def test_a_root_key_in_a_file_keeps_nothing_apart(tmp_path, made):
    with pytest.raises(NothingApart):
        identity.wrap_into(
            tmp_path / "x", made, keys={"provider": "file", "path": "root.key"}, folder=tmp_path
        )
    assert issubclass(NothingApart, EscrowError)
