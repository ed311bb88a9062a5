import json
import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from chaperone.cli.errors import ConfigDamaged, DataFromNewer, DataUnwritable, NotOurData
from chaperone.cli.folder import Config, DataFolder, default_folder


@pytest.fixture
def data(tmp_path) -> DataFolder:
    return DataFolder(tmp_path / "data")


def test_a_new_folder_is_private_inside(data):
    data.check()
    data.create(Config())
    assert {path.name for path in data.root.iterdir()} == {
        *("config.json", "secrets", "keys", "tls", "mirror", "log", "run")
    }
    for path in data.root.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(data.root.stat().st_mode) == (0o711 if os.geteuid() == 0 else 0o700)


def test_what_is_remembered_is_read_back(data):
    config = Config(port=9000, demo=False, root_key="file:1")
    data.create(config)
    assert data.config() == config
    data.check()


def test_settings_of_the_rooms_survive(data):
    data.create(Config())
    settings = json.loads(data.config_file.read_text()) | {"aws": {"region": "us-east-1"}}
    data.config_file.write_text(json.dumps(settings))
    data.create(replace(data.config(), port=9000))
    found = json.loads(data.config_file.read_text())
    assert found["aws"] == {"region": "us-east-1"}
    assert found["port"] == 9000


def test_an_empty_folder_may_be_used(data):
    data.root.mkdir()
    data.check()


def test_a_folder_with_other_files_is_refused(data):
    data.root.mkdir()
    (data.root / "thesis.odt").touch()
    with pytest.raises(NotOurData, match="--data"):
        data.check()


def test_a_file_in_its_place_is_refused(data):
    data.root.touch()
    with pytest.raises(NotOurData):
        data.check()


def test_a_folder_of_a_newer_version_is_refused(data):
    data.create(Config())
    data.config_file.write_text(json.dumps({"format": 2}))
    with pytest.raises(DataFromNewer, match="newer Chaperone"):
        data.check()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '"x"', '{"port": "8443"}', '{"demo": 1}', '{"format": null}'],
    ids=["empty", "cut", "list", "text", "port as text", "demo as number", "no format"],
)
def test_a_damaged_config_is_said(data, text):
    data.create(Config())
    data.config_file.write_text(text)
    with pytest.raises(ConfigDamaged, match=r"config\.json"):
        data.check()


def test_a_folder_that_cannot_be_written_is_said(data, monkeypatch):
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    with pytest.raises(DataUnwritable, match="Run as its owner"):
        data.check()
    data.root.mkdir()
    with pytest.raises(DataUnwritable):
        data.check()


def test_the_default_is_the_environment_then_the_home(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CHAPERONE_DATA", "here")
    assert default_folder() == tmp_path / "here"
    monkeypatch.delenv("CHAPERONE_DATA")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_folder() == Path(tmp_path, ".local", "share", "chaperone")
