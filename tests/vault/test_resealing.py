"""Old values are sealed anew: all of them, unseen, and whatever breaks it off."""

import os
import re
import signal
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import NoReturn
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.db import connection, connections

import chaperone
from chaperone.access.actors import assistant
from chaperone.access.witness import witnessed
from chaperone.carriers.models import UnknownText
from chaperone.conversations.models import Message
from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.members.models import Member
from chaperone.vault import resealing, rotation
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Purpose, Resealing, State
from chaperone.vault.registry import OPERATOR
from tests.access.scene import asked, emergency, one_member
from tests.cast import HARBOR, LAKESIDE, OPERATIONS, inside, maria, noah, ursula
from tests.conversations.scene import Scene

QUESTION = "What is A1C?"
KILLS = int(os.environ.get("CHAPERONE_KILLS", "8"))
VALUES = (Purpose.MEMBER, Purpose.SHARED, Purpose.SECRET)


@pytest.fixture
def filled(committed, as_login):
    """Values of members, of no member, of the organization's and of the platform's secrets."""
    scene = Scene(as_login)
    for _ in range(3):
        scene.text(ursula, QUESTION)
    asked(maria, one_member(ursula))
    asked(noah, one_member(ursula), organization_id=LAKESIDE)
    emergency(maria, ursula)
    scene.work()
    keyring.forget()
    with as_login("worker"):
        yield
    keyring.forget()


@pytest.fixture
def rested(monkeypatch):
    monkeypatch.setattr(rotation, "RESTS", timedelta(0))
    monkeypatch.setattr(resealing, "RESTS", timedelta(0))


def rotate(organization_id: UUID = LAKESIDE) -> None:
    for purpose in VALUES:
        rotation.rotate_values(organization_id=organization_id, purpose=purpose, by=OPERATOR)


def move(organization_id: UUID = LAKESIDE, *, rows: int = 7) -> None:
    resealing.begin(organization_id=organization_id)
    while resealing.reseal(organization_id=organization_id, rows=rows):
        pass


def texts() -> list[str]:
    with inside(LAKESIDE), witnessed(assistant(LAKESIDE), purpose="treatment", place="test"):
        found = Message.objects.filter(organization_id=LAKESIDE).order_by("id")
        return [message.body.open() for message in found]


def retired(organization_id: UUID = LAKESIDE) -> list[Key]:
    with inside(organization_id):
        return list(
            Key.objects.filter(
                organization_id=organization_id, state=State.RETIRED, purpose__in=VALUES
            )
        )


def test_every_value_moves_and_then_the_old_keys_are_destroyed(filled, rested):
    before = texts()
    assert before.count(QUESTION) == 3
    rotate()
    assert texts() == before
    counted = sum(resealing.left(organization_id=LAKESIDE).values())
    assert counted > 50
    begun = resealing.begin(organization_id=LAKESIDE)
    assert sum(row.total for row in begun) == counted
    while resealing.reseal(organization_id=LAKESIDE, rows=7):
        pass
    assert resealing.left(organization_id=LAKESIDE) == {}
    with inside(LAKESIDE):
        rounds = list(Resealing.objects.all())
    assert all(row.ended_at and row.moved == row.total for row in rounds)
    old = retired()
    assert resealing.destroy_idle(organization_id=LAKESIDE, elsewhere={}) == len(old) > 10
    assert retired() == []
    keyring.forget()
    assert texts() == before


def test_the_platforms_keys_seal_in_every_organization_and_move_there(filled, rested):
    """Requests from one organization to another are sealed under the installation's key."""
    rotate(PLATFORM)
    everywhere = (LAKESIDE, HARBOR, OPERATIONS, PLATFORM)
    elsewhere: Counter[UUID] = Counter()
    for organization_id in everywhere:
        elsewhere.update(resealing.left(organization_id=organization_id))
    old = {key.id for key in retired(PLATFORM)}
    used = old & elsewhere.keys()
    assert used
    resealing.destroy_idle(organization_id=PLATFORM, elsewhere=elsewhere)
    assert {key.id for key in retired(PLATFORM)} == used
    for organization_id in everywhere:
        move(organization_id)
    assert resealing.reseal_outside_of_fields() > 5
    for organization_id in everywhere:
        assert resealing.left(organization_id=organization_id) == {}
    assert resealing.destroy_idle(organization_id=PLATFORM, elsewhere={}) == len(used)


def test_secrets_of_authenticator_apps_move_with_the_platforms(filled, rested):
    """allauth keeps them: without them nobody could sign in any more."""
    rotation.rotate_values(organization_id=PLATFORM, purpose=Purpose.SECRET, by=OPERATOR)
    (old,) = retired(PLATFORM)
    counted = resealing.left(organization_id=PLATFORM)
    assert counted[old.id] > 5
    resealing.destroy_idle(organization_id=PLATFORM, elsewhere={})
    assert retired(PLATFORM)
    factor = Authenticator.objects.filter(type="totp").first()
    before, secret = factor.data, decrypt(factor.data["secret"])
    assert resealing.reseal_outside_of_fields(by=OPERATOR) == counted[old.id]
    assert resealing.reseal_outside_of_fields(by=OPERATOR) == 0
    factor.refresh_from_db()
    assert factor.data["secret"] != before["secret"]
    assert factor.data | {"secret": ""} == before | {"secret": ""}
    assert decrypt(factor.data["secret"]) == secret
    assert old.id not in resealing.left(organization_id=PLATFORM)


def test_the_seal_of_a_second_factor_cannot_be_exchanged(filled):
    first, second = Authenticator.objects.filter(type="totp")[:2]
    for before, after in (
        (second.data["secret"], first.data["secret"]),
        (first.data["secret"], "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
    ):
        with connection.cursor() as cursor:
            cursor.execute("SELECT accounts_reseal_factor(%s, %s, %s)", [first.id, before, after])
            assert cursor.fetchone() == (0,)


def test_nothing_is_destroyed_before_its_last_value_has_moved(filled, rested):
    rotate()
    resealing.begin(organization_id=LAKESIDE)
    with inside(LAKESIDE):
        mine = ursula.member.id
    resealing.destroy_idle(organization_id=LAKESIDE, elsewhere={})
    assert mine in {key.member_id for key in retired()}
    assert QUESTION in texts()


def test_nothing_is_destroyed_before_it_has_rested(filled):
    rotate()
    move()
    assert resealing.left(organization_id=LAKESIDE) == {}
    assert resealing.destroy_idle(organization_id=LAKESIDE, elsewhere={}) == 0


def test_a_value_sealed_with_an_old_key_after_the_round_is_found_by_the_count(
    filled, rested, as_login
):
    """By a process that did not know yet: the key stays, and another round moves it."""
    rotate()
    move()
    (old,) = [key for key in retired() if key.purpose == Purpose.SHARED]
    with inside(LAKESIDE):
        row = UnknownText(organization_id=LAKESIDE, carrier="handset", received_at=old.created_at)
        field = UnknownText._meta.get_field("body")
        sealing = keyring._keep(old).held
        row.__dict__["body"] = sealing.seal(b"late", field.place(LAKESIDE, row.id))
        place = UnknownText._meta.get_field("sender").place(LAKESIDE, row.id)
        row.__dict__["sender"] = sealing.seal(b"late", place)
    with as_login("web"), inside(LAKESIDE):
        row.save(force_insert=True)
    assert resealing.left(organization_id=LAKESIDE) == {old.id: 2}
    resealing.destroy_idle(organization_id=LAKESIDE, elsewhere={})
    assert old.id in {key.id for key in retired()}
    move()
    assert old.id not in resealing.left(organization_id=LAKESIDE)


def test_killed_at_any_moment_it_goes_on_and_loses_nothing(filled, rested):
    before = texts()
    rotate()
    total = sum(row.total for row in resealing.begin(organization_id=LAKESIDE))
    kills = 0
    for wait in range(1, KILLS + 1):
        connections.close_all()
        keyring.forget()
        child = os.fork()
        if child == 0:
            _reseal_to_the_end()
        time.sleep(0.1 * wait / KILLS)  # a moment to be killed in; nothing waits for it
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            break
        kills += 1
        assert texts() == before
    assert kills
    move()
    assert resealing.left(organization_id=LAKESIDE) == {}
    assert texts() == before
    with inside(LAKESIDE):
        assert sum(row.moved for row in Resealing.objects.all()) == total


def _reseal_to_the_end() -> NoReturn:
    """In a child, which must not come back and be a second run of the tests."""
    try:
        while resealing.reseal(organization_id=LAKESIDE, rows=1):
            pass
        os._exit(0)
    finally:
        os._exit(1)


def test_two_workers_do_not_move_the_same_round(filled):
    rotate()
    resealing.begin(organization_id=LAKESIDE)
    moved = []

    def other() -> None:
        moved.append(resealing.reseal(organization_id=LAKESIDE, rows=7))
        connections.close_all()

    with inside(LAKESIDE):
        assert list(Resealing.objects.select_for_update().filter(ended_at=None))
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert moved == [None]


def test_a_value_that_changed_meanwhile_is_left_alone(filled, monkeypatch, as_login):
    rotate()
    resealing.begin(organization_id=LAKESIDE)
    column = next(c for c in resealing.columns() if (c.model, c.name) == (Member, "name"))
    with inside(LAKESIDE):
        found = resealing._under(column, None, 5)
        row, value = found[0]
        with connection.cursor() as cursor:
            cursor.execute(
                resealing._RESEAL,
                ["members_member", "name", [row], [value[:-1] + b"?"], [_anew(row, value)]],
            )
            assert cursor.fetchone() == (0,)


def _anew(row: UUID, value: bytes) -> bytes:
    column = next(c for c in resealing.columns() if (c.model, c.name) == (Member, "name"))
    ((_, _, after),) = resealing._sealed_anew(LAKESIDE, column, [(row, value)])
    return after


# Attacks


def test_values_go_to_the_key_in_force_of_the_same_member_only(filled):
    rotate()
    column = next(c for c in resealing.columns() if (c.model, c.name) == (Member, "name"))
    with inside(LAKESIDE):
        (row, value), (another, other) = resealing._under(column, None, 2)
        right, others = _anew(row, value), _anew(another, other)
    no_key = right[:1] + new_id().bytes + right[17:]
    for wrong in (other, value, others, no_key, b"", right[:10]):
        with pytest.raises(Exception, match=r"same owner only|uuid"), inside(LAKESIDE):
            _store("members_member", "name", row, value, wrong)
    with inside(LAKESIDE):
        _store("members_member", "name", row, value, right)


def test_no_column_that_is_not_sealed_can_be_changed_by_it(filled):
    rotate()
    with inside(LAKESIDE):
        member = ursula.member
        index = bytes(member.phone_index)
    for after in (bytes(16), bytes(17), index):
        with pytest.raises(Exception, match=r"same owner only|uuid"), inside(LAKESIDE):
            _store("members_member", "phone_index", member.id, index, after)


def test_a_row_of_another_organization_is_not_reached(filled):
    rotate(HARBOR)
    column = next(c for c in resealing.columns() if (c.model, c.name) == (Member, "name"))
    with inside(HARBOR):
        row, value = resealing._under(column, None, 1)[0]
    with inside(LAKESIDE):
        assert row not in {found for found, _ in resealing._under(column, None, 1000)}
    with pytest.raises(Exception, match="same owner only"), inside(LAKESIDE):
        _store("members_member", "name", row, value, value)


SAYING_SO = "SET LOCAL chaperone.resealing = 'on';"


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _store(table: str, column: str, row: UUID, before: bytes, after: bytes) -> None:
    with connection.cursor() as cursor:
        cursor.execute(resealing._RESEAL, [table, column, [row], [before], [after]])


@pytest.mark.parametrize("login", ["web", "auditor"])
def test_only_workers_reach_it(filled, as_login, login):
    with as_login(login):
        for call in (
            "vault_values_under('members_member', 'name', NULL, 1)",
            "vault_values_left('members_member', 'name')",
            "vault_reseal('members_member', 'name', '{}', '{}', '{}')",
        ):
            with pytest.raises(Exception, match="permission denied"), inside(LAKESIDE):
                execute(f"SELECT * FROM {call}")


@pytest.mark.parametrize("login", ["web", "worker", "owner"])
def test_a_message_is_never_changed_even_where_somebody_says_that_it_is_sealed_anew(
    filled, as_login, login
):
    """The owner could replace the seal, as it could replace the trigger; nothing else of the row."""
    with as_login(login):
        for change in ("author = 'coach'", "direction = 'outbound'", "id = gen_random_uuid()"):
            with (
                pytest.raises(Exception, match=r"never changed|permission denied"),
                inside(LAKESIDE),
            ):
                execute(f"{SAYING_SO} UPDATE conversations_message SET {change}")


# What keeps it generic and unseen


def test_every_table_with_sealed_columns_lets_them_be_sealed_anew(filled):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_policies WHERE policyname = 'resealing'")
        admitted = {name for (name,) in cursor.fetchall()}
    assert admitted == {column.table for column in resealing.columns()}
    assert len(admitted) >= 8
    for column in resealing.columns():
        with inside(LAKESIDE):
            assert resealing._left(column) == {}


OPENS = {
    "accounts/adapters.py",  # the second-factor secrets of the platform
    "continuity/emergency/desk.py",  # the chain and notes of its own journal
    "ledger/actions.py",  # entries of an emergency's journal, before they join
    "ledger/bringing_back.py",  # entries from the mirror, after a restore
    "ledger/columns.py",  # entries, compared with their search columns
    "ledger/queries/disclosing.py",  # entries, for those who take them away
    "ledger/queries/rows.py",  # entries, for those who may read them
    "ledger/sinks/reading.py",  # entries, for the organization's own collector
    "requestlog/actions.py",  # requests of an emergency's journal, before they join
    "requestlog/queries.py",  # requests, for those who may read them
    "requestlog/refused.py",  # of an address that was refused often, the address
    "vault/keyring.py",
    "vault/reindexing.py",  # numbers, into their blind index
    "vault/resealing.py",
    "vault/sealed.py",  # secrets that the server needs
    "vault/witness.py",  # everything about members
}


def test_nothing_else_opens_without_a_witness():
    """A key that opens is asked for in these places only; each has its reason."""
    root = Path(chaperone.__file__).parent
    found = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if re.search(r"\bopening_key(_of)?\(", path.read_text())
    }
    assert found == OPENS


def test_only_the_vault_seals_anew():
    root = Path(chaperone.__file__).parent
    users = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if "_sealed_anew" in path.read_text() or "vault_values_under" in path.read_text()
    }
    assert users == {"vault/resealing.py"}


def test_a_value_that_does_not_open_stays_is_counted_and_keeps_its_key(filled, rested, as_login):
    """Changed by somebody: the others move all the same, and what it is can still be looked into."""
    rotate()
    total = sum(row.total for row in resealing.begin(organization_id=LAKESIDE))
    column = next(c for c in resealing.columns() if (c.model, c.name) == (Member, "name"))
    with inside(LAKESIDE):
        row, value = resealing._under(column, None, 1)[0]
        changed = value[:-1] + bytes([value[-1] ^ 1])
    with as_login("web"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("UPDATE members_member SET name = %s WHERE id = %s", [changed, row])
    move()
    with inside(LAKESIDE):
        done = Resealing.objects.get(table="members_member", column="name")
        assert done.stuck == 1
        assert sum(each.moved for each in Resealing.objects.all()) == total - 1
    old = {key.member_id for key in retired()}
    resealing.destroy_idle(organization_id=LAKESIDE, elsewhere={})
    assert row in old
    assert {key.member_id for key in retired()} == {row}
    assert resealing.left(organization_id=LAKESIDE).popitem()[1] == 1
