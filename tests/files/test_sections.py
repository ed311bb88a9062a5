"""Reading one section of config.json."""

import pytest

from chaperone.files.errors import ConfigUnreadable
from chaperone.files.sections import section


def test_a_section_is_what_stands_under_its_name(tmp_path):
    file = tmp_path / "config.json"
    file.write_text('{"aws": {"region": "us-east-1"}, "sinks": []}')
    assert section(file, "aws") == {"region": "us-east-1"}
    assert section(file, "sinks") == []
    assert section(file, "models") is None


def test_nothing_is_set_without_a_file(tmp_path):
    assert section(tmp_path / "config.json", "aws") is None


@pytest.mark.parametrize("text", ["{", "[]", '"aws"', "null", ""])
def test_what_is_no_object_is_refused_by_the_name_of_the_file(tmp_path, text):
    file = tmp_path / "config.json"
    file.write_text(text)
    with pytest.raises(ConfigUnreadable, match=r"config\.json"):
        section(file, "aws")


def test_what_is_no_text_is_refused(tmp_path):
    file = tmp_path / "config.json"
    file.write_bytes(b"\xff\xfe{}")
    with pytest.raises(ConfigUnreadable, match="cannot be read"):
        section(file, "aws")


def test_a_variable_counts_instead_of_the_file(tmp_path, monkeypatch):
    file = tmp_path / "config.json"
    file.write_text('{"aws": 1}')
    monkeypatch.setenv("CHAPERONE_AWS", '{"region": 2}')
    assert section(file, "aws", variable="CHAPERONE_AWS") == {"region": 2}
    assert section(file, "models", variable="CHAPERONE_MODELS") is None


def test_no_secret_of_a_broken_file_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("CHAPERONE_AWS", '{"key": "hunter2",,}')
    with pytest.raises(ConfigUnreadable) as caught:
        section(tmp_path / "config.json", "aws", variable="CHAPERONE_AWS")
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None
