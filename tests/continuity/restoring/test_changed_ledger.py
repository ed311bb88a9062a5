"""After the backup a month of the record was destroyed, or the key that signs it was changed."""

import os
import shutil
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from types import SimpleNamespace
from uuid import UUID

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import make_conninfo

from chaperone.continuity.restoring import errors
from chaperone.database.address import password
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey

pytestmark = pytest.mark.xdist_group("sequencer")
IN_BACKUP, AFTERWARDS = date(2015, 3, 1), date(2015, 4, 1)
AUTHORITY = "The officer's decision"


@pytest.fixture(scope="module")
def lived(committing, tmp_path_factory):
    """An installation with a record of long ago."""
    from chaperone.database.partitions import monthly
    from chaperone.ledger import log_key
    from tests.continuity.restoring.scene import Lost

    with committing() as name:
        folder = tmp_path_factory.mktemp("lived")
        (folder / "keys").mkdir()
        log_key.create(folder / "keys" / "log.key", UUID(int=1))
        admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=name)
        with psycopg.connect(admin) as connection:
            connection.execute("set role chaperone_owner")
            for table in ("ledger_entry", "ledger_subject", "ledger_element", "ledger_search"):
                column = "id" if table == "ledger_entry" else "entry_id"
                connection.execute(monthly(table, column, IN_BACKUP, 2))
            connection.execute("select ledger_guard_partitions()")
        found = Lost(name, folder)
        found.key = VerifierKey.parse(found.log_key.with_suffix(".pub").read_text())
        yield found


def written(number, month=None):
    """So many entries, of that month or of now."""
    from django.db import transaction

    from chaperone.access.actors import operator
    from chaperone.access.context import acting_for
    from chaperone.continuity.restoring.events import SESSIONS_ENDED
    from chaperone.ledger import actions
    from tests.cast import LAKESIDE

    actor = operator(LAKESIDE)
    with in_month(month), acting_for(actor):
        for _ in range(number):
            with transaction.atomic():
                actions.append(event=SESSIONS_ENDED, actor=actor, details={"sessions": 0})


@contextmanager
def in_month(month):
    from chaperone.database.identifiers import first_id_of
    from chaperone.ledger import actions

    if month is None:
        yield
        return
    day = datetime(month.year, month.month, 10, tzinfo=UTC)
    ids = iter(range(first_id_of(day).int, 1 << 128))

    class Then(datetime):
        @classmethod
        def now(cls, tz=None):
            return day

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions, "datetime", Then)
        patch.setattr(actions, "new_id", lambda: UUID(int=next(ids)))
        yield


def pruned(lost, as_login, months):
    """They are announced, that is signed and mirrored, and they are gone."""
    from chaperone.ledger.connecting import connect
    from chaperone.ledger.pruning import announce, drop, plan

    with as_login("owner"), connect() as owner:
        plans = plan(owner, before=date(2015, 5, 1), key=lost.key, mirrors=[lost.mirror])
        assert [each.month for each in plans] == months
        for each in plans:
            announce(each, authority=AUTHORITY)
    lost.sequence()
    with as_login("owner"), connect() as owner:
        for each in plans:
            assert drop(owner, each) == 3


@pytest.fixture(scope="module")
def destroyed(lived, as_login):
    """A month of before the backup, and one whose entries came after it, are destroyed; ``mirror``:
    begun after that."""
    written(3, IN_BACKUP)
    written(300)
    lived.sequence()
    file = lived.back_up()
    written(3, AFTERWARDS)
    written(300)
    lived.sequence()
    pruned(lived, as_login, [IN_BACKUP, AFTERWARDS])
    shutil.move(lived.mirror, lived.folder / "begun-before")
    lived.sequence()
    size = verify_directory(lived.mirror, [lived.key]).checkpoint.size
    return SimpleNamespace(file=file, size=size, old=lived.folder / "begun-before")


def entries_of(month):
    from chaperone.ledger.connecting import connect
    from chaperone.ledger.pruned import bounds_of

    with connect() as owner:
        told = owner.execute(
            "select count(*) from ledger_entry where id >= %s and id < %s", bounds_of(month)
        )
        parts = owner.execute(
            "select count(*) from pg_class where relname like %s", [f"%{month:%Y_%m}"]
        )
        return told.fetchone()[0], parts.fetchone()[0]


@pytest.mark.parametrize(("mirror", "unknown"), [("outside", 3), ("begun-before", 0)])
def test_a_destroyed_month_is_destroyed_again(lived, destroyed, mirror, unknown, as_login):
    from tests.cast import grace
    from tests.continuity.restoring.scene import started

    outside = lived.folder / mirror
    with lived.empty_place() as place:
        report = lived.restore(destroyed.file, place, mirrors=[outside])
        assert report.settled["pruned"] == [
            {"month": "2015-03", "entries": 3, "unknown": 0, "kept_by": ""},
            {"month": "2015-04", "entries": 3, "unknown": unknown, "kept_by": ""},
        ]
        found = verify_directory(place / "mirror", [lived.key])
        assert found.checkpoint.size > destroyed.size
        with started(place):
            told = grace.client().get("/continuity/restored/", secure=True).content.decode()
            assert "2015-03, 3 entries" in " ".join(told.split())
            with as_login("owner"):
                assert entries_of(IN_BACKUP) == entries_of(AFTERWARDS) == (0, 0)


def test_without_what_the_log_signed_of_it_a_mirror_does_not_verify(lived, destroyed, tmp_path):
    shutil.copytree(lived.mirror, tmp_path / "mirror")
    shutil.rmtree(tmp_path / "mirror" / "destroyed")
    with lived.empty_place() as place:
        with pytest.raises(errors.MirrorAltered):
            lived.restore(destroyed.file, place, mirrors=[tmp_path / "mirror"])
        assert not place.exists()


def test_a_statement_without_an_entry_that_opens_is_refused(lived, destroyed, tmp_path):
    """Nobody can tell by whose decision: the ids beside the tree, by which entries open, are gone."""
    shutil.copytree(destroyed.old, tmp_path / "mirror")
    shutil.rmtree(tmp_path / "mirror" / "ids")
    with lived.empty_place() as place:
        with pytest.raises(errors.NotSettled, match="by whose decision"):
            lived.restore(destroyed.file, place, mirrors=[tmp_path / "mirror"])
        assert not any(place.iterdir())


def test_a_month_that_a_legal_hold_keeps_stays_and_says_why(monkeypatch):
    from chaperone.ledger import pruning
    from chaperone.ledger.pruned import Leaves, Prune
    from chaperone.ledger.pruning_again import destroy_again

    class Nothing:
        """Neither asked nor told anything, beyond that a transaction begins."""

        def transaction(self):
            return nullcontext()

    monkeypatch.setattr(pruning, "held_because", lambda *_: "A legal hold keeps 2015-03.")
    prune = Prune(IN_BACKUP, Leaves(((4, 6),), 3, bytes(32)), 300, bytes(32), UUID(int=7))
    (kept,) = destroy_again(Nothing(), [prune], nowhere=[5, 7])
    assert kept.said == {
        "month": "2015-03",
        "entries": 3,
        "unknown": 1,
        "kept_by": "Nothing was destroyed. A legal hold keeps 2015-03.",
    }


@pytest.fixture
def signing(committed, tmp_path):
    """An installation whose log's key may be changed; with ``first``, the old key's file."""
    from chaperone.ledger import log_key
    from tests.continuity.restoring.scene import Lost

    found = Lost(committed, tmp_path / "signing")
    (found.folder / "keys").mkdir(parents=True)
    log_key.create(found.log_key, UUID(int=1))
    found.key = VerifierKey.parse(found.log_key.with_suffix(".pub").read_text())
    found.first = tmp_path / "first.key"
    shutil.copy2(found.log_key, found.first)
    found.sequence()
    return found


def ask(lost, as_login):
    from chaperone.ledger.key_change import ask_for_key_change

    with as_login("owner"):
        ask_for_key_change(lost.log_key)


def change(lost):
    """As the sequencer does it; then more is signed by the new key."""
    from chaperone.ledger import log_key
    from chaperone.ledger.connecting import connect
    from chaperone.ledger.placing import Placer

    lost.sequence()
    secret = password(settings.CHAPERONE_DATA, "sequencer", os.environ)
    with connect(user="chaperone_sequencer", password=secret) as connection:
        placer = Placer(connection, log_key.load(lost.log_key))
        placer.change_key(log_key.successor(lost.log_key))
    log_key.succeed(lost.log_key)
    written(3)
    lost.sequence()


def goes_on(lost, file, **options):
    """Restored; the log goes on under the new key, which the record's own statement names."""
    with lost.empty_place() as place:
        lost.restore(file, place, **options)
        assert (place / "keys" / "log.key").read_bytes() == lost.log_key.read_bytes()
        assert not (place / "keys" / "log.next.key").exists()
        outside = verify_directory(lost.mirror, [lost.key])
        found = verify_directory(place / "mirror", [lost.key], seen=[outside.checkpoint])
        assert found.key_changes == outside.key_changes
        assert len(found.key_changes) == 1
        assert found.checkpoint.size > outside.checkpoint.size


def test_the_changed_key_is_given_and_the_handover_followed(signing, as_login):
    file = signing.back_up()
    ask(signing, as_login)
    change(signing)
    with signing.empty_place() as place:
        with pytest.raises(errors.LogKeyChanged, match="--log-key"):
            signing.restore(file, place)
        for wrong in (signing.first.read_bytes(), b"no key"):
            with pytest.raises(errors.LogKeyWrong):
                signing.restore(file, place, log_key=wrong)
        assert not place.exists()
    goes_on(signing, file, log_key=signing.log_key.read_bytes())


def test_a_key_that_waited_when_the_backup_was_made_is_in_it(signing, as_login):
    ask(signing, as_login)
    signing.sequence()
    file = signing.back_up()
    # Nothing is signed between the backup and the change: it is of the very size that the backup has.
    change(signing)
    goes_on(signing, file)


def test_a_handover_that_both_keys_did_not_sign_is_refused(signing, as_login):
    file = signing.back_up()
    ask(signing, as_login)
    change(signing)
    statement = next(path for path in (signing.mirror / "keys").rglob("*") if path.is_file())
    lines = statement.read_text().splitlines()
    statement.write_text("\n".join(lines[:-1]) + "\n")
    with signing.empty_place() as place:
        with pytest.raises(errors.MirrorAltered):
            signing.restore(file, place, log_key=signing.log_key.read_bytes())
        assert not place.exists()
