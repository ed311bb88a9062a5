"""Random changes to database and mirror: all are found with a mirror or a remembered checkpoint.

``CHAPERONE_MUTATIONS`` says how many; a run of thousands writes the page of the documentation.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chaperone.database.identifiers import new_id
from chaperone.ledger import log_key
from chaperone.ledger.columns import check_columns
from chaperone.ledger.errors import NotVerified
from chaperone.ledger.mirrored_ids import check_ids
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.signed import (
    Signed,
    in_database,
    in_mirror,
    key_changes,
    succession_in,
)
from chaperone.ledger.verification import _check_tree
from chaperone.merkle.audit.checkpoints import Checkpoint, open_checkpoint
from chaperone.merkle.audit.directory import verify_directory
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.errors import BadPlace
from chaperone.merkle.log.checkpoints import sign_checkpoint
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.signing import Signer
from chaperone.merkle.log.stores import FolderStore
from chaperone.merkle.log.writer import publish
from tests.ledger import mirror_mutating, mutating
from tests.ledger.trying import place_all

pytestmark = pytest.mark.xdist_group("sequencer")
MUTATIONS = int(os.environ.get("CHAPERONE_MUTATIONS", "400"))
ENOUGH_TO_TELL = 5_000
TABLE = Path(__file__).parents[2] / "docs" / "security" / "what-the-record-finds.md"
# Past a full tile, with a partial one: every shape that a tile has.
SIZES = (90, 140, 256, 270, 300)


@pytest.fixture
def grown(record, placer, connected, tmp_path, settings) -> dict[int, Path]:
    """A ledger with checkpoints and a mirror, and what the mirror was at each of them."""
    sequencer, mirror = connected("sequencer"), settings.CHAPERONE_MIRRORS[0]
    size = place_all(placer)
    states = {}
    for wanted in [each for each in SIZES if each > size] or [size + 5, size + 9]:
        for number in range(wanted - size):
            record(1, *(new_id() for _ in range(number % 3)))
        size = place_all(placer)
        catch_up(sequencer, mirror)
        states[size] = tmp_path / f"at-{size}"
        copytree(mirror, states[size])
    record(3)
    placer.place()
    record(2, new_id())
    return states


@pytest.fixture
def somebody(grown, committed, log) -> Iterator[mutating.Somebody]:
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(admin) as connection:
        connection.execute("set session_replication_role = replica")
        ask = connection.execute
        yield mutating.Somebody(
            connection,
            Random(20),
            ask(
                "select leaf_index, entry_id, length(sealed) from ledger_leaf"
                " join ledger_entry on id = entry_id order by 1"
            ).fetchall(),
            [row[0] for row in ask("select distinct entry_id from ledger_element").fetchall()],
            [row[0] for row in ask("select entry_id from ledger_pending").fetchall()],
            ask("select size, note from ledger_checkpoint order by size").fetchall(),
            max(grown),
            log_key.load(log / "log.key"),
        )
        connection.rollback()


@pytest.fixture
def key(log) -> VerifierKey:
    return VerifierKey.parse((log / "log.pub").read_text())


def test_every_change_is_found(somebody, grown, key, settings, tmp_path) -> None:
    mirror = settings.CHAPERONE_MIRRORS[0]
    in_databases = _mutate_database(somebody, key, in_mirror(mirror, key))
    folder = _folder(somebody, mirror, grown, tmp_path)
    in_mirrors = _mutate_mirror(folder, key, somebody.connection)
    if MUTATIONS >= ENOUGH_TO_TELL:
        TABLE.write_text(_page(in_databases, in_mirrors))


def test_what_no_signature_covers_yet_is_found_by_nobody(somebody, key, settings) -> None:
    """Said plainly: an entry is bound once a checkpoint covers it, within about a second."""
    mirrored = in_mirror(settings.CHAPERONE_MIRRORS[0], key)
    for kind in mutating.UNBOUND:
        with somebody.connection.transaction(force_rollback=True):
            kind(somebody)
            assert not _finds(lambda: _check(somebody.connection, key, mirrored))


class Tally:
    """Of each kind: how many there were, and how many were found with nothing to compare with."""

    def __init__(self) -> None:
        self.tried: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()

    def count(self, kind: Callable[..., None], alone: bool) -> None:
        self.tried[kind.__name__] += 1
        self.alone[kind.__name__] += alone


def _mutate_database(who: mutating.Somebody, key: VerifierKey, mirrored: list[Signed]) -> Tally:
    tally = Tally()
    _check(who.connection, key, mirrored)
    for number in range(MUTATIONS * 4 // 5):
        kind = mutating.KINDS[number % len(mutating.KINDS)]
        with who.connection.transaction(force_rollback=True):
            kind(who)
            alone = _finds(lambda: _check(who.connection, key, []))
            found = alone or _finds(lambda: _check(who.connection, key, mirrored))
            assert found, f"{kind.__name__}, number {number}, is not found"
        tally.count(kind, alone)
    _check(who.connection, key, mirrored)
    return tally


def _check(connection: psycopg.Connection, key: VerifierKey, mirrored: list[Signed]) -> None:
    """What ``verify`` does, on a transaction that is put back."""
    keys = succession_in(key_changes(connection), key, where="")
    _check_tree(connection, in_database(connection, key), mirrored, keys)
    check_columns(connection)


def _finds(check: Callable[[], Any]) -> bool:
    try:
        check()
    except (NotVerified, BadPlace):
        return True
    return False


def _folder(
    who: mutating.Somebody, mirror: Path, grown: dict[int, Path], tmp_path: Path
) -> mirror_mutating.Folder:
    earlier = [path for size, path in grown.items() if size < max(grown)]
    other = tmp_path / "other"
    _another_log(who, other, max(grown))
    files = mirror_mutating.contents(mirror)
    return mirror_mutating.Folder(mirror, who.die, files, earlier, other, who.key.name)


def _another_log(who: mutating.Somebody, path: Path, size: int) -> None:
    """As long as the real one, good in itself, of the same name and under another key."""
    entries = [who.die.randbytes(60) for _ in range(size)]
    frontier = Frontier()
    frontier.append(leaf_hashes(entries))
    note = sign_checkpoint(Signer.generate(who.key.name), size=size, root=frontier.root())
    publish(FolderStore(path), note, lambda start, end: iter(entries[start:end]))


def _mutate_mirror(
    folder: mirror_mutating.Folder, key: VerifierKey, connection: psycopg.Connection
) -> Tally:
    tally = Tally()
    seen: list[Checkpoint] = [open_checkpoint(folder.files["checkpoint"], [key])]
    verify_directory(folder.path, [key], seen=seen)
    for number in range(MUTATIONS // 5):
        kind = mirror_mutating.KINDS[number % len(mirror_mutating.KINDS)]
        kind(folder)
        alone = _finds(lambda: verify_directory(folder.path, [key]))
        found = alone or _finds(lambda: verify_directory(folder.path, [key], seen=seen))
        found = found or _finds(lambda: check_ids(connection, folder.path, seen[0].size))
        assert found, f"{kind.__name__}, number {number}, is not found"
        mirror_mutating.restore(folder)
        tally.count(kind, alone)
    verify_directory(folder.path, [key], seen=seen)
    return tally


def _page(database: Tally, mirror: Tally) -> str:
    tried = database.tried.total() + mirror.tried.total()
    return _HEAD.format(tried=tried) + _lines(database) + _BETWEEN + _lines(mirror) + _END


def _lines(tally: Tally) -> str:
    return "".join(
        f"| {name.replace('_', ' ')} | {tried:,} | all | {_share(tally.alone[name], tried)} |\n"
        for name, tried in tally.tried.items()
    )


def _share(found: int, tried: int) -> str:
    if found in (0, tried):
        return "all" if found else "**none**"
    return f"{found:,}"


_HEAD = """\
# What the record finds

{tried:,} random changes by somebody who owns the database, its server and a mirror, and can do everything but
sign with the log's key: each was made, checked and put back (`tests/ledger/test_mutations.py`; `make
prove` writes this page). **With**: found by `chaperone ledger verify` with a mirror, or by the auditor's
verifier with a remembered checkpoint (ids in a mirror: by the former). **Without**: with neither, by what the place says of itself alone.

## In the database

| change | tried | with | without |
|---|---|---|---|
"""
_BETWEEN = """
## In a mirror

| change | tried | with | without |
|---|---|---|---|
"""
_END = """
A database or a mirror that is put back as a whole to what it was at an earlier checkpoint is good in itself:
that shows only to who kept something. One that went on from there under the log's own key is found here without
it only because its new entries do not open; who holds the organization's keys as well could write some that do.
Keep a mirror where the operator of the database cannot write, and let somebody else run a witness.

Found by nobody: an entry that waits for its place, or a leaf that no checkpoint covers yet, and that is
taken away with every trace; or two such leaves that exchange their places. A checkpoint comes within
about a second; before it nothing binds an entry but the database itself.
"""
