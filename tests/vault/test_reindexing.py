"""The key of blind indexes is replaced: everything is found all the while, and STOP stays in force."""

from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, connections
from django.db.models.functions import Now

from chaperone.access.actors import operator
from chaperone.accounts.actions.factors import make_recovery_codes, use_code
from chaperone.carriers.handset import queries as handset
from chaperone.conversations.actions.send import send_batch
from chaperone.database.identifiers import PLATFORM
from chaperone.members.actions import end_member, enrol_member, start_texts, stop_texts
from chaperone.members.errors import NumberTaken
from chaperone.members.indexing import PhoneIndexes
from chaperone.members.models import PHONE_ELEMENT, CareTeam, Member, Suppression
from chaperone.members.queries import ForAccess, find_by_phone, is_suppressed
from chaperone.requestlog.queries import Wanted
from chaperone.requestlog.queries import search as requests
from chaperone.vault import reindexing, rotation
from chaperone.vault.errors import NotRotated
from chaperone.vault.keyring import keyring
from chaperone.vault.models import Key, Resealing, State
from chaperone.vault.registry import OPERATOR
from tests.cast import LAKESIDE, inside, kristopher, maria, ursula
from tests.conversations.scene import Scene


@pytest.fixture(autouse=True)
def _everything_commits(committed, monkeypatch):
    monkeypatch.setattr(rotation, "ANNOUNCED", timedelta(0))
    keyring.forget()
    yield
    keyring.forget()


@pytest.fixture
def rotated(as_login):
    """``rotated()`` announces a new key and puts it in force."""

    def rotate(organization_id=LAKESIDE) -> None:
        with as_login("worker"):
            rotation.announce_index(organization_id=organization_id, by=OPERATOR)
            assert rotation.put_index_in_force(organization_id=organization_id)

    return rotate


@pytest.fixture
def renewed(as_login):
    def renew(rows: int = 3) -> None:
        with as_login("worker"):
            while reindexing.renew(organization_id=LAKESIDE, rows=rows):
                pass

    return renew


def versions(state: State) -> list[Key]:
    with inside(LAKESIDE):
        return list(Key.objects.filter(organization_id=LAKESIDE, purpose="index", state=state))


def indexes() -> list[bytes]:
    with inside(LAKESIDE):
        return keyring.blind_indexes(LAKESIDE, element=PHONE_ELEMENT, token=ursula.phone)


def stored() -> bytes:
    with inside(LAKESIDE):
        return bytes(ursula.member.phone_index)


def test_a_new_key_is_looked_up_with_before_anything_is_stored_by_it(as_login):
    (before,) = indexes()
    with as_login("worker"):
        rotation.announce_index(organization_id=LAKESIDE, by=OPERATOR)
        with pytest.raises(NotRotated):
            rotation.announce_index(organization_id=LAKESIDE, by=OPERATOR)
    assert indexes()[0] == before
    coming = indexes()[1]
    with as_login("worker"):
        assert rotation.put_index_in_force(organization_id=LAKESIDE)
        assert not rotation.put_index_in_force(organization_id=LAKESIDE)
    assert indexes() == [coming, before]


def test_it_is_in_force_only_once_every_process_knows_it(as_login, monkeypatch):
    monkeypatch.setattr(rotation, "ANNOUNCED", timedelta(seconds=360))
    with as_login("worker"):
        rotation.announce_index(organization_id=LAKESIDE, by=OPERATOR)
        assert not rotation.put_index_in_force(organization_id=LAKESIDE)
    assert versions(State.RETIRED) == []


def test_members_are_found_before_during_and_after(rotated, renewed, as_login):
    old = stored()
    rotated()
    assert stored() == old
    with inside(LAKESIDE):
        assert ForAccess().by_number(organization_id=LAKESIDE, number=ursula.phone)
    with as_login("worker"):
        assert reindexing.renew(organization_id=LAKESIDE, rows=1)
    for member in (ursula, kristopher):
        with inside(LAKESIDE):
            assert find_by_phone(organization_id=LAKESIDE, number=member.phone)
    renewed()
    assert stored() == indexes()[0] != old
    with as_login("worker"), inside(LAKESIDE):
        done = Resealing.objects.get(table="members_member", column="phone_index")
        assert done.moved == done.total == PhoneIndexes().count(LAKESIDE)
        assert done.ended_at
    with as_login("worker"):
        assert not reindexing.renew(organization_id=LAKESIDE, rows=100)


def test_texts_find_their_member_all_the_while(rotated, renewed, as_login):
    scene = Scene(as_login)
    for step in (rotated, renewed):
        scene.text(ursula, "What is A1C?")
        step()
    scene.text(ursula, "What is A1C?")
    scene.work()
    assert len(scene.outbound(ursula)) == 3


def test_stop_stays_in_force(rotated, renewed, as_login):
    scene = Scene(as_login)
    scene.text(ursula, "STOP")
    scene.work()
    for step in (rotated, renewed):
        step()
        with inside(LAKESIDE):
            assert is_suppressed(ursula.member)
    with inside(LAKESIDE):
        assert Suppression.objects.count() == 1
        assert start_texts(actor=operator(LAKESIDE), member=ursula.member)
        assert not is_suppressed(ursula.member)


def test_stop_of_somebody_who_is_no_member_any_more_holds_when_they_come_back(
    rotated, renewed, as_login
):
    with inside(LAKESIDE):
        team = CareTeam.objects.filter(organization_id=LAKESIDE).first().id
        left = enrol(team, "+16175550142")
        stop_texts(actor=operator(LAKESIDE), member=left)
        since = Suppression.objects.get().since
        end_member(actor=operator(LAKESIDE), member=left, reason="Moved away.")
    with as_login("worker"), inside(LAKESIDE):
        # As destruction leaves the row.
        Member.objects.filter(id=left.id).update(
            name=None,
            phone=None,
            birth_date=None,
            phone_index=None,
            surname_index=None,
            destroyed_at=Now(),
        )
    rotated()
    renewed()
    with inside(LAKESIDE):
        returned = enrol(team, "+16175550142")
        assert is_suppressed(returned)
        assert Suppression.objects.get().since == since


def enrol(team, phone: str) -> Member:
    return enrol_member(actor=operator(LAKESIDE), care_team_id=team, name="Rose", phone=phone)


def test_a_number_is_taken_under_whatever_version(rotated):
    rotated()
    with inside(LAKESIDE):
        team = ursula.member.care_team_id
    with pytest.raises(NumberTaken), inside(LAKESIDE):
        enrol(team, ursula.phone)


def test_a_stop_at_the_moment_of_renewal_is_never_lost(rotated, as_login):
    """The member's row was read before, the index renewed meanwhile: STOP follows it."""
    rotated()
    with inside(LAKESIDE):
        read_before = ursula.member
    with as_login("worker"):
        while reindexing.renew(organization_id=LAKESIDE, rows=100):
            pass
    with inside(LAKESIDE):
        stop_texts(actor=operator(LAKESIDE), member=read_before)
    with inside(LAKESIDE):
        assert is_suppressed(ursula.member)


def test_renewal_waits_for_a_stop_that_is_being_said(rotated, as_login):
    rotated()
    holds, go = Event(), Event()

    def says_stop() -> None:
        with inside(LAKESIDE):
            stop_texts(actor=operator(LAKESIDE), member=ursula.member)
            holds.set()
            go.wait(10)
        connections.close_all()

    thread = Thread(target=says_stop)
    thread.start()
    holds.wait(10)

    def renews() -> None:
        while reindexing.renew(organization_id=LAKESIDE, rows=100):
            pass
        connections.close_all()

    with as_login("worker"):
        other = Thread(target=renews)
        other.start()
        other.join(0.3)
        assert other.is_alive()
        go.set()
        thread.join()
        other.join()
    with inside(LAKESIDE):
        assert is_suppressed(ursula.member)


def test_the_same_number_twice_does_not_stop_the_others(rotated, renewed, as_login):
    """Enrolled at one moment by two processes, of which one did not know the new key."""
    rotated()
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE members_member SET phone_index = %s WHERE id = %s",
            [indexes()[0], kristopher.member.id],
        )
    renewed()
    with inside(LAKESIDE):
        assert find_by_phone(organization_id=LAKESIDE, number=ursula.phone)
    with as_login("worker"), inside(LAKESIDE):
        done = Resealing.objects.get(table="members_member", column="phone_index")
        assert done.moved == done.total - 1


def test_recovery_codes_work_after_their_key_was_replaced(rotated):
    user = maria.user
    codes = make_recovery_codes(user=user)
    rotated(PLATFORM)
    keyring.forget()
    assert use_code(user=user, code=codes[0]) == "recovery_code"
    assert use_code(user=user, code=codes[0]) is None
    assert use_code(user=user, code=make_recovery_codes(user=user)[0]) == "recovery_code"


def test_requests_are_found_by_address_and_intact_after_their_key_was_replaced(rotated):
    client = maria.client()
    client.get("/inbox/", secure=True)
    rotated()
    client.get("/inbox/", secure=True)
    with inside(LAKESIDE):
        found = requests(operator(LAKESIDE), Wanted(address="127.0.0.1")).rows
    assert len([row for row in found if row.record.route.endswith("inbox")]) == 2
    assert all(row.intact for row in found)


def test_the_demos_phones_show_their_texts(rotated, as_login):
    scene = Scene(as_login)
    scene.text(ursula, "before")
    rotated()
    scene.text(ursula, "after")
    line = handset.line_of(ursula.phone)
    assert [text.body for text in handset.texts(sender=ursula.phone, line=line)] == [
        "before",
        "after",
    ]


@pytest.mark.parametrize("login", ["web", "auditor"])
def test_only_workers_renew(as_login, login):
    renew = "SELECT members_renew_index(%s, %s, %s)"
    with (
        as_login(login),
        pytest.raises(Exception, match="permission denied"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute(renew, [LAKESIDE, bytes(16), bytes(16)])


def test_sending_looks_at_stop_while_indexes_move(rotated, renewed, as_login):
    """The outbox asks at the moment of sending, by the index that the member has then."""
    scene = Scene(as_login)
    scene.text(ursula, "What is A1C?")
    scene.answer()
    rotated()
    scene.text(ursula, "STOP")
    renewed()
    scene.answer()
    with as_login("worker"):
        while send_batch(organization_id=LAKESIDE):
            pass
    bodies = [said.body for said in scene.outbound(ursula) if said.state == "delivered"]
    assert any("START" in body for body in bodies)
