import shutil
import threading

import pytest

from chaperone.ledger.errors import MirrorAheadOfDatabase, NothingSigned
from chaperone.ledger.mirroring import (
    catch_up,
    entries_between,
    mirrored_size,
    refuse_if_ahead,
)
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.log.layout import kept_checkpoint_path
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")


@pytest.fixture
def sequencer(connected):
    return connected("sequencer")


@pytest.fixture
def mirror(tmp_path):
    return tmp_path / "mirror"


def verified(mirror, log):
    key = VerifierKey.parse((log / "log.pub").read_text())
    return verify_directory(mirror, [key]).checkpoint.size


def test_nothing_signed_nothing_mirrored(sequencer, mirror, log):
    with pytest.raises(NothingSigned):
        catch_up(sequencer, mirror)
    assert mirrored_size(mirror) == 0


def test_a_mirror_verifies_without_the_database(record, placer, sequencer, mirror, log):
    record(3)
    size = place_all(placer)
    assert catch_up(sequencer, mirror) == size == mirrored_size(mirror) == verified(mirror, log)
    record(300)
    assert place_all(placer) == size + 300 == catch_up(sequencer, mirror) == verified(mirror, log)


def test_a_missing_or_emptied_mirror_is_written_anew(record, placer, sequencer, mirror, log):
    record(1)
    size = place_all(placer)
    catch_up(sequencer, mirror)
    shutil.rmtree(mirror)
    assert catch_up(sequencer, mirror) == size == verified(mirror, log)


def test_every_checkpoint_is_kept_also_those_signed_while_the_mirror_was_away(
    record, placer, sequencer, mirror, log
):
    sizes = []
    for _ in range(4):
        record(1)
        sizes.append(place_all(placer))
        if len(sizes) == 1:
            catch_up(sequencer, mirror)
    catch_up(sequencer, mirror)
    assert all((mirror / kept_checkpoint_path(size)).is_file() for size in sizes)
    assert verified(mirror, log) == sizes[-1]


def test_it_resumes_wherever_it_was_cut_off(record, placer, sequencer, mirror, log, monkeypatch):
    """Each write of a file in turn is the one at which the process dies."""
    from chaperone.merkle.log import stores

    record(2)
    place_all(placer)
    catch_up(sequencer, mirror)
    record(2)
    size = place_all(placer)
    replaced = stores.replace
    for last in range(12):
        shutil.copytree(mirror, mirror.with_name("copy"))
        left = [last]

        def dying(path, data, left=left):
            if not left[0]:
                raise OSError("died")
            left[0] -= 1
            replaced(path, data)

        monkeypatch.setattr(stores, "replace", dying)
        try:
            catch_up(sequencer, mirror.with_name("copy"))
        except OSError:
            monkeypatch.setattr(stores, "replace", replaced)
            assert catch_up(sequencer, mirror.with_name("copy")) == size
        assert verified(mirror.with_name("copy"), log) == size
        shutil.rmtree(mirror.with_name("copy"))


def test_two_writers_take_turns(record, placer, connected, mirror, log):
    record(5)
    size = place_all(placer)
    found = []
    connections = [connected("sequencer") for _ in range(2)]
    threads = [
        threading.Thread(target=lambda one=one: found.append(catch_up(one, mirror)))
        for one in connections
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [size] * 2
    assert verified(mirror, log) == size


def test_a_mirror_that_is_ahead_is_noticed(record, placer, sequencer, mirror, log):
    record(1)
    place_all(placer)
    catch_up(sequencer, mirror)
    refuse_if_ahead(sequencer, mirror)
    note = (mirror / "checkpoint").read_bytes()
    (mirror / "checkpoint").write_bytes(
        note.replace(str(mirrored_size(mirror)).encode(), b"9" * 9, 1)
    )
    with pytest.raises(MirrorAheadOfDatabase, match="999999999"):
        refuse_if_ahead(sequencer, mirror)


def test_a_mirror_with_another_history_is_noticed(record, placer, sequencer, mirror, log):
    record(1)
    size = place_all(placer)
    catch_up(sequencer, mirror)
    lines = (mirror / "checkpoint").read_text().split("\n")
    lines[2] = "A" * 43 + "="
    (mirror / "checkpoint").write_text("\n".join(lines))
    with pytest.raises(MirrorAheadOfDatabase, match=str(size)):
        refuse_if_ahead(sequencer, mirror)


def test_an_empty_mirror_is_not_ahead(sequencer, mirror):
    refuse_if_ahead(sequencer, mirror)


def test_entries_come_in_the_order_of_their_places(record, placer, sequencer, connected):
    record(3)
    place_all(placer)
    query = """
        select entry.sealed from ledger_leaf as leaf join ledger_entry as entry
        on entry.id = leaf.entry_id order by leaf_index
    """
    wanted = [row[0] for row in connected("auditor").execute(query).fetchall()]
    assert list(entries_between(sequencer, 0, len(wanted))) == wanted
    assert list(entries_between(sequencer, 1, 3)) == wanted[1:3]
