"""Row security, tried as the real logins: a forgotten filter shows and writes nothing."""

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.conversations.models import Conversation, Delivery, Message, Turn
from chaperone.database.identifiers import new_id
from tests.cast import LAKESIDE, Person, daniel, inside, maria, priya, ursula
from tests.conversations.scene import Scene

TABLES = (Conversation, Message, Turn, Delivery)
_REWRITE_MESSAGES = (
    "UPDATE conversations_message SET author = 'coach'",
    "DELETE FROM conversations_message",
    "TRUNCATE conversations_message",
)
_DELETE = (
    "DELETE FROM conversations_conversation",
    "DELETE FROM conversations_turn",
    "DELETE FROM conversations_delivery",
)
_OTHERS = pytest.mark.parametrize("person", [daniel, priya], ids=["colleague", "stranger"])


@pytest.fixture
def talked(scene: Scene) -> Scene:
    scene.text(ursula, "What is A1C?")
    scene.work()
    return scene


def test_her_coach_sees_the_rows(talked: Scene) -> None:
    with maria.acting():
        assert [table.objects.exists() for table in TABLES] == [True] * 4


@_OTHERS
def test_others_see_and_change_no_row(talked: Scene, person: Person) -> None:
    with person.acting():
        assert [table.objects.exists() for table in TABLES] == [False] * 4
        assert Conversation.objects.update(answerer="paused") == 0
        assert Delivery.objects.update(state="failed") == 0


def test_without_context_there_is_no_row(talked: Scene) -> None:
    assert [table.objects.exists() for table in TABLES] == [False] * 4


@_OTHERS
def test_others_insert_nothing_for_her(talked: Scene, person: Person) -> None:
    with inside(LAKESIDE):
        member_id = ursula.member.id
    insert_message = (
        "INSERT INTO conversations_message (id, organization_id, member_id, direction, author, body)"
        " VALUES (%s, %s, %s, 'inbound', 'member', 'x')"
    )
    rows = [
        Turn(id=new_id(), organization_id=LAKESIDE, member_id=member_id),
        Delivery(id=new_id(), organization_id=LAKESIDE, member_id=member_id, kind="coach"),
        Conversation(organization_id=LAKESIDE, member_id=member_id),
    ]
    with person.acting():
        for row in rows:
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                row.save(force_insert=True)
        _refused(insert_message, "row-level security", [new_id(), LAKESIDE, member_id])


def test_the_web_server_rewrites_and_deletes_nothing(talked: Scene) -> None:
    with inside(LAKESIDE):
        for statement in _REWRITE_MESSAGES + _DELETE:
            _refused(statement, "permission denied")


def test_a_worker_rewrites_nothing_and_deletes_nothing_before_its_time(talked: Scene) -> None:
    """What purging may delete is tried in ``tests/retention/purging``."""
    with talked.as_login("worker"), inside(LAKESIDE):
        _refused("DELETE FROM conversations_message", "never changed")
        _refused("TRUNCATE conversations_message", "permission denied")
        _refused("UPDATE conversations_message SET author = 'coach'", "permission denied")
        _refused("DELETE FROM conversations_conversation", "permission denied")
        for table in ("turn", "delivery"):
            assert _changed(f"DELETE FROM conversations_{table}") == 0


def test_not_even_the_owner_changes_a_message(talked: Scene) -> None:
    with talked.as_login("owner"), inside(LAKESIDE):
        for statement in _REWRITE_MESSAGES:
            _refused(statement, "never changed")


def test_web_does_not_decide_turns(talked: Scene) -> None:
    with inside(LAKESIDE):
        # Only those that wait since a restore, and those to nothing that was not a person's word.
        assert _changed("UPDATE conversations_turn SET state = 'answered'") == 0
        for change in ("triage = 'routine'", "lane = 0"):
            _refused(f"UPDATE conversations_turn SET {change}", "permission denied")


@pytest.mark.parametrize("login", ["sequencer", "auditor"])
def test_other_logins_read_no_message(talked: Scene, login: str) -> None:
    with talked.as_login(login), inside(LAKESIDE):
        _refused("SELECT 1 FROM conversations_message", "permission denied")


def _changed(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def _refused(statement: str, why: str, values: list[object] | None = None) -> None:
    with (
        pytest.raises(DatabaseError, match=why),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
