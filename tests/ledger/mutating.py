"""Random changes to a ledger in the database, by somebody who can do everything but sign.

Each takes ``Somebody`` and does one thing that leaves the database other than it was. Some make all
else fit what they did, as far as that goes without the log's key.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import psycopg

from chaperone.database.identifiers import new_id
from chaperone.merkle.log.checkpoints import sign_checkpoint
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.hashing import leaf_hashes
from chaperone.merkle.log.signing import Signer

_ALL = ("ledger_subject", "ledger_element")
_FLIP = "set_byte({0}, {1}, get_byte({0}, {1}) # {2})"


@dataclass
class Somebody:
    """Who changes things: past triggers and row security, with a die to throw."""

    connection: psycopg.Connection
    die: Random
    leaves: list[tuple[int, UUID, int]]  # index, entry, length of its bytes
    about: list[UUID]  # entries that name members and say what was opened of them
    waiting: list[UUID]
    checkpoints: list[tuple[int, str]]  # size, note
    signed: int  # leaves under the last checkpoint
    key: Signer  # only for what the holder of the log's key could do

    def do(self, statement: str, *values: Any) -> None:
        changed = self.connection.execute(statement, values).rowcount
        assert changed > 0, statement

    def any_leaf(self) -> tuple[int, UUID, int]:
        return self.die.choice(self.leaves)

    def any_signed_leaf(self) -> tuple[int, UUID, int]:
        return self.die.choice(self.leaves[: self.signed])

    def any_entry(self) -> UUID:
        return self.any_leaf()[1]

    def bit(self) -> int:
        return 1 << self.die.randrange(8)


def entry_bytes(who: Somebody) -> None:
    _, entry_id, length = who.any_leaf()
    flip = _FLIP.format("sealed", who.die.randrange(length), who.bit())
    who.do(f"update ledger_entry set sealed = {flip} where id = %s", entry_id)


def entry_cut_short(who: Somebody) -> None:
    _, entry_id, length = who.any_leaf()
    kept = who.die.randrange(length)
    who.do(f"update ledger_entry set sealed = substring(sealed for {kept}) where id = %s", entry_id)


def entries_exchanged(who: Somebody) -> None:
    (_, one, _), (_, two, _) = who.die.sample(who.leaves, 2)
    swap = "select id, sealed from ledger_entry where id in (%s, %s)"
    bytes_of = dict(who.connection.execute(swap, [one, two]).fetchall())
    who.do("update ledger_entry set sealed = %s where id = %s", bytes_of[one], two)
    who.do("update ledger_entry set sealed = %s where id = %s", bytes_of[two], one)


def entry_deleted(who: Somebody) -> None:
    _forget(who, who.any_entry())


def entry_and_leaf_deleted(who: Somebody) -> None:
    """The leaves behind it move up, and the tree's row is made to fit."""
    index, entry_id, _ = who.any_signed_leaf()
    _forget(who, entry_id)
    who.do("delete from ledger_leaf where leaf_index = %s", index)
    _shift(who, index, -1)
    _refit(who)


def entry_changed_and_leaf_made_to_fit(who: Somebody) -> None:
    index, entry_id, length = who.any_leaf()
    flip = _FLIP.format("sealed", who.die.randrange(length), who.bit())
    who.do(f"update ledger_entry set sealed = {flip} where id = %s", entry_id)
    who.do(
        "update ledger_leaf set leaf_hash = (select sha256('\\x00'::bytea || sealed)"
        " from ledger_entry where id = %s) where leaf_index = %s",
        entry_id,
        index,
    )
    _refit(who)


def entry_slipped_in_beside(who: Somebody) -> None:
    _slip(who)


def entry_slipped_into_the_tree(who: Somebody) -> None:
    index, _, _ = who.any_leaf()
    _shift(who, index, 1)
    sealed, entry_id = _slip(who)
    (leaf_hash,) = leaf_hashes([sealed])
    who.do("insert into ledger_leaf values (%s, %s, %s)", index, entry_id, leaf_hash)
    _refit(who)


def leaves_reordered(who: Somebody) -> None:
    """Entries exchange their places, and the tree's row is made to fit."""
    one = who.any_signed_leaf()[0]
    two = who.die.choice([index for index, _, _ in who.leaves if index != one])
    swapped = f"leaf_index in ({one}, {two})"
    rows = who.connection.execute(f"select * from ledger_leaf where {swapped}").fetchall()
    who.do(f"delete from ledger_leaf where {swapped}")
    for index, entry_id, leaf_hash in rows:
        who.do(
            "insert into ledger_leaf values (%s, %s, %s)", one + two - index, entry_id, leaf_hash
        )
    _refit(who)


def leaf_hash(who: Somebody) -> None:
    flip = _FLIP.format("leaf_hash", who.die.randrange(32), who.bit())
    who.do(f"update ledger_leaf set leaf_hash = {flip} where leaf_index = %s", who.any_leaf()[0])


def leaf_deleted(who: Somebody) -> None:
    who.do("delete from ledger_leaf where leaf_index = %s", who.any_leaf()[0])


def leaf_of_another_entry(who: Somebody) -> None:
    who.do(
        "update ledger_leaf set entry_id = %s where leaf_index = %s", new_id(), who.any_leaf()[0]
    )


def column_for_search(who: Somebody) -> None:
    change = who.die.choice(
        [
            "organization_id = gen_random_uuid()",
            "event = event || 'x'",
            "actor_kind = 'carrier'",
            "actor_id = gen_random_uuid()",
            "recorded_at = recorded_at - interval '1 hour'",
        ]
    )
    # Entries of the platform's keys have a worker as their actor; none has a carrier.
    who.do(f"update ledger_entry set {change} where id = %s", who.any_entry())


def member_listed(who: Somebody) -> None:
    change = who.die.choice(
        [
            "delete from ledger_subject where entry_id = %s",
            "update ledger_subject set member_id = gen_random_uuid() where entry_id = %s",
            "update ledger_subject set organization_id = gen_random_uuid() where entry_id = %s",
            (
                "insert into ledger_subject select entry_id, organization_id, gen_random_uuid()"
                " from ledger_subject where entry_id = %s limit 1"
            ),
        ]
    )
    who.do(change, who.die.choice(who.about))


def element_listed(who: Somebody) -> None:
    change = who.die.choice(
        [
            "delete from ledger_element where entry_id = %s",
            "update ledger_element set element = element || 'x' where entry_id = %s",
            "update ledger_element set organization_id = gen_random_uuid() where entry_id = %s",
            (
                "insert into ledger_element select entry_id, organization_id, 'x.y'"
                " from ledger_element where entry_id = %s limit 1"
            ),
        ]
    )
    who.do(change, who.die.choice(who.about))


def tree_row(who: Somebody) -> None:
    frontier = _FLIP.format("frontier", "{0}", who.bit())
    flip = frontier.format(f"{who.die.randrange(1 << 10)} %% length(frontier)")
    change = who.die.choice(
        [f"frontier = {flip}", "size = size + 1", "size = size - 1", "frontier = '\\x01'"]
    )
    who.do(f"update ledger_tree set {change}")


def tree_row_deleted(who: Somebody) -> None:
    who.do("delete from ledger_tree")


def waiting_forgotten(who: Somebody) -> None:
    """The entry would never get a place."""
    who.do("delete from ledger_pending where entry_id = %s", who.die.choice(who.waiting))


def waiting_again(who: Somebody) -> None:
    who.do("insert into ledger_pending values (%s)", who.any_entry())


def waiting_for_nothing(who: Somebody) -> None:
    who.do("insert into ledger_pending values (%s)", new_id())


def waiting_entry_deleted(who: Somebody) -> None:
    """With all that knows of it. No leaf and no signature ever covered it."""
    entry_id = who.die.choice(who.waiting)
    _forget(who, entry_id)
    who.do("delete from ledger_pending where entry_id = %s", entry_id)


def checkpoint_root(who: Somebody) -> None:
    size, _ = who.die.choice(who.checkpoints)
    flip = _FLIP.format("root", who.die.randrange(32), who.bit())
    who.do(f"update ledger_checkpoint set root = {flip} where size = %s", size)


def checkpoint_note(who: Somebody) -> None:
    """A letter of it becomes another."""
    size, note = who.die.choice(who.checkpoints)
    place = who.die.randrange(len(note))
    other = who.die.choice([sign for sign in "aA0+/=\n " if sign != note[place]])
    changed = note[:place] + other + note[place + 1 :]
    who.do("update ledger_checkpoint set note = %s where size = %s", changed, size)


def signature_truncated(who: Somebody) -> None:
    size, note = who.die.choice(who.checkpoints)
    kept = who.die.randrange(note.index("\n\n") + 2, len(note))
    who.do("update ledger_checkpoint set note = %s where size = %s", note[:kept], size)


def notes_exchanged(who: Somebody) -> None:
    (one, first), (two, second) = who.die.sample(who.checkpoints, 2)
    who.do("update ledger_checkpoint set note = %s where size = %s", second, one)
    who.do("update ledger_checkpoint set note = %s where size = %s", first, two)


def checkpoint_signed_by_somebody_else(who: Somebody) -> None:
    size, note = who.die.choice(who.checkpoints)
    forger = Signer.generate(who.key.name)
    text = note[: note.index("\n\n") + 1]
    who.do(
        "update ledger_checkpoint set note = %s where size = %s", forger.sign(text).decode(), size
    )


def checkpoint_deleted(who: Somebody) -> None:
    who.do("delete from ledger_checkpoint where size = %s", who.die.choice(who.checkpoints)[0])


def checkpoint_moved(who: Somebody) -> None:
    size, _ = who.die.choice(who.checkpoints[:-1])
    who.do("update ledger_checkpoint set size = size + 1 where size = %s", size)


def tail_cut_off(who: Somebody) -> None:
    """What came after some leaf is gone with every trace, its checkpoints too."""
    _cut(who, who.die.randrange(1, who.signed))


def unsigned_tail_cut_off(who: Somebody) -> None:
    """Leaves that no checkpoint covers yet: for up to a second, nothing binds them."""
    _cut(who, who.die.randrange(who.signed, len(who.leaves)), and_waiting=False)


def rolled_back(who: Somebody) -> None:
    """The whole database is put back to how it was at an earlier checkpoint."""
    _cut(who, who.die.choice(who.checkpoints[:-1])[0])


def rolled_back_and_grown_otherwise(who: Somebody) -> None:
    """A fork: after it was put back, the log went on, with other entries and under its own key."""
    size = who.die.choice(who.checkpoints[-3:-1])[0]
    _cut(who, size)
    for _ in range(who.signed + 2 - size):
        sealed, entry_id = _slip(who, beside=who.leaves[0][1])
        (hashed,) = leaf_hashes([sealed])
        who.do("insert into ledger_leaf values (%s, %s, %s)", size, entry_id, hashed)
        size += 1
    _sign(who, _refit(who), who.key)


def exchanged_for_another_log(who: Somebody) -> None:
    """All entries in another order, under another key of the same name."""
    query = "select entry_id, leaf_hash from ledger_leaf"
    hashes = who.connection.execute(query, binary=True).fetchall()
    who.die.shuffle(hashes)
    who.do("delete from ledger_leaf")
    with who.connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger_leaf values (%s, %s, %s)",
            [(index, entry_id, hashed) for index, (entry_id, hashed) in enumerate(hashes)],
        )
    who.do("delete from ledger_checkpoint")
    _sign(who, _refit(who), Signer.generate(who.key.name))


def _forget(who: Somebody, entry_id: UUID) -> None:
    who.do("delete from ledger_entry where id = %s", entry_id)
    for table in _ALL:
        who.connection.execute(f"delete from {table} where entry_id = %s", [entry_id])


def _slip(who: Somebody, beside: UUID | None = None) -> tuple[bytes, UUID]:
    """An entry that nobody wrote: the bytes of another one, under an id of its own."""
    entry_id = new_id()
    who.do(
        "insert into ledger_entry select %s, organization_id, event, actor_kind, actor_id,"
        " recorded_at, sealed || '\\x00' from ledger_entry where id = %s",
        entry_id,
        beside or who.any_entry(),
    )
    query = "select sealed from ledger_entry where id = %s"
    row = who.connection.execute(query, [entry_id], binary=True).fetchone()
    assert row is not None
    return row[0], entry_id


def _shift(who: Somebody, first: int, by: int) -> None:
    later = "ledger_leaf where leaf_index >= %s"
    rows = who.connection.execute(f"select * from {later}", [first]).fetchall()
    who.connection.execute(f"delete from {later}", [first])
    with who.connection.cursor() as cursor:
        cursor.executemany(
            "insert into ledger_leaf values (%s, %s, %s)",
            [(index + by, entry_id, hashed) for index, entry_id, hashed in rows],
        )


def _cut(who: Somebody, size: int, *, and_waiting: bool = True) -> None:
    gone = "(select entry_id from ledger_leaf where leaf_index >= %s)"
    for table in _ALL:
        who.connection.execute(f"delete from {table} where entry_id in {gone}", [size])
    who.do(f"delete from ledger_entry where id in {gone}", size)
    if and_waiting:
        for table in _ALL:
            who.connection.execute(
                f"delete from {table} where entry_id in (select entry_id from ledger_pending)"
            )
        who.do("delete from ledger_entry where id in (select entry_id from ledger_pending)")
        who.do("delete from ledger_pending")
    who.do("delete from ledger_leaf where leaf_index >= %s", size)
    who.connection.execute("delete from ledger_checkpoint where size > %s", [size])
    _refit(who)


def _refit(who: Somebody) -> Frontier:
    """What anybody can do who can read the leaves."""
    query = "select leaf_hash from ledger_leaf order by leaf_index"
    frontier = Frontier()
    frontier.append([hashed for (hashed,) in who.connection.execute(query, binary=True)])
    who.do("update ledger_tree set size = %s, frontier = %s", frontier.size, frontier.to_bytes())
    return frontier


def _sign(who: Somebody, frontier: Frontier, key: Signer) -> None:
    root = frontier.root()
    note = sign_checkpoint(key, size=frontier.size, root=root).decode()
    who.do("insert into ledger_checkpoint values (%s, %s, %s, now())", frontier.size, root, note)


KINDS: tuple[Callable[[Somebody], None], ...] = (
    entry_bytes,
    entry_cut_short,
    entries_exchanged,
    entry_deleted,
    entry_and_leaf_deleted,
    entry_changed_and_leaf_made_to_fit,
    entry_slipped_in_beside,
    entry_slipped_into_the_tree,
    leaves_reordered,
    leaf_hash,
    leaf_deleted,
    leaf_of_another_entry,
    column_for_search,
    member_listed,
    element_listed,
    tree_row,
    tree_row_deleted,
    waiting_forgotten,
    waiting_again,
    waiting_for_nothing,
    checkpoint_root,
    checkpoint_note,
    signature_truncated,
    notes_exchanged,
    checkpoint_signed_by_somebody_else,
    checkpoint_deleted,
    checkpoint_moved,
    tail_cut_off,
    rolled_back,
    rolled_back_and_grown_otherwise,
    exchanged_for_another_log,
)
UNBOUND: tuple[Callable[[Somebody], None], ...] = (waiting_entry_deleted, unsigned_tail_cut_off)
"""What no signature covers yet, and so nothing finds: see the table."""
