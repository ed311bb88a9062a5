"""Settings say which provider is used, and never hold a secret."""

from pathlib import Path
from typing import Any

import pytest

from chaperone.crypto.errors import ProviderMisconfigured
from chaperone.crypto.providers import choosing
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.files.errors import FileExposed, FileMissing


def test_without_settings_it_is_the_file(tmp_path: Path) -> None:
    made = FileKeyProvider.create(tmp_path / "root.key")
    assert choosing.load(choosing.DEFAULT, tmp_path).key_id == made.key_id


def test_a_passphrase_comes_from_a_private_file_or_a_variable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = FileKeyProvider.create(tmp_path / "root.key", passphrase=b"hunter two")
    named = tmp_path / "passphrase"
    named.write_text("hunter two\n")
    described = {**choosing.DEFAULT, "passphrase_file": str(named)}
    named.chmod(0o644)
    with pytest.raises(FileExposed):
        choosing.load(described, tmp_path)
    named.chmod(0o600)
    assert choosing.load(described, tmp_path).key_id == made.key_id
    monkeypatch.setenv("SECRET_OF_ROOT", "hunter two")
    described = {**choosing.DEFAULT, "passphrase_variable": "SECRET_OF_ROOT"}
    assert choosing.load(described, tmp_path).key_id == made.key_id


KMS = {"provider": "aws_kms", "key": "alias/chaperone", "region": "us-east-1"}


def test_kms_is_named_by_region_and_key(tmp_path: Path) -> None:
    assert choosing.load(KMS, tmp_path).key_id == "aws_kms:us-east-1:alias/chaperone"


@pytest.mark.parametrize(
    "described",
    [
        {},
        {"provider": "vault"},
        {"provider": ["file"]},
        {"provider": "file"},
        {"provider": "file", "path": 3},
        {**choosing.DEFAULT, "passphrase_file": "a", "passphrase_variable": "b"},
        {**choosing.DEFAULT, "passphrase_variable": "CHAPERONE_NO_SUCH_VARIABLE"},
        {"provider": "aws_kms", "key": "k"},
        KMS | {"endpoint": "http://kms.example"},
        {"provider": "pkcs11", "module": "/no/such.so", "token": "t", "key": "k"},
        {
            "provider": "pkcs11",
            "module": "/no/such.so",
            "token": "t",
            "key": "k",
            "pin_variable": "PATH",
        },
    ],
    ids=str,
)
def test_settings_that_cannot_be_used_are_refused(
    tmp_path: Path, described: dict[str, Any]
) -> None:
    with pytest.raises(ProviderMisconfigured):
        choosing.load(described, tmp_path)


def test_a_file_that_is_named_and_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        choosing.load({**choosing.DEFAULT, "passphrase_file": str(tmp_path / "none")}, tmp_path)
