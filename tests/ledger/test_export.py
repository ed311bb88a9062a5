import subprocess
import sys

import pytest

from chaperone.ledger.errors import ExportRefused
from chaperone.ledger.export import export
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture
def exported(record, placer, as_login, tmp_path):
    record(300)
    size = place_all(placer)
    with as_login("auditor"):
        assert export(tmp_path / "out") == size
    return tmp_path / "out"


def verifier(folder, log):
    return subprocess.run(
        [sys.executable, "-m", "chaperone.merkle", "verify", folder, "--key", log / "log.pub"],
        capture_output=True,
        text=True,
    )


def test_the_auditors_verifier_accepts_it(exported, log):
    found = verifier(exported, log)
    assert found.returncode == 0, found.stderr


def test_the_auditors_verifier_refuses_it_once_a_byte_was_changed(exported, log):
    path = exported / "tile" / "entries" / "000"
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)
    assert verifier(exported, log).returncode == 1


def test_an_earlier_export_is_brought_up_to_date(exported, record, placer, as_login, log):
    record(2)
    size = place_all(placer)
    with as_login("auditor"):
        assert export(exported) == size
    assert verifier(exported, log).returncode == 0


def test_nothing_else_is_written_into(tmp_path):
    (tmp_path / "file").write_text("somebody's")
    with pytest.raises(ExportRefused, match="other files"):
        export(tmp_path)
    with pytest.raises(ExportRefused, match="not a folder"):
        export(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "somebody's"
