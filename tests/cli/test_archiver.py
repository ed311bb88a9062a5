"""The archiver of `up`, as a whole: a server that archives, settings, a copy, and how late it is."""

import json
import tempfile
import threading
import time
from pathlib import Path

import psycopg
import pytest

from chaperone.cli import archiver
from chaperone.cli.folder import DataFolder
from chaperone.continuity.archiving import names, settings
from chaperone.continuity.archiving.errors import SettingsUnsuitable
from chaperone.continuity.escrow import identity
from chaperone.database.server import Server


def configure(folder: DataFolder, **archive) -> None:
    recipient = identity.recipient_of(identity.x25519.Identity.generate())
    content = {"archive": archive, "backups": {"recipients": [recipient]}}
    folder.config_file.write_text(json.dumps(content))


@pytest.mark.parametrize(
    "archive",
    [{"on": "yes"}, {"of": True}, {"on": True, "copy_days": 0}, {"on": True, "copy_days": "7"}],
    ids=str,
)
def test_unsuitable_settings_are_said(tmp_path, archive):
    folder = DataFolder(tmp_path)
    configure(folder, **archive)
    with pytest.raises(SettingsUnsuitable):
        settings.read(tmp_path)


def test_nothing_is_kept_in_clear_and_a_folder_comes_before_a_bucket(tmp_path):
    file = DataFolder(tmp_path).config_file
    assert not settings.is_on(tmp_path)
    file.write_text('{"archive": {"on": true}}')
    with pytest.raises(SettingsUnsuitable, match="no recipients"):
        settings.read(tmp_path)
    bucket = {"s3": "s3://bucket/prefix", "lock": "none"}
    configure(DataFolder(tmp_path), on=True)
    content = json.loads(file.read_text())
    for targets, place in (
        ([bucket], "s3://bucket/prefix/log"),
        ([bucket, "/srv/backups"], "/srv/backups/log"),
    ):
        content["backups"]["targets"] = targets
        file.write_text(json.dumps(content))
        assert settings.read(tmp_path).place.url == place


def test_a_server_that_archives(monkeypatch):
    with tempfile.TemporaryDirectory(prefix="chaperone-up-", dir="/tmp") as name:
        folder = DataFolder(Path(name))
        folder.root.chmod(0o711)
        configure(folder, on=True)
        monkeypatch.setenv("CHAPERONE_DATA", name)
        server = Server(
            folder.database,
            password_file=folder.administrator,
            archiving=settings.is_on(folder.root),
            settings={"fsync": "off"},
        )
        stopping = threading.Event()
        thread = threading.Thread(target=archiver.run, args=(stopping,))
        try:
            server.start()
            thread.start()
            target = settings.read(folder.root).target()
            until = time.monotonic() + 90
            while not any(
                found.bases and found.wal for found in names.read(target.names()).values()
            ):
                assert time.monotonic() < until, "nothing was archived"
                assert thread.is_alive()
                time.sleep(0.1)
            with psycopg.connect(server.admin_dsn) as admin:
                failed = admin.execute("select failed_count > 100 from pg_stat_archiver").fetchone()
            assert failed == (False,)
            assert archiver.late(folder) == ""
            assert all(path.stat().st_mode & 0o77 == 0 for path in target.root.iterdir())
        finally:
            stopping.set()
            thread.join()
            server.stop()
