"""A grant for one member reaches this one's rows, in every table that hangs off a member, and no more.

Tried in SQL, as the real logins, with the filters left out: row security alone decides.
"""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.conversations.models import Conversation, Message, Turn
from chaperone.database.context import Context, apply
from chaperone.members.models import Member
from chaperone.members.queries import ForAccess
from tests.cast import (
    HARBOR,
    LAKESIDE,
    STRANGERS_NUMBER,
    daniel,
    dewey,
    inside,
    kristopher,
    lee,
    maria,
    ursula,
)
from tests.conversations.scene import Scene

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def talked(committed, as_login):
    scene = Scene(as_login)
    for texter in (ursula, kristopher, lee):
        scene.text(texter, "What is A1C?")
    scene.work()
    return scene


def ids():
    found = {}
    for texter in (ursula, kristopher, lee, dewey):
        with inside(texter.organization_id):
            found[texter.name] = texter.member.id
    return found


def reached_with(**context):
    """Who is seen in each table, by a statement without any filter."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            apply(cursor, Context(**context))
        return [
            set(table.objects.values_list(column, flat=True))
            for table, column in (
                (Member, "id"),
                (Conversation, "member_id"),
                (Message, "member_id"),
                (Turn, "member_id"),
            )
        ]


def test_one_member_is_reached_in_every_table_and_nobody_else(talked):
    only = ids()[ursula.name]
    assert reached_with(organization=LAKESIDE, scope="care_teams", members=(only,)) == [{only}] * 4


def test_a_member_comes_on_top_of_a_care_team(talked):
    found = ids()
    with inside(LAKESIDE):
        south = lee.member.care_team_id
    members, *others = reached_with(
        organization=LAKESIDE,
        scope="care_teams",
        care_teams=(south,),
        members=(found[ursula.name],),
    )
    assert found[ursula.name] in members
    assert found[lee.name] in members
    assert found[kristopher.name] not in members
    assert others == [{found[ursula.name], found[lee.name]}] * 3


@pytest.mark.parametrize(
    "context",
    [
        {"organization": LAKESIDE, "scope": "care_teams"},
        {"organization": LAKESIDE, "scope": "care_teams", "members": (uuid4(),)},
        {"organization": LAKESIDE, "scope": "none"},
        {"organization": None, "scope": "none"},
    ],
    ids=["nobody", "no member", "none", "no organization"],
)
def test_without_a_member_named_nothing_is_reached(talked, context):
    assert reached_with(**context) == [set()] * 4


def test_another_organizations_member_is_not_reached_by_naming_them(talked):
    found = ids()
    ours, theirs = (found[ursula.name],), (found[dewey.name],)
    assert reached_with(organization=LAKESIDE, scope="care_teams", members=theirs) == [set()] * 4
    assert reached_with(organization=HARBOR, scope="care_teams", members=ours) == [set()] * 4


@pytest.mark.parametrize("hostile", ["*", "%", "all", "{}", "NULL", "' OR true --"])
def test_what_is_no_list_of_ids_is_an_error_and_not_everybody(hostile):
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('chaperone.scope', 'care_teams', true)")
        cursor.execute("SELECT set_config('chaperone.members', %s, true)", [hostile])
        with pytest.raises(DatabaseError, match="uuid"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM members_member")


def test_who_reaches_one_member_writes_for_no_other(talked):
    found = ids()
    with transaction.atomic(), connection.cursor() as cursor:
        apply(
            cursor,
            Context(organization=LAKESIDE, scope="care_teams", members=(found[ursula.name],)),
        )
        assert Conversation.objects.update(unread=0) == 1
        assert Member.objects.filter(id=found[lee.name]).update(status="ended") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Turn.objects.create(id=uuid4(), organization_id=LAKESIDE, member_id=found[lee.name])


def test_the_look_by_number_gives_an_id_in_the_own_organization_and_leaves_the_scope_alone():
    found = ids()
    asking = ForAccess()
    with daniel.acting() as actor:
        assert not Member.objects.filter(id=found[ursula.name]).exists()
        by_number = asking.by_number(organization_id=LAKESIDE, number=ursula.phone)
        assert by_number == found[ursula.name]
        assert asking.by_number(organization_id=LAKESIDE, number=dewey.phone) is None
        assert asking.by_number(organization_id=LAKESIDE, number=STRANGERS_NUMBER) is None
        assert asking.care_team_of(found[ursula.name]) is None
        assert not Member.objects.filter(id=found[ursula.name]).exists()
        assert set(asking.care_teams(actor).values()) == {"North shore", "South shore"}


def test_a_look_at_one_member_reads_one_row_by_its_key(talked):
    with maria.acting():
        member_id = ursula.member.id
        plan = explained("SELECT * FROM members_member WHERE id = %s", [member_id])
        assert "Index Scan using members_member_" in plan
        assert "Seq Scan" not in plan
        plan = explained(
            "SELECT * FROM conversations_message WHERE organization_id = %s AND member_id = %s",
            [LAKESIDE, member_id],
        )
        assert "Seq Scan on members_member" not in plan
        # What the policy compares with is looked up once for the statement, not for each row.
        assert "InitPlan" in plan


def explained(statement, values):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}", values)
        return "\n".join(line for (line,) in cursor.fetchall())
