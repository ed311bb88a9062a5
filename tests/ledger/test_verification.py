"""Attacks on the record by somebody who owns the database, and what the full check says to each."""

import os

import psycopg
import pytest
from django.db import connections
from psycopg.conninfo import make_conninfo

from chaperone.crypto.committing import CommittingKey
from chaperone.crypto.values import SealingKey
from chaperone.database.identifiers import new_id
from chaperone.ledger import columns, ranges, recomputing
from chaperone.ledger.errors import NothingSigned, NotVerified
from chaperone.ledger.mirroring import catch_up
from chaperone.ledger.verification import snapshot, verify
from chaperone.merkle.audit.keys import VerifierKey
from chaperone.merkle.log.frontier import Frontier
from chaperone.merkle.log.signing import Signer
from chaperone.vault.keyring import keyring
from tests.ledger.trying import acting_for, append_one, place_all

pytestmark = pytest.mark.xdist_group("sequencer")
TABLES = (
    "ledger_entry",
    "ledger_subject",
    "ledger_element",
    "ledger_search",
    "ledger_pending",
    "ledger_leaf",
    "ledger_tree",
    "ledger_checkpoint",
)
OLD_ID = "(select entry_id from ledger_leaf where leaf_index = {old})"


@pytest.fixture
def key(log):
    return VerifierKey.parse((log / "log.pub").read_text())


@pytest.fixture
def check(key, log, as_login, settings):
    """``check()``: the full check as the auditor, against the mirror."""

    def run(**options):
        with as_login("auditor"):
            return verify(key=key, **{"mirrors": settings.CHAPERONE_MIRRORS} | options)

    return run


@pytest.fixture
def good(record, placer, connected, settings):
    """Entries with members, several checkpoints, a mirror, leaves unsigned, entries waiting."""
    for count in (3, 5, 4):
        record(count, new_id(), new_id())
        size = place_all(placer)
    catch_up(connected("sequencer"), settings.CHAPERONE_MIRRORS[0])
    record(2, new_id())
    placer.place()
    record(2)
    return size


@pytest.fixture
def attack(committed, good):
    """``attack("update …")``: past all triggers and row security; undone after the test."""
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for table in TABLES:
            connection.execute(f"create temporary table kept_{table} as table {table}")
        yield connection.execute
        for table in TABLES:
            connection.execute(f"delete from {table}")
            connection.execute(f"insert into {table} table kept_{table}")


@pytest.fixture
def old(attack):
    """A leaf of long ago, whose entry is about a member."""
    query = """
        select min(leaf_index) from ledger_leaf join ledger_entry on id = entry_id
        where event = 'ledger.thing.tried'
    """
    return attack(query).fetchone()[0]


def test_a_good_ledger(check, good):
    report = check()
    assert (report.size, report.unsigned, report.waiting) == (good, 2, 2)
    assert report.opened == good + 4
    assert report.checkpoints >= 3


def test_without_the_keys_all_but_the_columns_is_checked(check, good):
    assert check(columns=False).opened is None


@pytest.mark.parametrize("size", [4, 8, 16])
def test_ranges_side_by_side_find_the_same(check, good, monkeypatch, size):
    whole = check(columns=False)
    monkeypatch.setattr(recomputing, "_PART", 3)
    monkeypatch.setattr(ranges, "RANGE", size)
    split = check(columns=False)
    assert (split.root, split.size) == (whole.root, whole.size)


@pytest.mark.parametrize(
    ("statement", "place", "problem"),
    [
        (
            f"update ledger_entry set sealed = set_byte(sealed, 40, 255 - get_byte(sealed, 40)) where id = {OLD_ID}",
            "leaf {old}",
            "is not the one that was hashed",
        ),
        (f"delete from ledger_entry where id = {OLD_ID}", "leaf {old}", "is missing"),
        ("delete from ledger_leaf where leaf_index = {old}", "leaf {old}", "is missing"),
        (
            "update ledger_leaf set leaf_hash = sha256('x') where leaf_index = {old}",
            "leaf {old}",
            "is not the one that was hashed",
        ),
        (
            f"delete from ledger_subject where entry_id = {OLD_ID}",
            "entry",
            "members is not what the entry says",
        ),
        (
            f"update ledger_subject set member_id = gen_random_uuid() where entry_id = {OLD_ID}",
            "entry",
            "members is not what the entry says",
        ),
        (
            f"update ledger_subject set organization_id = gen_random_uuid() where entry_id = {OLD_ID}",
            "entry",
            "members is not what the entry says",
        ),
        (
            f"delete from ledger_element where entry_id = {OLD_ID}",
            "entry",
            "elements is not what the entry says",
        ),
        (
            f"update ledger_element set element = 'members_member.phone' where entry_id = {OLD_ID}",
            "entry",
            "elements is not what the entry says",
        ),
        (
            f"update ledger_element set organization_id = gen_random_uuid() where entry_id = {OLD_ID}",
            "entry",
            "elements is not what the entry says",
        ),
        (
            f"insert into ledger_element select entry_id, organization_id, 'members_member.ssn' from ledger_element where entry_id = {OLD_ID}",
            "entry",
            "elements is not what the entry says",
        ),
        (
            f"update ledger_entry set actor_id = gen_random_uuid() where id = {OLD_ID}",
            "entry",
            "actor_id is not what the entry says",
        ),
        (
            f"update ledger_entry set actor_kind = 'member' where id = {OLD_ID}",
            "entry",
            "actor_kind is not what the entry says",
        ),
        (
            f"update ledger_entry set event = 'ledger.thing.harmless' where id = {OLD_ID}",
            "entry",
            "event is not what the entry says",
        ),
        (
            f"update ledger_entry set recorded_at = recorded_at - interval '1 second' where id = {OLD_ID}",
            "entry",
            "recorded_at is not what the entry says",
        ),
        (
            f"update ledger_entry set organization_id = gen_random_uuid() where id = {OLD_ID}",
            "entry",
            "cannot be opened",
        ),
        (
            """update ledger_checkpoint set root = sha256('x') where size = (select min(size) from ledger_checkpoint)""",
            "checkpoint",
            "or another root",
        ),
        (
            "update ledger_checkpoint set note = replace(note, 'chaperone/', 'chaperone/x')",
            "checkpoint",
            "signature",
        ),
        (
            "delete from ledger_checkpoint where size = (select max(size) from ledger_checkpoint)",
            "checkpoint",
            "kept in mirror",
        ),
        ("delete from ledger_tree", "tree", "missing"),
        (r"update ledger_tree set frontier = '\x01'", "tree", "frontier"),
        ("update ledger_tree set size = size + 1", "tree", "another size"),
        (
            """delete from ledger_pending where entry_id = (select entry_id from ledger_pending order by 1 limit 1)""",
            "entry",
            "has no place and does not wait",
        ),
        (
            "insert into ledger_pending values ('01900000-0000-7000-8000-000000000000')",
            "entry 01900000-0000-7000-8000-000000000000",
            "is missing, though it waits",
        ),
        (
            f"insert into ledger_pending values ({OLD_ID})",
            "entry",
            "waits for a place and has one",
        ),
        (
            """delete from ledger_entry where id = (select entry_id from ledger_pending order by 1 limit 1)""",
            "entry",
            "is missing, though it waits",
        ),
    ],
)
def test_attacks(check, attack, old, statement, place, problem):
    attack(statement.replace("{old}", str(old)))
    with pytest.raises(NotVerified) as raised:
        check()
    assert raised.value.place.startswith(place.replace("{old}", str(old)))
    assert problem in raised.value.problem


def test_reordered_entries_whose_leaves_were_made_to_fit(check, attack, old):
    pair = f"leaf_index in ({old}, {old + 1})"
    attack(f"create temporary table two as select * from ledger_leaf where {pair}")
    attack(f"delete from ledger_leaf where {pair}")
    swapped = f"{2 * old + 1} - leaf_index, entry_id, leaf_hash"
    attack(f"insert into ledger_leaf select {swapped} from two")
    with pytest.raises(NotVerified, match="another root") as raised:
        check()
    assert raised.value.place.startswith("checkpoint")


def test_a_changed_entry_whose_leaf_was_made_to_fit(check, attack, old):
    changed = OLD_ID.replace("{old}", str(old))
    attack(f"update ledger_entry set sealed = sealed || 'x' where id = {changed}")
    attack(
        "update ledger_leaf set leaf_hash ="
        f" (select sha256('\\x00'::bytea || sealed) from ledger_entry where id = {changed})"
        f" where leaf_index = {old}"
    )
    with pytest.raises(NotVerified, match="another root"):
        check()


def test_an_entry_that_was_slipped_in_and_placed(check, attack, organization, old):
    """Every later leaf moves up by one, and the tree's own row is made to fit."""
    slipped = new_id()
    attack(
        "insert into ledger_entry values (%s, %s, 'x', 'staff', null, now(), 'x')",
        [slipped, organization],
    )
    later = f"ledger_leaf where leaf_index >= {old}"
    attack(f"create temporary table moved as select * from {later}")
    attack(f"delete from {later}")
    attack("insert into ledger_leaf select leaf_index + 1, entry_id, leaf_hash from moved")
    attack(f"insert into ledger_leaf values ({old}, %s, sha256('\\x0078'::bytea))", [slipped])
    rewrite_the_tree(attack)
    with pytest.raises(NotVerified, match="another root"):
        check()


def test_an_entry_that_was_slipped_in_beside_the_tree(check, attack, organization):
    attack(
        "insert into ledger_entry values (%s, %s, 'x', 'staff', null, now(), 'x')",
        [new_id(), organization],
    )
    with pytest.raises(NotVerified, match="has no place and does not wait"):
        check()


def test_members_of_an_entry_that_is_gone(check, attack, organization):
    attack("insert into ledger_subject values (%s, %s, %s)", [new_id(), organization, new_id()])
    with pytest.raises(NotVerified, match="though members are listed"):
        check()


@pytest.mark.parametrize(
    "statement",
    [
        f"delete from ledger_search where element = '' and entry_id = {OLD_ID}",
        f"delete from ledger_search where element <> '' and entry_id = {OLD_ID}",
        f"update ledger_search set actor = gen_random_uuid() where entry_id = {OLD_ID}",
        f"update ledger_search set event = 'ledger.thing.other' where entry_id = {OLD_ID}",
        f"update ledger_search set element = 'x.y' where element <> '' and entry_id = {OLD_ID}",
        f"update ledger_search set organization_id = gen_random_uuid() where entry_id = {OLD_ID}",
        f"insert into ledger_search select organization_id, 'x.y', actor, event, entry_id from ledger_search where element = '' and entry_id = {OLD_ID}",
        "insert into ledger_search select organization_id, '', gen_random_uuid(), event, id from ledger_entry where id in (select entry_id from ledger_pending)",
        f"update ledger_subject set actor = gen_random_uuid() where entry_id = {OLD_ID}",
        f"update ledger_subject set event = null where entry_id = {OLD_ID}",
        f"update ledger_subject set elements = '{{{{}}}}' where entry_id = {OLD_ID}",
    ],
)
def test_what_the_search_goes_by(check, attack, old, statement):
    attack(statement.format(old=old))
    with pytest.raises(NotVerified, match="the search"):
        check()


@pytest.mark.parametrize(
    "statement",
    [
        f"update ledger_subject set session = gen_random_uuid() where entry_id = {OLD_ID}",
        f"update ledger_subject set address = '\\x00' where entry_id = {OLD_ID}",
        f"update ledger_subject set session = gen_random_uuid(), address = null where entry_id = {OLD_ID}",
    ],
)
def test_from_where_somebody_acted(check, attack, old, statement):
    attack(statement.format(old=old))
    with pytest.raises(NotVerified, match="another origin"):
        check()


def test_elements_of_an_entry_that_is_gone(check, attack, organization):
    attack("insert into ledger_element values (%s, %s, 'x.y')", [new_id(), organization])
    with pytest.raises(NotVerified, match="though elements are listed"):
        check()


def test_a_cut_tail_shows_only_in_the_mirror(check, attack, good):
    """A database put back to an earlier state as a whole is consistent in itself."""
    size = attack("select min(size) from ledger_checkpoint").fetchone()[0]
    kept = f"(select entry_id from ledger_leaf where leaf_index < {size})"
    attack(f"delete from ledger_subject where entry_id not in {kept}")
    attack(f"delete from ledger_element where entry_id not in {kept}")
    attack(f"delete from ledger_search where entry_id not in {kept}")
    attack(f"delete from ledger_entry where id not in {kept}")
    attack("delete from ledger_pending")
    attack(f"delete from ledger_leaf where leaf_index >= {size}")
    attack(f"delete from ledger_checkpoint where size > {size}")
    rewrite_the_tree(attack)
    assert check(mirrors=[]).size == size
    with pytest.raises(NotVerified, match="the tail is cut off") as raised:
        check()
    assert raised.value.place == f"leaf {size}"


def test_a_checkpoint_signed_by_somebody_else(check, attack, good):
    size = attack("select max(size) from ledger_checkpoint").fetchone()[0]
    forger = Signer.generate("chaperone/00000000-0000-0000-0000-000000000001")
    note = forger.sign(f"{forger.name}\n{size}\n{'A' * 43}=\n").decode()
    attack("update ledger_checkpoint set note = %s where size = %s", [note, size])
    with pytest.raises(NotVerified, match="signature"):
        check()


def test_a_mirror_that_was_changed(check, good, settings):
    path = settings.CHAPERONE_MIRRORS[0] / "checkpoint"
    path.write_text(path.read_text().replace(str(good), str(good + 1)))
    with pytest.raises(NotVerified, match="mirror"):
        check()


def test_a_mirror_that_is_not_there(check, good, tmp_path):
    with pytest.raises(NotVerified, match="nowhere"):
        check(mirrors=[tmp_path / "nowhere"])


def test_an_entry_in_the_seal_that_was_given_up(
    check, good, organization, placer, monkeypatch, settings, connected
):
    """Who has the key could still write one, and it could be built to open in two ways."""
    key = keyring.ledger_key(organization)
    with acting_for(organization):
        monkeypatch.setattr(CommittingKey, "seal", SealingKey.seal)
        append_one(organization)
        assert keyring.ledger_key(organization) is key
    monkeypatch.undo()
    size = place_all(placer)
    catch_up(connected("sequencer"), settings.CHAPERONE_MIRRORS[0])
    assert check().size == size
    monkeypatch.setattr(columns, "_STILL_COMING", 3)
    with pytest.raises(NotVerified, match="given up") as raised:
        check()
    assert raised.value.place == f"leaf {size - 1}"


def test_nothing_was_signed_yet(new_database, check, settings):
    before = connections["default"].settings_dict["NAME"]
    with new_database() as name:
        use(name)
        try:
            with pytest.raises(NothingSigned):
                check(mirrors=[], columns=False)
        finally:
            use(before)


def rewrite_the_tree(attack):
    """What a forger would do who can do everything but sign."""
    frontier = Frontier()
    leaves = attack("select leaf_hash from ledger_leaf order by leaf_index").fetchall()
    frontier.append([leaf_hash for (leaf_hash,) in leaves])
    attack("update ledger_tree set size = %s, frontier = %s", [frontier.size, frontier.to_bytes()])


def use(name):
    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def test_no_length_of_the_record_is_too_long_for_a_check(as_login, committed) -> None:
    """The login's limit is for people's own questions: a check of 1.5 million entries met it."""
    with as_login("auditor"):
        with connections["default"].cursor() as cursor:
            cursor.execute("show statement_timeout")
            assert cursor.fetchone() != ("0",)
        with snapshot() as connection:
            assert connection.execute("show statement_timeout").fetchone() == ("0",)
