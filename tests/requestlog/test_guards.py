"""What the database itself refuses, whoever asks."""

import os

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from psycopg.conninfo import make_conninfo

from chaperone.database.identifiers import new_id
from chaperone.database.partitions import months_ahead
from tests.cast import HARBOR, LAKESIDE, inside, maria
from tests.conftest import WHOLE

pytestmark = pytest.mark.usefixtures("committed")

CHANGES = {
    "update": "UPDATE requestlog_request SET status = 200",
    "delete": "DELETE FROM requestlog_request",
    "truncate": "TRUNCATE requestlog_request CASCADE",
}


@pytest.fixture
def filled() -> None:
    maria.client().get("/inbox/", secure=True)


@pytest.mark.parametrize("verb", CHANGES)
@pytest.mark.parametrize("login", ["web", "worker", "sequencer", "auditor", "backup", "owner"])
def test_the_log_cannot_be_changed(filled, as_login, login, verb):
    refusals = r"append-only|permission denied|read-only"
    with (
        as_login(login),
        pytest.raises(Exception, match=refusals),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute(CHANGES[verb])


@pytest.mark.parametrize("verb", ["TRUNCATE", "DELETE FROM", "UPDATE"])
def test_nor_by_way_of_a_partition(filled, as_login, verb):
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM requestlog_request LIMIT 1")
        partition = cursor.fetchone()[0]
        change = " SET status = 200" if verb == "UPDATE" else ""
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            cursor.execute(f"{verb} {partition}{change}")


def test_partitions_that_are_added_later_are_guarded_too(as_login):
    low, high = (f"f{digit}000000-0000-7000-8000-000000000000" for digit in "01")
    with as_login("owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE requestlog_late PARTITION OF requestlog_request"
            f" FOR VALUES FROM ('{low}') TO ('{high}')"
        )
        cursor.execute("SELECT requestlog_guard_partitions()")
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            cursor.execute("TRUNCATE requestlog_late")


def test_rows_show_in_their_own_organization_only(filled):
    def count() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM requestlog_request")
            return cursor.fetchone()[0]

    assert count() == 0
    with inside(HARBOR):
        assert count() == 0
    with inside(LAKESIDE):
        assert count() == 1


def test_nobody_writes_in_another_organizations_name():
    statement = "INSERT INTO requestlog_request VALUES (%s, %s, NULL, 'x', 200, '', '')"
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [new_id(), HARBOR])


@pytest.mark.parametrize("login", ["worker", "sequencer"])
def test_who_serves_no_requests_neither_reads_nor_writes(as_login, login):
    with (
        as_login(login),
        pytest.raises(ProgrammingError, match="permission denied"),
        inside(LAKESIDE),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM requestlog_request")


def test_the_context_is_as_it_was_before(filled):
    with inside(HARBOR), connection.cursor() as cursor:
        cursor.execute(
            "SELECT requestlog_append(%s, %s, NULL, 'x', 200::smallint, '', '')",
            [new_id(), LAKESIDE],
        )
        cursor.execute("SELECT chaperone_organization()")
        assert cursor.fetchone() == (HARBOR,)


def test_partitions_reach_two_years_ahead():
    whole = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=WHOLE)
    with psycopg.connect(whole) as admin:
        ahead = months_ahead(admin)
    assert ahead["requestlog_request"] >= 23
    assert min(ahead.values()) >= 23
