from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaperone.database.identifiers import first_id_of, new_id
from chaperone.database.partitions import monthly, months_ahead


def bounds(sql: str) -> list[tuple[UUID, UUID]]:
    lines = [line.split("'") for line in sql.splitlines()]
    return [(UUID(parts[1]), UUID(parts[3])) for parts in lines]


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)), st.integers(1, 40))
def test_months_follow_each_other_without_a_gap(start, months):
    found = bounds(monthly("ledger_entry", "id", start, months))
    assert len(found) == months
    assert all(after == before for (_, after), (before, _) in pairwise(found))


@given(st.dates(date(1990, 1, 1), date(2200, 1, 1)))
def test_the_first_partition_holds_its_whole_month(day):
    ((low, high),) = bounds(monthly("ledger_entry", "id", day, 1))
    first = datetime(day.year, day.month, 1, tzinfo=UTC)
    assert low == first_id_of(first)
    assert first_id_of(first + timedelta(days=27, hours=23)) < high
    assert high <= first_id_of(first + timedelta(days=31))


def test_december_is_followed_by_january():
    names = [line.split('"')[1] for line in monthly("t", "id", date(2026, 12, 31), 2).splitlines()]
    assert names == ["t_2026_12", "t_2027_01"]


@pytest.mark.parametrize("name", ['t"; drop table x; --', "T", "", "t-1", "1t", "t\n", "t" * 51])
def test_a_name_that_is_not_plain_is_refused(name):
    with pytest.raises(ValueError, match="plain"):
        monthly(name, "id", date(2026, 1, 1), 1)
    with pytest.raises(ValueError, match="plain"):
        monthly("t", name, date(2026, 1, 1), 1)


@pytest.fixture
def table(prepared):
    with prepared.connect("owner") as owner:
        owner.execute("create table parted (id uuid primary key) partition by range (id)")
        owner.execute("grant select, insert on parted to chaperone_web")
        owner.execute(monthly("parted", "id", datetime.now(UTC).date(), 24))
    yield "parted"
    with prepared.connect("owner") as owner:
        owner.execute("drop table parted")


def test_rows_go_to_the_partition_of_their_month(prepared, table):
    instant = datetime.now(UTC)
    with prepared.connect("web") as web:
        web.execute("insert into parted values (%s)", [new_id()])
        (found,) = web.execute("select tableoid::regclass::text from parted").fetchone()
    assert found == f"parted_{instant:%Y_%m}"


def test_the_future_is_extended_by_the_same_sql(prepared, table):
    with prepared.connect("owner") as owner:
        owner.execute(monthly("parted", "id", datetime.now(UTC).date(), 30))
        (count,) = owner.execute(
            "select count(*) from pg_inherits where inhparent = 'parted'::regclass"
        ).fetchone()
    assert count == 30


def test_a_row_of_a_month_without_a_partition_is_refused(prepared, table):
    with prepared.connect("web") as web, pytest.raises(psycopg.errors.CheckViolation):
        web.execute(
            "insert into parted values (%s)", [first_id_of(datetime(2020, 1, 1, tzinfo=UTC))]
        )


def test_a_partition_cannot_be_reached_past_its_table(prepared, table):
    name = f"parted_{datetime.now(UTC):%Y_%m}"
    with prepared.connect("web") as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(f"select * from {name}")


def test_bounds_let_the_planner_leave_out_the_other_months(prepared, table):
    now = datetime.now(UTC)
    with prepared.connect("web") as web:
        plan = web.execute(
            f"explain select * from parted where id <= '{first_id_of(now)}'"
        ).fetchall()
    assert "\n".join(line for (line,) in plan).count("parted_") == 2  # one index, one table


def test_how_far_the_partitions_reach_is_known(prepared, table):
    with prepared.connect("web") as web:
        assert months_ahead(web) == {"parted": 23}
