"""A drill that really restores a real backup, and one whose backup is damaged.

The backup is made, encrypted and restored as the product does it, on PostgreSQL's own server.
"""

from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from chaperone.continuity.drills.actions.running import run
from chaperone.continuity.drills.errors import KeyIsApart
from chaperone.continuity.drills.restores import Chosen
from chaperone.continuity.drills.trial import Keys, at_hand, trial
from chaperone.continuity.escrow.identity import write
from chaperone.continuity.models import Exercise
from chaperone.files.errors import PrivateFileError
from chaperone.ledger import log_key
from chaperone.notices.models import Notice
from tests.cast import LAKESIDE, OPERATIONS, inside
from tests.continuity.restoring.scene import Lost

pytestmark = [pytest.mark.usefixtures("committed"), pytest.mark.xdist_group("sequencer")]


@pytest.fixture
def backup(committed, tmp_path, monkeypatch):
    """An installation that was backed up, with its mirror outside and its keys in files."""
    (tmp_path / "keys").mkdir()
    log_key.create(tmp_path / "keys" / "log.key", UUID(int=1))
    lost = Lost(committed, tmp_path)
    lost.sequence()
    file = lost.back_up()
    key = tmp_path / "identity"
    write(key, lost.identity)
    monkeypatch.setattr(settings, "CHAPERONE_MIRRORS", [str(lost.mirror)])
    row = SimpleNamespace(target=str(tmp_path), name=file.name)
    chosen = Chosen(uuid4(), file.name, timezone.now(), row)
    return SimpleNamespace(lost=lost, file=file, chosen=chosen, keys=Keys(key, (), lost.root_key))


def test_a_real_backup_comes_back_and_a_damaged_one_calls_somebody(backup, as_login):
    with backup.lost.empty_place() as scratch, as_login("worker"):
        restore = trial(settings.CHAPERONE_DATA, backup.keys)
        whole = run(chosen=backup.chosen, scratch=scratch, restore=restore)
        assert (whole.state, whole.why) == ("whole", "")
        assert list(scratch.iterdir()) == []
        content = bytearray(backup.file.read_bytes())
        content[len(content) // 2] ^= 1
        backup.file.write_bytes(content)
        damaged = run(chosen=backup.chosen, scratch=scratch, restore=restore, cause="schedule")
        assert list(scratch.iterdir()) == []
    assert whole.figures["rows"] > 100
    assert whole.figures["ledger_size"] > 10
    assert set(whole.figures["seconds"]) >= {"read", "database", "verify"}
    assert whole.seconds >= sum(whole.figures["seconds"].values()) - 0.5
    assert 0 < whole.lost.total_seconds() < 600
    assert damaged.state == "failed"
    assert "altered" in damaged.why.lower()
    with inside(LAKESIDE):
        kept = Exercise.objects.filter(kind="restore").order_by("id")
        assert list(kept.values_list("result", flat=True)) == ["good", "failed"]
    with inside(OPERATIONS):
        called = Notice.objects.filter(kind="continuity.drill_failed")
        assert set(called.values_list("way", flat=True)) == {"portal", "email"}


def test_without_its_key_no_drill_begins(backup, as_login, tmp_path):
    data = tmp_path / "without-keys"
    data.mkdir()
    assert not at_hand(data)
    with pytest.raises(KeyIsApart):
        trial(data)
    with pytest.raises(PrivateFileError):
        trial(data, Keys(tmp_path / "nowhere"))
