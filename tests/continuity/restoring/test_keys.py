"""The keys of a restore: from files, or from two shares, whatever the backup's own settings say."""

import os

import pyrage
import pytest
from pyrage import x25519
from typer.testing import CliRunner

from chaperone.cli.commands import commands
from chaperone.cli.errors import CliError
from chaperone.continuity.backups.errors import Altered, NotABackup
from chaperone.continuity.escrow.bundle import Bundle
from chaperone.continuity.escrow.errors import ShareMistyped, TooFewShares
from chaperone.continuity.escrow.identity import write
from chaperone.continuity.escrow.shares import split
from chaperone.continuity.restoring.keys import in_hand, put_root_key, root_key_id
from chaperone.continuity.restoring.place import Place
from chaperone.crypto.errors import PassphraseMissing
from chaperone.crypto.providers.choosing import load
from chaperone.crypto.providers.file import FileKeyProvider

IDENTITY = x25519.Identity.generate()
ROOT = os.urandom(32)
SHARES = split(Bundle(IDENTITY, ROOT).encoded())


@pytest.fixture
def place(tmp_path):
    (tmp_path / "data" / "keys").mkdir(parents=True)
    return Place(tmp_path / "data")


@pytest.fixture
def files(tmp_path):
    """The identity, and a root key of its own."""
    write(tmp_path / "identity", IDENTITY)
    FileKeyProvider.create(tmp_path / "root.key")
    return tmp_path / "identity", tmp_path / "root.key"


def test_two_shares_give_both_keys_and_one_gives_none(files):
    found = in_hand(shares=SHARES[1:])
    assert found == (str(IDENTITY), ROOT)
    assert str(IDENTITY) not in repr(found)
    with pytest.raises(TooFewShares):
        in_hand(shares=SHARES[:1])
    identity, root_key = files
    assert in_hand(file=identity) == (str(IDENTITY), None)
    assert in_hand(shares=SHARES, root_key=root_key).root_key == root_key


def test_shares_of_an_installation_whose_root_key_is_elsewhere_hold_none():
    alone = split(Bundle(IDENTITY, None).encoded())
    assert in_hand(shares=alone[:2]) == (str(IDENTITY), None)
    assert root_key_id({}, None) == "none"


@pytest.mark.parametrize("passphrase", [False, True])
@pytest.mark.parametrize("of_shares", [False, True])
def test_the_root_key_is_found_where_the_restored_settings_say(
    place, tmp_path, monkeypatch, passphrase, of_shares
):
    monkeypatch.setenv("ROOT_PASSPHRASE", "correct horse")
    settings = {"keys": {"provider": "file", "path": "/elsewhere/that/is/gone.key"}}
    if passphrase:
        settings["keys"]["passphrase_variable"] = "ROOT_PASSPHRASE"
    kept = b"correct horse" if passphrase else None
    FileKeyProvider.restore(tmp_path / "kept.key", ROOT, passphrase=kept)
    given = ROOT if of_shares else tmp_path / "kept.key"
    assert root_key_id(settings, given) == FileKeyProvider(ROOT).key_id
    put_root_key(settings, given, place)
    assert load(settings["keys"], place.root / "keys").key_id == FileKeyProvider(ROOT).key_id
    if passphrase:
        with pytest.raises(PassphraseMissing):
            FileKeyProvider.load(place.root_key)


def test_a_key_service_keeps_its_key_whatever_the_shares_hold(place):
    settings = {"keys": {"provider": "aws_kms", "key": "alias/x", "region": "us-east-1"}}
    before = dict(settings["keys"])
    put_root_key(settings, ROOT, place)
    assert settings["keys"] == before
    assert not place.root_key.exists()


def restore(tmp_path, monkeypatch, *words, typed=None):
    monkeypatch.setenv("CHAPERONE_DATA", str(tmp_path / "new"))
    monkeypatch.delenv("CHAPERONE_DATABASE_URL", raising=False)
    sealed = pyrage.encrypt(b"no backup at all", [IDENTITY.to_public()])
    (tmp_path / "no.age").write_bytes(sealed)
    asked = ["restore", str(tmp_path / "no.age"), *map(str, words)]
    return CliRunner().invoke(commands, asked, input=typed)


def test_the_command_takes_shares_from_files_or_asks_for_them(tmp_path, monkeypatch, files):
    for number, words in enumerate(SHARES):
        (tmp_path / f"share-{number}").write_text(f"# Held by somebody\n{words}\n")
    two = ("--share", tmp_path / "share-0", "--share", tmp_path / "share-2")
    # Each of these opens the file, and finds that it is none.
    for done in (
        restore(tmp_path, monkeypatch, *two),
        restore(tmp_path, monkeypatch, typed=f"{SHARES[0]}\n{SHARES[1]}\n"),
        restore(tmp_path, monkeypatch, "--identity", files[0]),
    ):
        assert isinstance(done.exception.__cause__, Altered | NotABackup), done.exception
        assert SHARES[0].split()[5] not in done.output
    assert isinstance(
        restore(tmp_path, monkeypatch, "--share", tmp_path / "share-0").exception, TooFewShares
    )
    wrong = restore(tmp_path, monkeypatch, typed="abandon all hope\n" * 2)
    assert isinstance(wrong.exception, ShareMistyped)
    both = restore(tmp_path, monkeypatch, *two, "--identity", files[0])
    assert isinstance(both.exception, CliError)
    assert not (tmp_path / "new").exists()
