"""PostgreSQL itself refuses: without a context no row, in another's context none of ours."""

import pytest
from django.db import connection, transaction

from tests.cast import HARBOR, LAKESIDE, inside

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


def test_without_context_no_table_shows_a_row():
    assert len(tables()) >= 8
    assert {table: rows(table) for table in tables()} == dict.fromkeys(tables(), 0)


@pytest.mark.parametrize(("own", "other"), [(LAKESIDE, HARBOR), (HARBOR, LAKESIDE)])
def test_in_a_context_only_its_own_rows_show(own, other):
    with inside(own):
        assert rows("members_member") > 0
        for table in tables():
            assert rows(table, f"organization_id = '{other}'") == 0, table
            assert rows(table, f"organization_id <> '{own}'") == 0, table


def test_context_ends_with_its_transaction():
    with inside(LAKESIDE):
        assert rows("members_member") > 0
    assert rows("members_member") == 0


def test_context_that_is_no_uuid_is_an_error_and_not_all_rows():
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('chaperone.organization', '%', true)")
        with pytest.raises(Exception, match="uuid"), transaction.atomic():
            cursor.execute("SELECT count(*) FROM members_member")
