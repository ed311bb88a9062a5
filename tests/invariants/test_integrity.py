"""Stored values that somebody changed, cut, moved or put back: refused, and on record.

45 CFR 164.312(c)(1)-(2). The attacker has the owner's login: row security and grants are no help.
"""

import pytest
from django.db import connection
from django.urls import reverse

from chaperone.access.actors import assistant
from chaperone.access.models import Request
from chaperone.access.witness import witnessed
from chaperone.conversations.models import Message
from chaperone.database.identifiers import PLATFORM
from chaperone.ledger.errors import NotRecorded
from chaperone.members.models import Member
from chaperone.vault.errors import NotIntact, WrittenOnce
from chaperone.vault.keyring import keyring
from tests.access.scene import asked, one_member
from tests.cast import LAKESIDE, dewey, inside, kristopher, lee, maria, samuel, ursula
from tests.conversations.scene import Scene
from tests.retention.scene import without_ledger
from tests.web.administration.asking import entries, text

pytestmark = pytest.mark.usefixtures("committed")


def stored(texter, column):
    with inside(texter.organization_id), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM members_member WHERE id = %s", [texter.member.id])
        return bytes(cursor.fetchone()[0])


def put(as_login, texter, column, blob):
    with inside(texter.organization_id):
        member_id = texter.member.id
    with as_login("owner"), inside(texter.organization_id), connection.cursor() as cursor:
        cursor.execute(f"UPDATE members_member SET {column} = %s WHERE id = %s", [blob, member_id])
        assert cursor.rowcount == 1
    return member_id


def flipped(blob, place):
    changed = bytearray(blob)
    changed[place] ^= 1
    return bytes(changed)


def own(change):
    return lambda: change(stored(ursula, "name"))


ATTACKS = {
    "a flipped bit of the text": own(lambda blob: flipped(blob, -20)),
    "a flipped bit of the tag": own(lambda blob: flipped(blob, -1)),
    "a flipped bit of the nonce": own(lambda blob: flipped(blob, 20)),
    "a flipped bit of the key's id": own(lambda blob: flipped(blob, 5)),
    "another version": own(lambda blob: b"\x09" + blob[1:]),
    "cut by one": own(lambda blob: blob[:-1]),
    "cut to the header": own(lambda blob: blob[:17]),
    "cut to a byte": own(lambda blob: blob[:1]),
    "cut to nothing": own(lambda blob: b""),
    "one byte more": own(lambda blob: blob + b"\0"),
    "another element": lambda: stored(ursula, "phone"),
    "another member": lambda: stored(kristopher, "name"),
    "another care team": lambda: stored(lee, "name"),
    "another organization": lambda: stored(dewey, "name"),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_altered_value_is_refused_and_recorded(attack, as_login):
    member_id = put(as_login, ursula, "name", ATTACKS[attack]())
    keyring.forget()
    response = maria.client().get(
        reverse("members:member", kwargs={"member_id": member_id}), secure=True
    )
    assert response.status_code == 500
    page = text(response)
    assert "Something stored here was changed" in page
    assert ursula.phone not in page
    (alarm,) = entries("vault.value.altered")
    assert alarm.outcome == "failure"
    assert alarm.actor_id == maria.user.id
    assert alarm.members == (member_id,)
    assert alarm.details["table"] == "members_member"
    assert alarm.details["element"] == "name"
    assert alarm.details["row"] == str(member_id)
    # Nothing was shown, so that nothing is recorded as seen.
    assert [e for e in entries("access.record.appended") if e.actor_id == maria.user.id] == []


def test_two_values_of_a_row_changed_places(as_login):
    name, phone = stored(ursula, "name"), stored(ursula, "phone")
    put(as_login, ursula, "name", phone)
    member_id = put(as_login, ursula, "phone", name)
    with (
        inside(LAKESIDE),
        pytest.raises(NotIntact),
        witnessed(assistant(LAKESIDE), purpose="treatment", place="tests"),
    ):
        Member.objects.get(id=member_id).name.open()


def test_the_alarm_names_the_one_message_among_many(as_login):
    scene = Scene(as_login)
    ids = [scene.text(ursula, f"Text {number}") for number in range(5)]
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE conversations_message DISABLE TRIGGER conversations_message_unchanged"
        )
        cursor.execute(
            "UPDATE conversations_message SET body = substr(body, 1, length(body) - 1)"
            " WHERE id = %s",
            [ids[3]],
        )
    with inside(LAKESIDE):
        thread = reverse("conversations:thread", kwargs={"conversation_id": ursula.member.id})
    response = maria.client().get(thread, secure=True)
    assert response.status_code == 500
    assert "Text 1" not in text(response)
    (alarm,) = entries("vault.value.altered")
    assert alarm.details["row"] == str(ids[3])
    assert alarm.details["table"] == "conversations_message"
    assert "Text" not in str(alarm.details)


def test_a_message_of_one_thread_put_into_another(as_login):
    scene = Scene(as_login)
    hers, his = scene.text(ursula, "Hers"), scene.text(kristopher, "His")
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE conversations_message DISABLE TRIGGER conversations_message_unchanged"
        )
        cursor.execute(
            "UPDATE conversations_message SET member_id ="
            " (SELECT member_id FROM conversations_message WHERE id = %s) WHERE id = %s",
            [his, hers],
        )
    with inside(LAKESIDE):
        thread = reverse("conversations:thread", kwargs={"conversation_id": kristopher.member.id})
        moved_to = kristopher.member.id
    response = maria.client().get(thread, secure=True)
    assert response.status_code == 500
    assert "Hers" not in text(response)
    (alarm,) = entries("vault.value.altered")
    assert alarm.details["problem"] == "WrongKey"
    assert alarm.members == (moved_to,)


def test_an_altered_secret_is_refused_and_recorded(as_login):
    request_id = asked(maria, one_member(lee))
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("UPDATE access_request SET reason = substr(reason, 1, length(reason) - 1)")
    with samuel.acting(), pytest.raises(NotIntact):
        Request.objects.get(id=request_id).reason.reveal()
    (alarm,) = entries("vault.value.altered", PLATFORM)
    assert alarm.details["table"] == "access_request"


def test_no_record_no_softer_failure(as_login):
    """Where even the alarm cannot be written, nothing is shown either."""
    member_id = put(as_login, ursula, "name", stored(kristopher, "name"))
    without_ledger(as_login, "web")
    with (
        pytest.raises(NotRecorded),
        inside(LAKESIDE),
        witnessed(assistant(LAKESIDE), purpose="treatment", place="tests"),
    ):
        Member.objects.get(id=member_id).name.open()


def test_a_value_is_written_once_so_that_there_is_no_older_one_to_put_back():
    with inside(LAKESIDE):
        member = ursula.member
        with pytest.raises(WrittenOnce):
            member.name = "Somebody Else"
        message = Message(organization_id=LAKESIDE, member_id=member.id, body="First")
        message.body = "Not saved yet"
