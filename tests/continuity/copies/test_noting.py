"""Copies that others make: recorded, told where one is missing, verified on demand."""

import json
import secrets
from datetime import UTC, datetime, timedelta

import pyrage
import pytest

from chaperone.cli.backup.copies import copies as command
from chaperone.continuity.archiving.errors import ArchiveError, SettingsUnsuitable
from chaperone.continuity.archiving.pgbackrest import commands
from chaperone.continuity.archiving.pgbackrest.configuration import written
from chaperone.continuity.backups.actions.make import settle_broken_off
from chaperone.continuity.backups.errors import NotWhole, Unreadable, WrongKey
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.copies.actions.note import note_copies, watch
from chaperone.continuity.copies.actions.verify import verify_copy
from chaperone.continuity.copies.queries import standings
from chaperone.continuity.copies.reading import copy_ages
from chaperone.continuity.models import Backup
from chaperone.evidence.collectors.administrative import contingency
from tests.continuity.archiving.test_pgbackrest import GOOD, PLAN
from tests.fakes.rds import cloud

pytestmark = pytest.mark.xdist_group("copies")


def ago(**how) -> datetime:
    return datetime.now(UTC) - timedelta(**how)


def row(name: str) -> Backup:
    return Backup.objects.filter(name=name).latest("made_at")


def state(data) -> list[str]:
    return [each.state for each in standings(data)]


def test_nothing_is_looked_at_where_nothing_is_set(working, data, capsys):
    assert note_copies() == {}
    assert list(copy_ages()) == []
    command(as_json=False)
    assert "names neither" in capsys.readouterr().out


def test_a_copy_of_the_archive_is_listed(archive, data):
    base = archive.base(5, ago(hours=2))
    archive.piece(5)
    assert note_copies() == {"base": ""}
    note_copies()
    found = Backup.objects.get(name=base.copy.name)
    assert (found.kind, found.state, found.seconds) == ("base", "whole", 60.0)
    assert found.size == archive.target.size(base.copy.name) > 100
    assert found.recipients == [*read_settings(data).recipients]
    # What was signed before it ended stands in it.
    assert found.made_at == base.ended_at
    assert found.ledger_size == 0 or found.checkpoint
    assert state(data) == ["ok"]
    # Nothing of it is taken for a backup of our own that was broken off.
    settle_broken_off(read_settings(data))
    assert base.copy.name in set(archive.target.names())


@pytest.mark.parametrize(
    ("age", "expected"),
    [(timedelta(days=7), "ok"), (timedelta(days=7, hours=3), "overdue"), (None, "none")],
)
def test_an_overdue_copy_is_an_alarm_and_shows_in_evidence(archive, data, age, expected):
    if age is not None:
        archive.base(5, datetime.now(UTC) - age)
    note_copies()
    (reading,) = copy_ages()
    assert state(data) == [expected]
    assert reading.name == "copies.archive"
    assert reading.state == ("ok" if expected == "ok" else "alarm")
    assert bool(reading.remedy) == (expected != "ok")
    lacks = [each for each in contingency._of_copies(standings(data)) if each]
    assert bool(lacks) == (expected != "ok")


def test_one_that_went_before_its_time_is_told_and_an_old_one_is_not(archive, data):
    old, young = archive.base(5, ago(days=8)), archive.base(9, ago(hours=3))
    archive.base(11, ago(hours=1))
    note_copies()
    for base in (old, young):
        archive.target.remove(base.name)
        archive.target.remove(base.copy.name)
    note_copies()
    assert row(old.copy.name).state == "expired"
    gone = row(young.copy.name)
    assert (gone.state, gone.why[:23]) == ("failed", "It went before its time")
    assert gone.verified_at


def test_a_place_that_is_away_changes_no_row_and_is_said(archive, data, capsys, monkeypatch):
    monkeypatch.setenv("CHAPERONE_DATA", str(data))
    base = archive.base(5, ago(hours=1))
    note_copies()
    root = archive.target.root
    root.rename(root.with_name("away"))
    root.write_text("no folder")
    assert "cannot be reached" in note_copies()["base"]
    assert row(base.copy.name).state == "whole"
    assert state(data) == ["weak"]
    with pytest.raises(SystemExit) as end:
        command(as_json=True)
    assert end.value.code == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["kinds"][0]["state"] == "weak"
    assert "cannot be reached" in told.err


def test_verified_with_all_of_the_log_since(archive):
    base = archive.base(254, ago(hours=1))
    for number in range(254, 258):
        archive.piece(number)
    note_copies()
    copy = row(base.copy.name)
    with pytest.raises(WrongKey):
        verify_copy(copy=copy)
    with pytest.raises(WrongKey):
        verify_copy(copy=copy, identity=str(pyrage.x25519.Identity.generate()))
    assert verify_copy(copy=copy, identity=str(archive.identity)) == "opened"
    again = row(base.copy.name)
    assert (again.state, again.verified_how, len(again.sha256)) == ("whole", "opened", 64)


@pytest.mark.parametrize(
    "how", ["a piece away", "a piece flipped", "the copy cut", "the copy away"]
)
def test_what_is_damaged_is_failed_from_then_on(archive, how):
    base = archive.base(254, ago(hours=1))
    pieces = [archive.piece(number) for number in range(254, 258)]
    note_copies()
    name = base.copy.name if "copy" in how else pieces[2].name
    path = archive.target.root / name
    content = path.read_bytes()
    path.unlink()
    if "away" not in how:
        path.write_bytes(content[:-5] if "cut" in how else content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(Unreadable):
        verify_copy(copy=row(base.copy.name), identity=str(archive.identity))
    found = row(base.copy.name)
    assert (found.state, found.why[:9]) == ("failed", "Verified:")
    with pytest.raises(NotWhole):
        verify_copy(copy=found, identity=str(archive.identity))


def test_snapshots_of_rds(use, data, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with cloud(chaperone=True, clear=False) as (endpoint, client):
        use(rds={"instance": "chaperone", "region": "us-east-1", "endpoint": endpoint})
        assert note_copies() == {"rds": ""}
        found = row("monday-chaperone")
        assert (found.kind, found.size, found.state) == ("rds", 20 << 30, "whole")
        assert found.recipients != ["none"]
        assert found.target == "rds:chaperone"
        assert verify_copy(copy=found) == "listed"
        use(rds={"instance": "clear", "region": "us-east-1", "endpoint": endpoint})
        assert "not encrypted" in note_copies()["rds"]
        with pytest.raises(Unreadable, match="not encrypted"):
            verify_copy(copy=row("monday-clear"))
        client.delete_db_snapshot(DBSnapshotIdentifier="monday-chaperone")
        use(rds={"instance": "chaperone", "region": "us-east-1", "endpoint": endpoint})
        note_copies()
        assert row("monday-chaperone").state == "expired"


def info(**change) -> str:
    """As pgBackRest 2.45 answers, of one backup of an hour ago."""
    stop = int(ago(hours=1).timestamp())
    backup = {
        "label": "20261126-111144F",
        "type": "full",
        "timestamp": {"start": stop - 30, "stop": stop},
        "info": {"size": 30_000_000, "repository": {"delta": 4_000_000}},
        "archive": {"start": "000000010000000000000002", "stop": "000000010000000000000003"},
        "error": False,
    } | change
    stanza = {
        "name": "demo",
        "backup": [backup],
        "archive": [{"min": "000000010000000000000001", "max": "000000010000000000000004"}],
        "status": {"code": 0, "message": "ok"},
        "cipher": "aes-256-cbc",
    }
    return json.dumps([stanza])


@pytest.fixture
def answers(use, tmp_path, monkeypatch):
    """What pgBackRest says; it runs for real in the archive's own tests."""
    label = f"20261126-{secrets.randbelow(10**6):06}F"
    said = {"info": info(label=label), "verify": GOOD}
    file = tmp_path / "pgbackrest.conf"
    file.write_text(written(PLAN))
    use(pgbackrest={"stanza": "demo", "configuration": str(file)})
    monkeypatch.setattr(commands.BackRest, "_run", lambda _self, command, *_: said[command])
    return {"said": said, "file": file, "label": label}


def test_backups_by_pgbackrest(answers, data):
    assert note_copies() == {"pgbackrest": ""}
    found = row(answers["label"])
    assert (found.kind, found.size, found.seconds) == ("pgbackrest", 4_000_000, 30.0)
    assert state(data) == ["ok"]
    assert verify_copy(copy=found) == "pgbackrest"
    # It ends with success though a checksum is wrong: its text counts.
    answers["said"]["verify"] = GOOD.replace("checksum invalid: 0", "checksum invalid: 1", 1)
    with pytest.raises(Unreadable, match="altered"):
        verify_copy(copy=found)
    assert row(answers["label"]).state == "failed"


def test_a_clear_repository_is_told(answers, data):
    answers["file"].write_text(written(PLAN).replace("aes-256-cbc", "none"))
    assert "in clear" in note_copies()["pgbackrest"]
    assert state(data) == ["weak"]
    (reading,) = copy_ages()
    assert reading.state == "attention"


def test_an_answer_that_is_not_understood_is_no_copy(answers, data):
    answers["said"]["info"] = "what?"
    assert note_copies()["pgbackrest"]
    assert not Backup.objects.filter(name=answers["label"]).exists()


@pytest.mark.parametrize("section", [{"instance": "x"}, ["x"], {"instance": 5, "region": "y"}, "x"])
def test_unsuitable_settings_stop_nothing(use, section):
    use(rds=section)
    with pytest.raises(SettingsUnsuitable):
        note_copies()
    watch()
    assert issubclass(SettingsUnsuitable, ArchiveError)
