"""The log is found again: by person, route, status, address and time, page by page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from chaperone.access.actors import operator
from chaperone.crypto.errors import CryptoError
from chaperone.database.identifiers import first_id_of, new_id
from chaperone.requestlog.actions import write
from chaperone.requestlog.queries import Wanted, search
from chaperone.requestlog.records import Record
from tests.cast import HARBOR, LAKESIDE, inside
from tests.requestlog.reading import logged

pytestmark = pytest.mark.usefixtures("committed")

ALICE, BOB = UUID(int=1), UUID(int=2)
A_RECORD = Record(
    id=UUID(int=0),
    organization_id=LAKESIDE,
    at=datetime.now(UTC),
    address="198.51.100.7",
    session="",
    actor_kind="staff",
    actor_id=ALICE,
    method="GET",
    route="members:search",
    status=200,
    duration_ms=1.5,
    size=10,
)


def keep(**changes) -> UUID:
    record = replace(A_RECORD, **({"id": new_id()} | changes))
    write(record)
    return record.id


def found(**wanted) -> list[UUID]:
    return [row.record.id for row in logged(LAKESIDE, **wanted)]


def test_each_filter_finds_its_own():
    mine = keep()
    theirs = keep(actor_id=BOB, route="ledger:search", status=404, address="2001:db8::1")
    keep(organization_id=HARBOR)
    assert found() == [theirs, mine]
    assert found(person=ALICE) == [mine]
    assert found(route="ledger:search") == [theirs]
    assert found(status_class=4) == [theirs]
    assert found(status_class=2) == [mine]
    assert found(address="198.51.100.7") == [mine]
    assert found(address="198.51.100.70") == []
    assert found(person=ALICE, status_class=4) == []


def test_a_period_is_from_and_until():
    now = datetime.now(UTC)
    early = keep(id=first_id_of(now - timedelta(minutes=3)))
    late = keep(id=first_id_of(now - timedelta(minutes=1)))
    assert found(since=now - timedelta(minutes=2)) == [late]
    assert found(until=now - timedelta(minutes=2)) == [early]
    assert found(since=now - timedelta(minutes=4), until=now) == [late, early]


def test_pages_follow_one_another_without_gap_or_double():
    kept = [keep() for _ in range(7)]
    seen, before = [], None
    with inside(LAKESIDE):
        while True:
            page = search(operator(LAKESIDE), Wanted(before=before), limit=3)
            seen += [row.record.id for row in page.rows]
            before = page.next
            if before is None:
                break
    assert seen == kept[::-1]


def test_a_page_is_two_queries_however_many_rows(django_assert_num_queries):
    for _ in range(20):
        keep()
    logged(LAKESIDE)
    with inside(LAKESIDE), django_assert_num_queries(1):
        assert len(search(operator(LAKESIDE), Wanted(route="members:search")).rows) == 20


def test_a_row_whose_columns_were_changed_is_told(as_login):
    row = keep(status=404)
    with as_login("owner"), inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE requestlog_request DISABLE TRIGGER USER")
        cursor.execute("SELECT tableoid::regclass::text FROM requestlog_request LIMIT 1")
        partition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE {partition} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE requestlog_request NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"UPDATE {partition} SET status = 200 WHERE id = %s", [row])
        assert cursor.rowcount == 1
    (changed,) = logged(LAKESIDE)
    assert not changed.intact
    assert changed.record.status == 404


def test_a_record_moved_to_another_row_does_not_open():
    keep()
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO requestlog_request SELECT %s, organization_id, actor_id, route, status,"
            " address_index, sealed FROM requestlog_request",
            [new_id()],
        )
    with pytest.raises(CryptoError):
        logged(LAKESIDE)
