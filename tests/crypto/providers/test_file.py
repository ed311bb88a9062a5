"""The root key file: made once, readable by its owner alone, checked each time."""

import base64
import copy
import json
import os
import pickle
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chaperone.crypto.errors import (
    CryptoError,
    KeyFileDamaged,
    KeysStayHere,
    UnknownVersion,
    UnwrapRefused,
)
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.files.errors import FileExists, FileExposed, FileMissing, PrivateFileError

SECRET = bytes(range(32))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "root.key"


@pytest.fixture
def provider(path: Path) -> FileKeyProvider:
    return FileKeyProvider.create(path)


def rewrite(path: Path, **changes: Any) -> None:
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))


def test_what_was_wrapped_unwraps_after_loading(provider: FileKeyProvider, path: Path) -> None:
    wrapped = provider.wrap(SECRET, context=b"organization 1")
    loaded = FileKeyProvider.load(path)
    assert loaded.key_id == provider.key_id
    assert loaded.unwrap(wrapped, context=b"organization 1") == SECRET
    with pytest.raises(UnwrapRefused):
        loaded.unwrap(wrapped, context=b"organization 2")


def test_the_file_is_for_its_owner_alone_whatever_the_umask(path: Path) -> None:
    before = os.umask(0)
    try:
        FileKeyProvider.create(path)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_file_says_what_it_is(provider: FileKeyProvider, path: Path) -> None:
    content = json.loads(path.read_text())
    assert content["format"] == "chaperone root key"
    assert content["version"] == 1
    assert content["key_id"] == provider.key_id
    assert len(base64.b64decode(content["key"])) == 32
    assert content["created_at"].endswith("+00:00")


def test_the_key_id_names_the_key_without_telling_it() -> None:
    provider = FileKeyProvider(SECRET)
    assert provider.key_id == "file:630dcd2966c43366"
    assert repr(provider) == "FileKeyProvider(key_id=file:630dcd2966c43366)"


def test_a_key_file_is_never_overwritten(provider: FileKeyProvider, path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExists):
        FileKeyProvider.create(path)
    assert path.read_bytes() == before


def test_a_dangling_link_is_not_followed_to_make_a_file(path: Path, tmp_path: Path) -> None:
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExists):
        FileKeyProvider.create(path)
    assert not (tmp_path / "elsewhere").exists()


def test_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PrivateFileError, match="No such file"):
        FileKeyProvider.create(tmp_path / "missing" / "root.key")


def test_a_file_that_could_not_be_written_is_taken_away_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PrivateFileError, match="No space left"):
        FileKeyProvider.create(path)
    assert not path.exists()


def test_a_missing_file_says_where_it_was_expected(path: Path) -> None:
    with pytest.raises(FileMissing, match=r"root\.key"):
        FileKeyProvider.load(path)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o666, 0o644])
def test_a_file_that_others_can_reach_is_refused_with_the_way_to_mend_it(
    provider: FileKeyProvider, path: Path, mode: int
) -> None:
    path.chmod(mode)
    with pytest.raises(FileExposed, match=r"chmod 600 .*root\.key"):
        FileKeyProvider.load(path)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_file_that_only_its_owner_reads_is_accepted(
    provider: FileKeyProvider, path: Path, mode: int
) -> None:
    path.chmod(mode)
    assert FileKeyProvider.load(path).key_id == provider.key_id


def test_a_file_of_another_user_is_refused_with_the_way_to_mend_it(
    provider: FileKeyProvider, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = os.geteuid() + 1
    monkeypatch.setattr(os, "geteuid", lambda: stranger)
    with pytest.raises(FileExposed, match=f"chown {stranger} "):
        FileKeyProvider.load(path)


def test_a_folder_and_a_pipe_are_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for name in (".", "pipe"):
        with pytest.raises(PrivateFileError, match="not a regular file"):
            FileKeyProvider.load(tmp_path / name)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": base64.b64encode(bytes(32)).decode()},
        {"key": base64.b64encode(bytes(31)).decode()},
        {"key": "not base64!"},
        {"key": None},
        {"key": "ä"},
        {"key_id": "file:0000000000000000"},
        {"key_id": None},
        {"format": "something else"},
    ],
    ids=["other key", "short", "no base64", "null", "no ASCII", "other id", "no id", "format"],
)
def test_a_damaged_file_is_refused(
    provider: FileKeyProvider, path: Path, changes: dict[str, Any]
) -> None:
    rewrite(path, **changes)
    with pytest.raises(KeyFileDamaged):
        FileKeyProvider.load(path)


@pytest.mark.parametrize("field", ["format", "version", "key_id", "key"])
def test_a_file_without_one_of_its_fields_is_refused(
    provider: FileKeyProvider, path: Path, field: str
) -> None:
    content = json.loads(path.read_text())
    del content[field]
    path.write_text(json.dumps(content))
    with pytest.raises(KeyFileDamaged):
        FileKeyProvider.load(path)


@pytest.mark.parametrize("version", [0, 3, "1", None])
def test_a_file_of_another_version_is_refused(
    provider: FileKeyProvider, path: Path, version: object
) -> None:
    rewrite(path, version=version)
    with pytest.raises(UnknownVersion):
        FileKeyProvider.load(path)


def test_a_file_cut_at_any_byte_is_refused(provider: FileKeyProvider, path: Path) -> None:
    content = path.read_bytes()
    for length in range(len(content) - 2):
        path.write_bytes(content[:length])
        with pytest.raises(KeyFileDamaged):
            FileKeyProvider.load(path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary() | st.text().map(str.encode) | st.just(b"[" * 4000))
def test_noise_raises_only_typed_errors(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(CryptoError):
        FileKeyProvider.load(path)


def test_a_refusal_never_quotes_the_key(provider: FileKeyProvider, path: Path) -> None:
    key = json.loads(path.read_text())["key"]
    path.write_text(path.read_text().replace('"version": 1', '"version"  1'))
    with pytest.raises(KeyFileDamaged) as refusal:
        FileKeyProvider.load(path)
    assert key not in str(refusal.value)
    assert refusal.value.__suppress_context__


@pytest.mark.parametrize("escape", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_provider_cannot_be_pickled_or_copied(
    provider: FileKeyProvider, escape: Callable[[object], object]
) -> None:
    with pytest.raises(KeysStayHere):
        escape(provider)
