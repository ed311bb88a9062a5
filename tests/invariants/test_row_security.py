"""PostgreSQL itself refuses: without a context no row, in another's context none of ours."""

from uuid import uuid4

import pytest
from django.db import connection, transaction

from chaperone.access.actions.own_roles import save_role
from chaperone.access.actions.reviews import begin_review
from chaperone.database.context import Context, apply
from tests.access.scene import asked, emergency, one_member
from tests.cast import (
    HARBOR,
    HARBOR_NUMBER,
    LAKESIDE,
    LAKESIDE_NUMBER,
    OPERATIONS,
    dewey,
    inside,
    maria,
    noah,
    priya,
    samuel,
    tom,
    ursula,
)
from tests.conversations.scene import Scene

pytestmark = pytest.mark.usefixtures("committed")

# The platform's own keys are needed in every context, to record what belongs to no organization.
_PLATFORM = "organization_id <> '00000000-0000-0000-0000-000000000000'"


def tables() -> list[str]:
    """Every table with an organization that the web login may read."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT c.relispartition AND a.attname = 'organization_id'
              AND has_table_privilege('chaperone_web', c.oid, 'SELECT')
            """
        )
        return [name for (name,) in cursor.fetchall()]


def rows(table: str, condition: str = "true") -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table} WHERE {_PLATFORM} AND {condition}")
        return int(cursor.fetchone()[0])


def test_without_context_no_table_shows_a_row(filled):
    assert len(tables()) >= 8
    assert {table: rows(table) for table in tables()} == dict.fromkeys(tables(), 0)


@pytest.mark.parametrize(("own", "other"), [(LAKESIDE, HARBOR), (HARBOR, LAKESIDE)])
def test_in_a_context_only_its_own_rows_show(filled, own, other):
    with inside(own):
        for table in filled:
            assert rows(table, f"organization_id = '{own}'") > 0, table
        for table in tables():
            assert rows(table, f"organization_id = '{other}'") == 0, table
            assert rows(table, f"organization_id <> '{own}'") == 0, table


FILLED = (
    "members_member",
    "members_careteam",
    "access_grant",
    "access_request",
    "access_emergency",
    "access_review",
    "access_reviewitem",
    "access_ownrole",
    "vault_key",
    "ledger_entry",
    "conversations_conversation",
    "conversations_message",
    "conversations_turn",
)


@pytest.fixture
def filled(as_login):
    """Rows in both organizations, of every kind that people make here."""
    scene = Scene(as_login)
    sides = ((LAKESIDE_NUMBER, maria, samuel, ursula), (HARBOR_NUMBER, priya, tom, dewey))
    for number, coach, officer, texter in sides:
        scene.text(texter, "What is A1C?", number=number)
        asked(coach, one_member(texter))
        emergency(coach, texter)
        with officer.acting() as actor:
            begin_review(actor=actor)
            save_role(actor=actor, label="Reader", definition={"allow": []}, reason="Tests.")
    scene.work()
    return FILLED


MEMBERS_OWN = (
    "members_member",
    "conversations_conversation",
    "conversations_message",
    "conversations_turn",
    "conversations_delivery",
    "conversations_draft",
    "conversations_presence",
    "conversations_switch",
    "conversations_wait",
    "members_contact",
)


@pytest.mark.parametrize(
    "context",
    [
        Context(LAKESIDE, scope="none"),
        Context(LAKESIDE, scope="care_teams"),
        Context(LAKESIDE, scope="care_teams", care_teams=(uuid4(),)),
        Context(LAKESIDE, scope="care_teams", members=(uuid4(),)),
    ],
    ids=["none", "no team", "another team", "another member"],
)
def test_out_of_reach_no_table_shows_a_row_of_a_member(filled, context):
    with transaction.atomic(), connection.cursor() as cursor:
        apply(cursor, context)
        for table in MEMBERS_OWN:
            assert rows(table) == 0, table


def test_every_table_that_hangs_off_a_member_is_in_that_list():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
              AND NOT c.relispartition AND a.attname = 'member_id'
              AND has_table_privilege('chaperone_web', c.oid, 'SELECT')
            """
        )
        found = {name for (name,) in cursor.fetchall()}
    # Keys and grants are the organization's; which member a subject is of is in the ledger.
    others = {"vault_key", "access_grant", "access_request", "ledger_subject"}
    # What was destroyed is read by officers, who reach no member.
    others |= {"retention_destruction", "retention_certificate"}
    # Officers, who reach no member, decide on legal holds: it holds ids and the number of a matter.
    others |= {"retention_hold"}
    # Who is on call, and the officers, need not be on the care team: it holds ids and a level.
    others |= {"conversations_page"}
    # Officers, who reach no member, decide on copies: it holds ids and element groups.
    others |= {"facilities_copyrequest"}
    # What members report is read by officers, who reach no member: sealed, or ids and moments.
    others |= {"incidents_report"}
    # Whom a breach concerns and whether they were told: ids, ways and states, which officers keep.
    others |= {"incidents_delivery"}
    # Officers, who reach no member, look into alerts: it holds ids, names of rules and counts.
    others |= {"detection_alert"}
    assert found - others == set(MEMBERS_OWN) - {"members_member"}


def test_a_request_from_one_organization_to_another_shows_to_both_and_no_third():
    asked(noah, one_member(ursula), organization_id=LAKESIDE)
    for organization_id, shown in ((LAKESIDE, 1), (OPERATIONS, 1), (HARBOR, 0)):
        with inside(organization_id):
            assert rows("access_request") == shown


def test_context_ends_with_its_transaction():
    with inside(LAKESIDE):
        assert rows("members_member") > 0
    assert rows("members_member") == 0


def test_context_that_is_no_uuid_is_an_error_and_not_all_rows():
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('chaperone.organization', '%', true)")
        with pytest.raises(Exception, match="uuid"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM members_member")
