"""Making backups on a real database: what is in them, what fails, and what is left then."""

import json
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.continuity.backups import dump
from chaperone.continuity.backups.actions.ask import ask_for_backup
from chaperone.continuity.backups.actions.make import make_backups, settle_broken_off
from chaperone.continuity.backups.actions.remove import prune, remove_backup
from chaperone.continuity.backups.actions.verify import verify_backup, verify_due
from chaperone.continuity.backups.errors import (
    AlreadyRunning,
    Altered,
    LastWhole,
    NoSuchFile,
    NotWhole,
)
from chaperone.continuity.backups.format import read, verify
from chaperone.continuity.backups.keys import identity_at_hand, identity_file
from chaperone.continuity.backups.lock import alone
from chaperone.continuity.backups.queries.catalogue import backup_named, search
from chaperone.continuity.backups.running import _due
from chaperone.continuity.backups.schedule import Clock
from chaperone.continuity.backups.settings import read_settings
from chaperone.continuity.backups.standing import standings
from chaperone.continuity.models import Backup
from chaperone.continuity.restoring.catalogue import settle_catalogue
from chaperone.database import binaries
from chaperone.ledger.queries import search as ledger_search
from tests.cast import OPERATIONS, samuel

pytestmark = pytest.mark.xdist_group("backups")


def events(name: str, of: Backup) -> int:
    """How many entries of a name there are about it."""
    actor = worker(OPERATIONS)
    with acting_for(actor):
        rows = ledger_search(actor, events=[name], limit=100).rows
        return sum(row.details.get("backup") == str(of.id) for row in rows)


def one() -> Backup:
    (made,) = make_backups(scheduled=True)
    return made


def test_a_backup_holds_everything_and_no_key(working, data, tmp_path):
    (data / "mirror" / "checkpoint").write_text("log\n1\nabc\n")
    (data / "mirror" / ".half").write_text("x")
    made = one()
    assert (made.state, made.why) == ("whole", "")
    place = data / "backups"
    assert sorted(path.name for path in place.iterdir()) == [
        made.name,
        made.name.replace(".age", ".json"),
    ]
    identity = identity_at_hand(data)
    with (place / made.name).open("rb") as file:
        found = verify(file, identity)
    assert found.sha256 == made.sha256
    names = [member["name"] for member in found.manifest["members"]]
    assert names[0] == "header.json"
    assert "configuration/config.json" in names
    assert "mirror/checkpoint" in names
    assert not [name for name in names if "half" in name]
    assert found.manifest["rows"]["members_member"] == made.counts["members_member"] > 3
    assert found.header["migrations"]["continuity"]
    # Neither root key nor identity nor a password, whatever member it were in.
    secret = identity.splitlines()[-1].encode()
    passwords = json.loads((data / "secrets" / "logins.json").read_text()).values()
    key = json.loads((data / "keys" / "root.key").read_text())["key"].encode()
    dumped = tmp_path / "dump"
    with dumped.open("wb") as out, (place / made.name).open("rb") as file:
        for member in read(file, identity):
            content = b"".join(iter(lambda m=member: m.read(1 << 20), b""))
            assert secret not in content
            assert key not in content
            assert not [each for each in passwords if each.encode() in content]
            if member.name.startswith("database/"):
                out.write(content)
    listed = subprocess.run(
        [binaries.installed() / "pg_restore", "--list", dumped],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "TABLE DATA public members_member" in listed
    assert "ROW SECURITY public members_member" in listed
    assert events("continuity.backup.made", made) == 1


def test_the_line_beside_it_says_what_it_is_and_opens_nothing(working, data):
    made = one()
    line = json.loads((data / "backups" / made.name.replace(".age", ".json")).read_text())
    assert line["sha256"] == made.sha256
    assert line["rows"] == made.counts
    assert line["recipients"] == list(read_settings(data).recipients)


def test_what_is_being_written_in_the_data_folder_is_never_plain(working, data, monkeypatch):
    """Whatever is on disk at each piece: only what is encrypted, under its own name."""
    seen = []
    whole = dump.whole

    def looked(stream, size):
        seen.extend(path.name for path in (data / "backups").glob("*"))
        return whole(stream, size)

    monkeypatch.setattr(dump, "whole", looked)
    made = one()
    assert set(seen) <= {f"{made.name}.partial"}


def test_one_that_was_asked_for_is_made_and_says_by_whom(database, as_login, data):
    with samuel.acting() as actor:
        asked = ask_for_backup(actor=actor)
        assert ask_for_backup(actor=actor) == asked
    with as_login("worker"):
        (made,) = make_backups(scheduled=False)
    assert (made.id, made.state, made.asked_by) == (asked, "whole", actor.user_id)


def test_two_places_get_the_same_file(working, data, configure):
    configure(targets=["backups", "second"])
    first, second = make_backups(scheduled=True)
    assert (first.state, second.state) == ("whole", "whole")
    assert (data / "backups" / first.name).read_bytes() == (
        data / "second" / second.name
    ).read_bytes()


def test_a_place_that_fails_is_told_and_the_other_has_its_backup(working, data, configure):
    (data / "file").write_text("")
    configure(targets=["file/below", "second"])
    first, second = make_backups(scheduled=True)
    assert (first.state, second.state) == ("failed", "whole")
    assert "Not a directory" in first.why
    assert events("continuity.backup.failed", first) == 1


def test_no_bytes_for_a_bucket_without_an_agreement(working, configure, monkeypatch):
    """45 CFR 164.308(b): nothing is even asked of it."""
    configure(targets=[{"s3": "s3://nobodys/backups", "lock": "none"}])
    monkeypatch.setattr("chaperone.continuity.backups.actions.make.target_at", None)
    made = one()
    assert made.state == "failed"
    assert made.why.startswith("No agreement in force")


def test_a_dump_that_fails_leaves_a_row_with_why_and_no_file(working, data, monkeypatch):
    monkeypatch.setattr(dump, "program", lambda *_: Path("/bin/false"))
    made = one()
    monkeypatch.undo()
    assert (made.state, "dumped" in made.why) == ("failed", True)
    assert list((data / "backups").iterdir()) == []


def test_what_was_broken_off_is_settled_by_the_next_run(working, data):
    broken = Backup.objects.create(
        state="running",
        target=str(data / "backups"),
        name="chaperone-x-20261126T020000Z-00000000.age",
    )
    (data / "backups").mkdir()
    for ending in ("", ".partial"):
        (data / "backups" / f"{broken.name}{ending}").write_bytes(b"half")
    made = one()
    broken.refresh_from_db()
    assert broken.state == "failed"
    assert "broken off" in broken.why
    assert made.state == "whole"
    assert sorted(path.suffix for path in (data / "backups").iterdir()) == [".age", ".json"]


def test_the_last_one_is_the_last_whatever_the_wall_clock_said(working, data):
    start = datetime.now(UTC)

    def at(wall: timedelta, steady: timedelta) -> Clock:
        return Clock(lambda: start + wall, steady.total_seconds, lambda: "this start")

    day, hour = timedelta(days=1), timedelta(hours=1)
    make_backups(scheduled=True, clock=at(day, day))
    assert _due(data, at(hour, 2 * day))
    # Made while the wall clock was put back: it bears an earlier time than the one before.
    make_backups(scheduled=True, clock=at(hour, 2 * day))
    assert not _due(data, at(2 * day, 2 * day + hour))
    assert _due(data, at(3 * day, 3 * day))


def test_one_at_a_time(working, data):
    with alone(), pytest.raises(AlreadyRunning):
        make_backups(scheduled=True)
    assert not Backup.objects.filter(target=str(data / "backups")).exists()


def test_verifying_opens_it_where_the_key_is_at_hand(working, data):
    made = one()
    assert verify_due() == []
    made.refresh_from_db()
    assert made.verified_how == "opened"
    assert events("continuity.backup.verified", made) == 1
    assert verify_due() == []
    assert events("continuity.backup.verified", made) == 1


def test_verifying_compares_the_checksum_where_the_key_is_elsewhere(working, data):
    made = one()
    identity_file(data).unlink()
    verify_due()
    made.refresh_from_db()
    assert made.verified_how == "checksum"


@pytest.mark.parametrize("damage", ["flipped", "missing"])
def test_a_damaged_one_is_whole_no_more(working, data, damage):
    made = one()
    path = data / "backups" / made.name
    if damage == "missing":
        path.unlink()
    else:
        changed = bytearray(path.read_bytes())
        changed[len(changed) // 2] ^= 1
        path.write_bytes(changed)
    with pytest.raises((Altered, NoSuchFile)):
        verify_backup(backup=made)
    made.refresh_from_db()
    assert made.state == "failed"
    assert made.why.startswith("Verified:")
    assert events("continuity.backup.damaged", made) == 1
    with pytest.raises(NotWhole):
        verify_backup(backup=made)


def test_the_last_whole_one_is_never_removed(working, data):
    first = one()
    with pytest.raises(LastWhole):
        remove_backup(backup=first, reason="tests")
    second = one()
    remove_backup(backup=first, reason="tests")
    assert not (data / "backups" / first.name).exists()
    first.refresh_from_db()
    assert (first.state, first.why) == ("removed", "tests")
    with pytest.raises(LastWhole):
        remove_backup(backup=second, reason="tests")


def test_what_expired_goes_and_the_rest_stays(working, data, configure):
    configure(keep_days=2)
    old, middle, new = one(), one(), one()
    for row, days in ((old, 9), (middle, 1)):
        Backup.objects.filter(id=row.id).update(made_at=row.made_at - timedelta(days=days))
    assert [row.id for row in prune()] == [old.id]
    old.refresh_from_db()
    assert old.state == "expired"
    assert not (data / "backups" / old.name).exists()
    assert (data / "backups" / middle.name).exists()
    assert (data / "backups" / new.name).exists()


def test_backups_are_found_by_day_name_and_what_they_hold(working, data):
    made = one()
    # In New York it is still the day before.
    made.made_at = made.made_at.replace(hour=1)
    made.save(update_fields=["made_at"])
    day = made.made_at.date()
    with timezone.override("America/New_York"):
        assert list(search(since=day, until=day, state="whole", text=made.name[-12:])) == [made]
    assert made in search(holds="members_member", rows=made.counts["members_member"])
    assert not search(holds="members_member", rows=made.counts["members_member"] + 1)
    assert made not in search(entry=made.ledger_size)
    assert backup_named(str(made.id)) == backup_named(made.name) == made


def test_settling_touches_nothing_that_is_whole(working, data):
    made = one()
    with alone():
        assert settle_broken_off(read_settings(data)) == 0
    assert (data / "backups" / made.name).exists()


def test_after_a_restore_the_catalogue_says_what_lies_there(working, data):
    whole, gone, itself, elsewhere = one(), one(), one(), one()
    (data / "backups" / gone.name).unlink()
    # As its own row stands in a backup: it was being made.
    said = {"size": itself.size, "sha256": itself.sha256, "ledger_size": itself.ledger_size}
    rows = Backup.objects.filter(id=itself.id)
    rows.update(state="running", size=0, sha256="", ledger_size=0, counts={}, ended_at=None)
    broken = Backup.objects.create(state="running", target=whole.target, name="x.age")
    Backup.objects.filter(id=elsewhere.id).update(target="/srv/of-old")
    figures = settle_catalogue()
    states = dict(Backup.objects.values_list("id", "state"))
    assert [states[row.id] for row in (whole, itself)] == ["whole", "whole"]
    assert [states[row.id] for row in (gone, broken, elsewhere)] == ["lost"] * 3
    assert figures["whole"] == 2
    assert figures["lost"] >= 3
    assert rows.values(*said).get() == said
    # Its file stays, and nobody is alarmed.
    assert settle_broken_off(read_settings(data)) == 0
    verify_backup(backup=rows.get(), identity=identity_at_hand(data))
    assert verify_due() == []
    (standing,) = standings(read_settings(data))
    assert (standing.state, standing.failed) == ("ok", None)


def test_a_place_that_cannot_be_reached_changes_nothing_but_what_runs(working, data):
    whole, running = one(), one()
    Backup.objects.filter(id=running.id).update(state="running")
    (data / "backups").rename(data / "away")
    (data / "backups").write_text("no folder")
    figures = settle_catalogue()
    assert figures["unknown"] >= 1
    states = dict(Backup.objects.values_list("id", "state"))
    assert (states[whole.id], states[running.id]) == ("whole", "lost")
    assert (data / "away" / running.name).exists()
