"""`chaperone logs`: lines that are sealed on disk, opened by the holder of the root key, recorded."""

import json
import logging

import pytest
from typer.testing import CliRunner

from chaperone.access.actors import operator
from chaperone.cli import log_identity
from chaperone.cli.errors import LogsSealed
from chaperone.cli.folder import DataFolder
from chaperone.crypto.providers.file import FileKeyProvider
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.errors import NotRecorded
from chaperone.ledger.queries import search
from chaperone.ledger.record_events import LOGS_READ
from chaperone.telemetry.handler import SealingHandler
from chaperone.telemetry.lines import Lines
from tests.cast import inside
from tests.cli.test_keys import _nothing_inherited, folder  # noqa: F401  fixtures


@pytest.fixture
def written(folder: DataFolder, monkeypatch: pytest.MonkeyPatch) -> DataFolder:  # noqa: F811
    folder.logs.mkdir()
    log_identity.ensure(folder, FileKeyProvider.load(folder.root_key))
    monkeypatch.setenv("CHAPERONE_PROCESS", "web")
    handler = SealingHandler(folder.logs, folder.keys / "logs.pub")
    handler.setFormatter(Lines())
    for number in range(3):
        record = {"name": "chaperone.x", "msg": "Line %d.", "args": (number,), "levelno": 20}
        handler.handle(logging.makeLogRecord(record))
    return folder


def run(*words: str) -> tuple[int, str, str]:
    from chaperone.cli.logs import app

    done = CliRunner().invoke(app, list(words))
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.stdout, done.stderr


def test_lines_are_printed_in_order_and_who_read_them_is_recorded(written: DataFolder) -> None:
    code, out, _ = run("--since", "1h")
    assert code == 0
    assert [json.loads(line)["event"] for line in out.splitlines()] == [
        "Line 0.",
        "Line 1.",
        "Line 2.",
    ]
    with inside(PLATFORM):
        (row,) = search(operator(PLATFORM), event=LOGS_READ.name, limit=5).rows
    assert row.details["since"] == "1h"


def test_a_file_that_was_changed_is_told_and_exits_with_one(written: DataFolder) -> None:
    (path,) = written.logs.glob("*.sealed")
    raw = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([raw[0], raw[2], raw[1], raw[3]]))
    code, _, err = run()
    assert code == 1
    assert "was changed" in err


def test_after_a_new_root_key_the_pair_is_wrapped_anew(written: DataFolder) -> None:
    before = (written.keys / "logs.key").read_bytes()
    new = FileKeyProvider.create(written.keys / "new.key")
    config = {
        "keys": {
            "provider": "file",
            "path": "new.key",
            "former": [{"provider": "file", "path": "root.key"}],
        }
    }
    written.config_file.write_text(json.dumps(config))
    log_identity.ensure(written, new)
    assert (written.keys / "logs.key").read_bytes() != before
    config["keys"].pop("former")
    written.config_file.write_text(json.dumps(config))
    assert log_identity.private_key(written).startswith("AGE-SECRET-KEY-1")


def test_without_its_root_key_nothing_opens(written: DataFolder) -> None:
    FileKeyProvider.create(written.keys / "new.key")
    written.config_file.write_text('{"keys": {"provider": "file", "path": "new.key"}}')
    with pytest.raises(LogsSealed):
        log_identity.private_key(written)
    # Nor is anything shown: it could not even be recorded.
    with pytest.raises(NotRecorded):
        run()


@pytest.mark.parametrize("since", ["", "h", "1", "1w", "-1h", "999999h", "١h"])
def test_a_span_that_is_none_is_refused(written: DataFolder, since: str) -> None:
    with pytest.raises(Exception, match="how far back"):
        run("--since", since)
