import os
import threading
from itertools import pairwise

import pytest
from django.db import connections

from chaperone.database.identifiers import new_id
from chaperone.ledger import log_key, placing
from chaperone.ledger.errors import Fenced
from chaperone.ledger.placing import Placer, anything_signed, holds_lock
from chaperone.merkle.audit.checkpoints import open_checkpoint
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.audit.recompute import leaf_hashes, subtree_root
from tests.ledger.trying import acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
TRANSACTIONS = int(os.environ.get("CHAPERONE_TRANSACTIONS", "25"))  # of each writer
LEAVES = """
    select leaf.leaf_index, leaf.entry_id, leaf.leaf_hash, entry.sealed
    from ledger_leaf as leaf join ledger_entry as entry on entry.id = leaf.entry_id order by 1
"""


@pytest.fixture
def auditor(connected):
    return connected("auditor")


def placed(auditor):
    return [row[1] for row in auditor.execute(LEAVES).fetchall()]


def test_entries_get_places_without_a_gap_in_the_order_of_their_ids(record, placer, auditor):
    place_all(placer)
    before = len(placed(auditor))
    ids = record(5)
    assert placer.place() == 5
    rows = auditor.execute(LEAVES).fetchall()
    assert [row[0] for row in rows] == list(range(len(rows)))
    assert placed(auditor)[before:] == sorted(ids)
    assert [row[2] for row in rows] == leaf_hashes(row[3] for row in rows)
    assert auditor.execute("select count(*) from ledger_pending").fetchone() == (0,)
    assert placer.place() == 0


def test_a_checkpoint_signs_the_root_of_all_places(record, placer, auditor, log):
    record(3)
    size = place_all(placer)
    row = auditor.execute("select root, note from ledger_checkpoint where size = %s", [size])
    root, note = row.fetchone()
    key = VerifierKey.parse((log / "log.pub").read_text())
    checkpoint = open_checkpoint(note.encode(), [key])
    hashes = leaf_hashes(row[3] for row in auditor.execute(LEAVES).fetchall())
    assert (checkpoint.size, checkpoint.root) == (len(hashes), subtree_root(hashes)) == (size, root)
    assert placer.unsigned == 0
    assert anything_signed(auditor)


def test_more_than_a_batch_waits(record, placer, auditor, monkeypatch):
    place_all(placer)
    monkeypatch.setattr(placing, "BATCH", 4)
    record(10)
    assert [placer.place() for _ in range(4)] == [4, 4, 2, 0]


def test_what_has_piled_up_for_long_is_placed_batch_after_batch(record, placer, monkeypatch):
    """As after a night without a sequencer: all of it is older than what is looked at first."""
    place_all(placer)
    monkeypatch.setattr(placing, "BATCH", 4)
    monkeypatch.setattr(placing, "RECENT", placing.timedelta(minutes=-1))
    record(10)
    placer._next_sweep = 0.0
    assert [placer.place() for _ in range(4)] == [4, 4, 2, 0]


def test_an_open_transaction_delays_only_its_own_entries(organization, record, placer, auditor):
    place_all(placer)
    with acting_for(organization):
        early = append_one(organization)
        later = _in_a_thread(lambda: record(20))
        assert placer.place() == 20
        assert set(later) <= set(placed(auditor))
        assert early not in placed(auditor)
        placer.sign()
    # Its id is the smallest of all: it gets the last place none the less.
    placer._next_sweep = 0.0
    assert placer.place() == 1
    assert placed(auditor)[-1] == early


def test_entries_of_long_transactions_are_found_by_the_sweep(
    organization, placer, auditor, monkeypatch
):
    place_all(placer)
    with acting_for(organization):
        early = append_one(organization)
        monkeypatch.setattr(placing, "RECENT", placing.timedelta(seconds=-60))
        placer._next_sweep = float("inf")
    assert placer.place() == 0
    placer._next_sweep = 0.0
    assert placer.place() == 1
    assert placed(auditor)[-1] == early


def test_no_entry_is_missed_under_16_writers(organization, placer, auditor):
    place_all(placer)
    before = len(placed(auditor))
    start, kept = threading.Barrier(17), []

    def write():
        try:
            start.wait()
            for number in range(TRANSACTIONS):
                with acting_for(organization):
                    ids = [append_one(organization, new_id()) for _ in range(number % 3)]
                    if number % 5 == 0:
                        connections["default"].set_rollback(True)
                        ids = []
                kept.extend(ids)
        finally:
            connections["default"].close()

    writers = [threading.Thread(target=write) for _ in range(16)]
    for writer in writers:
        writer.start()
    start.wait()
    while any(writer.is_alive() for writer in writers):
        placer.place()
    place_all(placer)
    assert len(kept) > 8 * TRANSACTIONS
    assert sorted(placed(auditor)[before:]) == sorted(kept)


def test_only_one_holds_the_lock(connected):
    first, second = connected("sequencer"), connected("sequencer")
    assert holds_lock(first)
    assert not holds_lock(second)
    first.close()
    assert _eventually(lambda: holds_lock(second))


def test_a_second_sequencer_fences_off_the_first(record, connected, log, auditor):
    signer = log_key.load(log / "log.key")
    zombie = Placer(connected("sequencer"), signer)
    zombie.place()
    successor = Placer(connected("sequencer"), signer)
    record(3)
    size = len(placed(auditor))
    with pytest.raises(Fenced):
        zombie.place()
    assert len(placed(auditor)) == size
    assert auditor.execute("select count(*) from ledger_pending").fetchone() == (3,)
    assert successor.place() == 3


def test_a_zombie_signs_nothing(record, connected, log, auditor):
    signer = log_key.load(log / "log.key")
    zombie = Placer(connected("sequencer"), signer)
    record(1)
    zombie.place()
    Placer(connected("sequencer"), signer)
    with pytest.raises(Fenced):
        zombie.sign()
    found = auditor.execute("select max(size) from ledger_checkpoint").fetchone()[0] or 0
    assert found < len(placed(auditor))


def test_a_zombie_whose_batch_was_under_way_is_waited_for(record, connected, log):
    """It began before the successor took over; either it commits first, or it writes nothing."""
    signer = log_key.load(log / "log.key")
    slow = connected("sequencer")
    zombie = Placer(slow, signer)
    record(2)
    slow.execute("begin")
    zombie.place()
    taken_over = threading.Event()

    def take_over():
        Placer(successor, signer)
        taken_over.set()

    successor = connected("sequencer")
    thread = threading.Thread(target=take_over)
    thread.start()
    assert not taken_over.wait(0.2)
    slow.execute("commit")
    thread.join(10)
    assert taken_over.is_set()
    record(1)
    with pytest.raises(Fenced):
        zombie.place()


def test_a_successor_goes_on_where_the_first_was(record, connected, log, auditor):
    signer = log_key.load(log / "log.key")
    roots = []
    for _ in range(3):
        placer = Placer(connected("sequencer"), signer)
        record(3)
        roots.append(place_all(placer))
    assert all(later - earlier == 3 for earlier, later in pairwise(roots))
    hashes = leaf_hashes(row[3] for row in auditor.execute(LEAVES).fetchall())
    found = auditor.execute("select size, root from ledger_checkpoint").fetchall()
    assert {size: subtree_root(hashes[:size]) for size, _ in found} == dict(found)


def test_a_pending_row_without_its_entry_stops_nobody_else(record, placer, connected):
    place_all(placer)
    owner = connected("owner")
    owner.execute("insert into ledger_pending (entry_id) values (%s)", [new_id()])
    record(2)
    assert placer.place() == 2
    owner.execute("delete from ledger_pending")


def _in_a_thread(do):
    found = []

    def run():
        try:
            found.append(do())
        finally:
            connections["default"].close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    return found[0]


def _eventually(holds, tries=100):
    """A server notices a closed session a moment later."""
    pause = threading.Event()
    return any(holds() or pause.wait(0.05) for _ in range(tries))
