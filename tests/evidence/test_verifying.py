"""The ledger is verified by itself, and what was changed in it turns the standards for good."""

import os
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings as product
from django.urls import reverse
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from chaperone.access.actors import worker
from chaperone.access.context import acting_for
from chaperone.database.identifiers import PLATFORM
from chaperone.evidence.collecting import Status, collect
from chaperone.evidence.verifying import actions
from chaperone.evidence.verifying.actions import is_due, verify_daily
from chaperone.evidence.verifying.reading import ledger_verified
from chaperone.ledger import daily, log_key
from chaperone.ledger.connecting import connect
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.placing import Placer, holds_lock
from chaperone.ledger.queries import search
from chaperone.notices.readings import State
from tests.cast import LAKESIDE, samuel
from tests.ledger.trying import place_all

pytestmark = [pytest.mark.usefixtures("signed"), pytest.mark.xdist_group("verifying")]
AUDIT, INTEGRITY, MECHANISM = "164.312(b)", "164.312(c)(1)", "164.312(c)(2)"
KEYS = {
    "ledger_entry": "id",
    "ledger_leaf": "leaf_index",
    "ledger_checkpoint": "size",
    "ledger_tree": "id",
}
A_LEAF = "(select entry_id from ledger_leaf where leaf_index = 7)"

OTHER_BYTES = "set_byte(sealed, 20, 255 - get_byte(sealed, 20))"
NEWEST = "size = (select max(size) from ledger_checkpoint)"


@pytest.fixture(scope="module")
def committed(committing):
    """One database for the file."""
    with committing() as name:
        yield name


@pytest.fixture(scope="module")
def log(committed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("log")
    log_key.create(folder / "log.key", LAKESIDE)
    return folder


@pytest.fixture
def sign(log, as_login, settings):
    settings.CHAPERONE_LOG_KEY = log / "log.key"
    settings.CHAPERONE_MIRRORS = [log / "mirror"]

    def run():
        with as_login("sequencer"), connect() as sequencer:
            assert holds_lock(sequencer)
            place_all(Placer(sequencer, log_key.load(product.CHAPERONE_LOG_KEY)))
            catch_up(sequencer, product.CHAPERONE_MIRRORS[0])

    return run


@pytest.fixture
def signed(sign):
    """What was recorded up to now has its place, is signed and mirrored."""
    sign()


@pytest.fixture
def verify(as_login):
    def run():
        with as_login("worker"):
            return verify_daily()

    return run


@pytest.fixture
def past_the_guards(committed):
    """``past_the_guards(statement)``: as who owns the machine; the tables are put back after."""

    @contextmanager
    def admin():
        dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
        with psycopg.connect(dsn, autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")
            yield connection

    with admin() as connection:
        for table in KEYS:
            connection.execute(f"create temporary table kept_{table} as table {table}")
        yield connection.execute
        for table, key in KEYS.items():
            connection.execute(
                f"delete from {table} where {key} in (select {key} from kept_{table})"
            )
            connection.execute(f"insert into {table} table kept_{table}")


def standing(citation):
    with samuel.acting() as actor:
        return collect(actor, citation)


def reading():
    (found,) = ledger_verified()
    return found


class TestAGoodDay:
    def test_it_is_recorded_for_each_organization_and_read(self, verify, as_login):
        with as_login("worker"):
            assert is_due()
            assert reading().state == State.ATTENTION
        assert verify() is True

        with samuel.acting() as actor:
            row = search(actor, events=["ledger.daily.verified"]).rows[0]
        assert row.actor_kind == "worker"
        assert row.details["size"] > 0
        with as_login("worker"):
            assert not is_due()
            assert reading().state == State.OK
            assert reading().value == 0
        assert row.id in standing(MECHANISM).ledger

    def test_it_is_due_again_after_a_day(self, verify, as_login, monkeypatch):
        verify()
        with as_login("worker"):
            monkeypatch.setattr(actions, "EVERY", timedelta(0))
            assert is_due()

    def test_of_two_workers_one_does_it(self, verify):
        with connect() as other:
            other.execute(daily._LOCK)
            assert verify() is None

    def test_a_mirror_that_does_not_answer_proves_nothing(self, verify, settings, tmp_path):
        settings.CHAPERONE_MIRRORS = [tmp_path / "file"]
        (tmp_path / "file").write_text("no folder")
        with samuel.acting() as actor:
            before = len(search(actor, events=["ledger.daily.disproved"]).rows)
        assert verify() is None

        with samuel.acting() as actor:
            assert len(search(actor, events=["ledger.daily.disproved"]).rows) == before

    def test_a_worker_reads_no_entry_of_others_by_it(self, as_login):
        with as_login("worker"), connect() as connection:
            row = connection.execute("select * from ledger_stretch(0, 10)").fetchone()
            assert row[:2] == (10, None)
            assert len(row[2]) == 10 * 32
            connection.execute("set chaperone.verifying = 'on'")
            assert connection.execute("select count(*) from ledger_entry").fetchone() == (0,)
        refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
        with as_login("web"), connect() as connection, refused:
            connection.execute("select * from ledger_stretch(0, 10)")


class TestAHole:
    @pytest.mark.parametrize(
        ("statement", "place"),
        [
            (f"delete from ledger_entry where id = {A_LEAF}", "leaf 7"),
            (f"update ledger_entry set sealed = {OTHER_BYTES} where id = {A_LEAF}", "leaf 7"),
            ("update ledger_leaf set leaf_hash = sha256('x') where leaf_index = 7", "leaf 7"),
            ("delete from ledger_leaf where leaf_index = 7", "leaf"),
            (f"update ledger_checkpoint set root = sha256('x') where {NEWEST}", "checkpoint"),
            (f"delete from ledger_checkpoint where {NEWEST}", "checkpoint"),
        ],
    )
    def test_what_was_changed_is_found(self, statement, place, verify, sign, past_the_guards):
        past_the_guards(statement)
        assert verify() is False

        with samuel.acting() as actor:
            row = search(actor, events=["ledger.daily.disproved"]).rows[0]
        assert row.details["place"].startswith(place)

    def test_it_turns_the_standards_and_nothing_mends_it(
        self, verify, past_the_guards, as_login, log
    ):
        verify()
        assert "failed" not in standing(MECHANISM).sentence
        past_the_guards(f"delete from ledger_entry where id = {A_LEAF}")
        verify()
        # The officer's button looks at the copy outside and what is left: it does not outweigh it.
        assert samuel.client().post(reverse("ledger:verify"), secure=True).status_code == 200

        for citation in (AUDIT, INTEGRITY, MECHANISM):
            found = standing(citation)
            assert found.status == Status.NOT_MET
        assert "The last verification of the ledger failed." in standing(MECHANISM).sentence
        with as_login("worker"):
            assert reading().state == State.ALARM
        assert verify() is False
        assert standing(MECHANISM).status == Status.NOT_MET

    def test_it_is_looked_at_again_after_an_hour(self, verify, past_the_guards, as_login):
        past_the_guards(f"delete from ledger_entry where id = {A_LEAF}")
        verify()
        with as_login("worker"):
            assert not is_due()
            with acting_for(worker(PLATFORM)):
                last = actions.last_of_platform()
            assert not last.good
            assert last.at > timezone.now() - actions.AGAIN
