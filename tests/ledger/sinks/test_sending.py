"""At least once, in the order of the tree, only what was signed: whatever breaks when."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chaperone.ledger.errors import NotVerified
from chaperone.ledger.sinks import sending as sending_module
from chaperone.ledger.sinks.cursor import Cursor
from chaperone.ledger.sinks.errors import Overtaken, ReceiverAway, SinkBusy
from chaperone.ledger.sinks.forwarding import forward_once
from chaperone.ledger.sinks.lag import lags
from chaperone.ledger.sinks.receivers.files import Files
from tests.fakes.syslog_receiver import listening
from tests.ledger.sinks.reading import check_ocsf
from tests.ledger.sinks.scene import (
    events_in,
    is_at_least_once_in_order,
    places_at,
    places_in,
    to,
    to_files,
)
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")

KILLS = int(os.environ.get("CHAPERONE_KILLS", "3"))


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch):
    monkeypatch.setattr(sending_module, "BATCH", 4)


@pytest.fixture
def auditor(connected):
    return connected("auditor")


@pytest.fixture
def once(as_login, log):
    """``once(sink)``: as ``chaperone ledger forward --once`` does."""

    def forward(sink):
        with as_login("auditor"):
            return forward_once(sink)

    return forward


@pytest.fixture
def signed(record, placer):
    """``signed(3, member)``: so many entries more, placed and signed; the size of the tree."""

    def add(count=1, *members):
        record(count, *members)
        return place_all(placer)

    return add


@pytest.fixture
def owner(committed):
    """Who may change everything but cannot sign."""
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        yield connection


@pytest.fixture
def begins_at(owner):
    """``begins_at(sink, 5)``: as if it had received what is before."""

    def place(sink, leaf):
        statement = "insert into ledger_forwarded (sink, next_leaf) values (%s, %s)"
        owner.execute(statement, [sink.name, leaf])

    return place


def until(condition):
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


def next_leaf(auditor, sink):
    row = auditor.execute("select next_leaf from ledger_forwarded where sink = %s", [sink.name])
    return (row.fetchone() or [None])[0]


def test_every_signed_entry_arrives_once_and_in_order(signed, record, once, auditor, tmp_path):
    sink = to_files(tmp_path / "out", "first")
    size = signed(10, UUID(int=5))
    record(3)  # has no place yet
    assert once(sink) == size == next_leaf(auditor, sink)
    assert places_in(sink.receiver) == list(range(size))
    for event in events_in(sink.receiver):
        check_ocsf(event)
    last = events_in(sink.receiver)[-1]
    assert last["unmapped"]["members"] == [str(UUID(int=5))]
    assert last["unmapped"]["checkpoint_size"] == size
    leaf = auditor.execute("select leaf_hash from ledger_leaf where leaf_index = %s", [size - 1])
    assert last["unmapped"]["leaf_hash"] == leaf.fetchone()[0].hex()
    later = signed(2)
    assert once(sink) == later - size == 5
    assert once(sink) == 0
    assert places_in(sink.receiver) == list(range(later))


def test_what_has_a_place_and_is_not_signed_yet_does_not_leave(
    signed, record, placer, once, tmp_path
):
    sink = to_files(tmp_path / "out", "unsigned")
    size = signed(1)
    record(3)
    while placer.place():
        pass
    assert once(sink) == size
    assert placer.sign() == size + 3
    assert once(sink) == 3


def test_a_checkpoint_that_nobody_signed_lets_nothing_out(
    signed, record, placer, once, owner, tmp_path
):
    sink = to_files(tmp_path / "out", "forged")
    size = signed(1)
    once(sink)
    record(3)
    while placer.place():
        pass
    forge = """
        insert into ledger_checkpoint select size + 3, root, note, now() from ledger_checkpoint
        where size = %s
    """
    owner.execute(forge, [size])
    with pytest.raises(NotVerified, match="was signed for size"):
        once(sink)
    owner.execute("delete from ledger_checkpoint where size = %s", [size + 3])
    assert places_in(sink.receiver) == list(range(size))
    placer.sign()


@pytest.mark.parametrize("octets", [1, 900, 3_000, 5_000])
def test_a_connection_that_breaks_is_made_good(
    signed, once, begins_at, auditor, receiver, tls, octets
):
    sink = to(receiver, tls, f"broken-{octets}")
    size = signed(9)
    begins_at(sink, size - 9)
    receiver.dies_after = octets
    with pytest.raises(ReceiverAway):
        once(sink)
    assert next_leaf(auditor, sink) == size - 9
    assert "localhost" in lags(auditor, [sink.name])[0].error
    assert once(sink) == 9
    assert next_leaf(auditor, sink) == size
    assert is_at_least_once_in_order(places_at(receiver), size - 9, size)
    assert lags(auditor, [sink.name])[0].error == ""


MOMENTS = [(Files, "take"), (Files, "settle"), (Cursor, "advance")]


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(("kind", "name"), MOMENTS, ids=["take", "settle", "advance"])
def test_whoever_dies_at_any_moment_loses_nothing(
    signed, once, begins_at, tmp_path, monkeypatch, kind, name, after
):
    """Each call of each step in turn is the one before or after which the process ends."""
    size = signed(10)
    ordinary = getattr(kind, name)
    for call in range(3):
        sink = to_files(tmp_path / str(call), f"{name}-{after}-{call}".lower())
        begins_at(sink, size - 10)
        left = [call]

        def dying(self, *given, left=left):
            if left[0]:
                left[0] -= 1
                return ordinary(self, *given)
            if after:
                ordinary(self, *given)
            raise KeyboardInterrupt

        monkeypatch.setattr(kind, name, dying)
        with pytest.raises(KeyboardInterrupt):
            once(sink)
        monkeypatch.setattr(kind, name, ordinary)
        once(sink)
        found = places_in(sink.receiver)
        assert is_at_least_once_in_order(found, size - 10, size)
        # Doubled at the seam only: one batch.
        assert len(found) <= 10 + 4


def test_what_is_unsettled_is_bounded(signed, once, begins_at, receiver, tls, monkeypatch):
    monkeypatch.setattr(sending_module, "MOST_UNSETTLED", 8)
    sink = to(receiver, tls, "bounded")
    size = signed(20)
    begins_at(sink, size - 20)
    once(sink)
    assert places_at(receiver) == list(range(size - 20, size))
    assert receiver.connections == 3


def test_only_one_process_sends_to_a_sink(signed, once, connected, auditor, tmp_path):
    sink = to_files(tmp_path / "out", "contended")
    signed(1)
    Cursor(connected("auditor"), sink.name)
    with pytest.raises(SinkBusy):
        once(sink)
    assert not sink.receiver.exists()
    once(to_files(tmp_path / "other", "another"))


def test_who_was_overtaken_stops(signed, auditor, connected, as_login):
    signed(2)
    one = Cursor(connected("auditor"), "overtaken")
    assert one.place == 0
    two = connected("auditor")
    two.execute("set default_transaction_read_only = off")
    two.execute("update ledger_forwarded set next_leaf = 1 where sink = 'overtaken'")
    with pytest.raises(Overtaken):
        one.advance(2)


def test_an_entry_that_was_changed_is_not_passed_over(signed, once, owner, auditor, tmp_path):
    sink = to_files(tmp_path / "out", "changed")
    size = signed(6)
    change = """
        update ledger_entry set sealed = %s where id = (
            select entry_id from ledger_leaf where leaf_index = %s
        ) returning (
            select sealed from ledger_entry where id = (
                select entry_id from ledger_leaf where leaf_index = %s
            )
        )
    """
    before = owner.execute(change, [b"x" * 60, size - 2, size - 2]).fetchone()[0]
    with pytest.raises(NotVerified, match="is not the one hashed"):
        once(sink)
    owner.execute(change, [before, size - 2, size - 2])
    assert "is not the one hashed" in lags(auditor, [sink.name])[0].error
    assert once(sink) > 0
    assert is_at_least_once_in_order(places_in(sink.receiver), 0, size)


def test_a_missing_entry_is_not_passed_over(signed, once, owner, tmp_path):
    sink = to_files(tmp_path / "out", "missing")
    size = signed(6)
    take = """
        delete from ledger_leaf where leaf_index = %s returning leaf_index, entry_id, leaf_hash
    """
    row = owner.execute(take, [size - 3]).fetchone()
    with pytest.raises(NotVerified, match="missing"):
        once(sink)
    owner.execute("insert into ledger_leaf values (%s, %s, %s)", row)
    once(sink)
    assert is_at_least_once_in_order(places_in(sink.receiver), 0, size)


def test_a_month_that_was_destroyed_after_its_retention_is_passed_over(
    signed, once, begins_at, owner, auditor, tmp_path
):
    sink = to_files(tmp_path / "out", "pruned")
    size = signed(6)
    begins_at(sink, size - 6)
    entry = "select entry_id from ledger_leaf where leaf_index = %s"
    (gone,) = owner.execute(entry, [size - 3]).fetchone()
    taken = "delete from ledger_entry where id = %s returning *"
    row = owner.execute(taken, [gone]).fetchone()
    with pytest.raises(NotVerified, match="missing"):
        once(sink)
    pruned = """
        insert into ledger_prune values
            ('2000-01-01', %s, %s, '{}', 1, sha256(''), 1, sha256(''), %s)
    """
    owner.execute(pruned, [gone, UUID(int=gone.int + 1), gone])
    assert once(sink) > 0
    assert next_leaf(auditor, sink) == size
    found = set(places_in(sink.receiver))
    assert found == set(range(size - 6, size)) - {size - 3}
    owner.execute("delete from ledger_prune")
    owner.execute(f"insert into ledger_entry values ({', '.join(['%s'] * len(row))})", row)


def test_entries_of_every_organization_leave_each_under_its_own_key(
    signed, record, placer, once, platform, tmp_path
):
    from chaperone.ledger.actions import append_apart
    from chaperone.ledger.actors import Actor
    from tests.ledger.trying import TRIED

    sink = to_files(tmp_path / "out", "tenants")
    append_apart(event=TRIED, actor=Actor("anonymous", None, platform), details={"reason": "typed"})
    size = signed(1)
    once(sink)
    found = events_in(sink.receiver)
    assert len(found) == size
    assert str(platform) in {event["metadata"]["tenant_uid"] for event in found}
    assert "typed" not in json.dumps(found)


def test_lag_is_in_entries_and_seconds(signed, record, once, auditor, tmp_path):
    sink = to_files(tmp_path / "out", "lagging")
    size = signed(3)
    before = lags(auditor, [sink.name])[0]
    assert (before.entries, before.received, before.received_at) == (size, 0, None)
    assert before.seconds > 0
    once(sink)
    after = lags(auditor, [sink.name])[0]
    assert (after.entries, after.received, after.seconds) == (0, size, 0)
    assert after.received_at is not None


def test_the_auditor_moves_a_place_and_nothing_else(auditor, connected, committed):
    auditor.execute("set default_transaction_read_only = off")
    Cursor(connected("auditor"), "rights")
    for refused in (
        "delete from ledger_forwarded",
        "truncate ledger_forwarded",
        "update ledger_forwarded set sink = 'x'",
        "update ledger_forwarded set began_at = now()",
        "insert into ledger_forwarded (sink, next_leaf) values ('y', 9)",
        "insert into ledger_checkpoint values (1, '', '', now())",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            auditor.execute(refused)
    for login in ("web", "worker", "sequencer"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connected(login).execute("select * from ledger_forwarded")


# The process itself


@pytest.fixture
def environment(tmp_path, settings, committed, log):
    """Of a process that works on this test's database."""
    data = tmp_path / "data"
    (data / "keys").mkdir(parents=True)
    (data / "secrets").symlink_to(settings.CHAPERONE_DATA / "secrets")
    (data / "keys" / "root.key").symlink_to(settings.CHAPERONE_DATA / "keys" / "root.key")
    for name in ("log.key", "log.pub"):
        (data / "keys" / name).symlink_to(log / name)
    whole = os.environ["CHAPERONE_DATABASE_URL"]
    return os.environ | {
        "CHAPERONE_DATA": str(data),
        "CHAPERONE_DATABASE_URL": whole.replace("chaperone_template", committed),
        "CHAPERONE_LOGIN": "auditor",
    }


@pytest.fixture
def forward(environment, tmp_path, receiver, tls):
    """``forward("name", "--once")``: the command, with a sink of files and one of the receiver."""
    started = []

    def start(name, *words):
        files = {"name": f"{name}-files", "format": "ocsf", "folder": str(tmp_path / "out")}
        siem = {"name": f"{name}-siem", "format": "syslog", "ca": str(tls / "ca.crt")}
        siem["to"] = f"localhost:{receiver.port}"
        sinks = [sink | {"agreement": "own"} for sink in (files, siem)]
        (tmp_path / "data" / "config.json").write_text(json.dumps({"sinks": sinks}))
        command = [sys.executable, "-m", "chaperone.cli", "ledger", "forward", *words]
        pipe = subprocess.PIPE
        started.append(
            subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def two_sinks(begins_at, tmp_path):
    """``two_sinks("name", 5)``: both sinks of ``forward`` have received what is before."""

    def begin(name, leaf):
        for kind in ("files", "siem"):
            begins_at(to_files(tmp_path, f"{name}-{kind}"), leaf)

    return begin


def in_files(tmp_path):
    return places_in(tmp_path / "out") if (tmp_path / "out").exists() else []


def test_kill_9_at_any_moment_loses_nothing(signed, forward, two_sinks, receiver, tmp_path):
    first = signed(1)
    two_sinks("killed", first)
    size = signed(300)
    chance = random.Random(4)
    for _ in range(KILLS):
        process, before = forward("killed"), len(receiver.messages)
        # From the first thing that it sends on.
        until(lambda before=before: len(receiver.messages) > before)
        time.sleep(chance.random() * 0.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        size = signed(40)
    done = forward("killed", "--once", "--json")
    said, problem = done.communicate()
    assert done.returncode == 0, problem
    assert [one["error"] for one in json.loads(said)] == ["", ""]
    assert is_at_least_once_in_order(in_files(tmp_path), first, size)
    assert is_at_least_once_in_order(places_at(receiver), first, size)
    assert len(in_files(tmp_path)) <= size - first + KILLS * 256


def test_what_is_signed_is_sent_while_it_runs_and_settled_when_it_stops(
    signed, forward, two_sinks, receiver, tmp_path, auditor
):
    size = first = signed(1)
    two_sinks("running", size)
    process = forward("running")
    for _ in range(3):
        size = signed(3)
        until(lambda size=size: places_at(receiver)[-1:] == [size - 1])
        until(lambda size=size: in_files(tmp_path)[-1:] == [size - 1])
    process.terminate()
    assert process.wait(30) == 0
    assert [one.entries for one in lags(auditor, ["running-files", "running-siem"])] == [0, 0]
    assert places_at(receiver) == in_files(tmp_path) == list(range(first, size))
    assert receiver.connections == 1


def test_a_receiver_that_is_away_delays_its_own_only_and_catches_up(
    signed, forward, two_sinks, receiver, tls, tmp_path, auditor
):
    first = signed(1)
    two_sinks("away", first)
    receiver.close()
    process = forward("away")
    size = signed(9)
    until(lambda: len(in_files(tmp_path)) == 9)
    until(lambda: "refused" in lags(auditor, ["away-siem"])[0].error)
    with listening(tls, port=receiver.port) as again:
        until(lambda: places_at(again)[-1:] == [size - 1])
        assert places_at(again) == in_files(tmp_path) == list(range(first, size))
        process.terminate()
        assert process.wait(30) == 0


def test_another_process_takes_over_from_one_that_was_killed(
    signed, forward, two_sinks, tmp_path, auditor
):
    size = first = signed(1)
    two_sinks("stands-by", first)
    one = forward("stands-by")
    size = signed(3)
    until(lambda: len(in_files(tmp_path)) == 3)
    two = forward("stands-by")
    one.kill()
    size = signed(3)
    until(lambda: in_files(tmp_path)[-1] == size - 1)
    assert is_at_least_once_in_order(in_files(tmp_path), first, size)
    two.terminate()
    assert two.wait(30) == 0


def test_it_goes_on_after_the_database_has_been_away(signed, forward, two_sinks, owner, tmp_path):
    first = signed(1)
    two_sinks("reconnects", first)
    process = forward("reconnects")
    signed(1)
    until(lambda: len(in_files(tmp_path)) == 1)
    owner.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where usename = 'chaperone_auditor' and datname = current_database()"
    )
    signed(1)
    until(lambda: set(in_files(tmp_path)) == {first, first + 1})
    assert process.poll() is None
