"""Everything that can keep Chaperone from starting: one sentence, exit 1, nothing touched."""

import json
import os
import socket
from pathlib import Path

import pytest

from chaperone.cli import state
from chaperone.cli.folder import Config, DataFolder
from chaperone.cli.main import app
from chaperone.cli.secrets import make_secrets
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database import cluster
from chaperone.database.passwords import load_or_create
from tests.cli.conftest import free_port


@pytest.fixture(autouse=True)
def environment(monkeypatch):
    monkeypatch.setenv("CHAPERONE_DATA", "/nowhere")
    monkeypatch.delenv("CHAPERONE_DATABASE_URL", raising=False)


@pytest.fixture
def used(folder) -> DataFolder:
    """A data folder after a first start, without its database."""
    folder.create(Config())
    root_key = make_secrets(folder)
    load_or_create(folder.passwords)
    folder.create(Config(root_key=root_key.key_id, demo=False))
    return folder


def contents(root: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(root.parent)): path.read_bytes() if path.is_file() else None
        for path in [root, *root.rglob("*")]
        if path.exists()
    }


def refused(folder: DataFolder, capsys, *words: str) -> str:
    """The sentence that `up` refuses with, after the check that it touched nothing."""
    before = contents(folder.root)
    with pytest.raises(SystemExit) as caught:
        app(["up", "--data", str(folder.root), "--port", str(free_port()), *words])
    assert caught.value.code == 1
    assert contents(folder.root) == before
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err


def test_a_port_in_use(folder, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused(folder, capsys, "--port", str(port))
    assert f"Port {port} is in use" in said
    assert f"--port {port + 1}" in said
    assert not folder.root.exists()


def test_a_folder_that_is_not_ours(folder, capsys):
    folder.root.mkdir()
    (folder.root / "photo.jpg").touch()
    assert "holds files that are not Chaperone's" in refused(folder, capsys)


def test_a_folder_of_a_newer_version(used, capsys):
    used.config_file.write_text(json.dumps({"format": 99}))
    assert "made by a newer Chaperone" in refused(used, capsys)


def test_a_damaged_config(used, capsys):
    used.config_file.write_text("{")
    assert "config.json cannot be read" in refused(used, capsys)


def test_a_root_key_that_does_not_fit(used, capsys):
    used.root_key.unlink()
    FileKeyProvider.create(used.root_key)
    said = refused(used, capsys)
    assert "is not the one this data was sealed with" in said
    assert "Put back the right copy" in said


def test_a_root_key_that_others_can_read(used, capsys):
    used.root_key.chmod(0o644)
    assert "chmod 600" in refused(used, capsys)


@pytest.mark.parametrize("name", ["root_key", "log_key", "django_key", "passwords"])
def test_a_lost_secret_is_never_made_anew(used, capsys, name):
    getattr(used, name).unlink()
    said = refused(used, capsys)
    assert str(getattr(used, name)) in said
    assert "Put back your copy" in said


def test_a_database_folder_that_is_not_ours(used, capsys):
    used.database.mkdir()
    (used.database / "base").mkdir()
    assert "not a Chaperone database" in refused(used, capsys)


def test_a_database_of_another_version(used, capsys):
    (used.database / "cluster").mkdir(parents=True)
    (used.database / cluster.MARKER).write_text("{}")
    (used.database / "cluster" / "PG_VERSION").write_text("15\n")
    assert "PostgreSQL 15, this Chaperone brings 18" in refused(used, capsys)


def test_no_free_disk(folder, capsys, monkeypatch):
    monkeypatch.setattr(cluster, "free_megabytes", lambda place: 7)
    assert "Only 7 MB are free" in refused(folder, capsys)


def test_one_that_runs_already(used, capsys):
    lock = state.take_lock(used)
    try:
        said = refused(used, capsys)
    finally:
        lock.release()
    assert f"already runs on {used.root} (process {os.getpid()})" in said
    assert "chaperone down" in said


def test_the_demo_is_not_turned_into_real_work(used, capsys):
    used.create(Config(demo=True))
    assert "holds the demo organizations" in refused(used, capsys, "--no-demo")


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://root:top-secret@localhost/x", "cannot be read"),
        ("postgresql://root:top-secret@127.0.0.1:1/x", "does not answer"),
    ],
)
def test_an_external_database_that_cannot_be_used(folder, capsys, monkeypatch, url, sentence):
    monkeypatch.setenv("CHAPERONE_DATABASE_URL", url)
    said = refused(folder, capsys)
    assert sentence in said
    assert "top-secret" not in said
