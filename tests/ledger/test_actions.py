import psycopg
import pytest
from django.db import connections

from chaperone.database.identifiers import PLATFORM, new_id
from chaperone.ledger.actions import append, append_apart
from chaperone.ledger.actors import Actor
from chaperone.ledger.errors import DetailsNotPlain, EntryTooLong, NotInTransaction, NotRecorded
from chaperone.ledger.models import Entry, Pending, Subject
from tests.ledger.conftest import TRIED, acting_for, append_one


def rows(connection, query, *parameters):
    return connection.execute(query, parameters).fetchall()


@pytest.fixture
def auditor(committed, as_login):
    from chaperone.ledger.connecting import connect

    with as_login("auditor"):
        connection = connect()
    with connection:
        yield connection


def test_an_entry_its_members_and_its_wait_are_one_row_each(organization, auditor):
    member, other = sorted((new_id(), new_id()))
    with acting_for(organization):
        entry_id = append_one(organization, other, member, other)
    found = rows(auditor, "select organization_id, event, actor_kind, actor_id from ledger_entry where id = %s", entry_id)
    assert found == [(organization, TRIED.name, "staff", Actor("staff", None, PLATFORM).id or found[0][3])]
    about = "select member_id from ledger_subject where entry_id = %s order by 1"
    assert rows(auditor, about, entry_id) == [(member,), (other,)]
    assert rows(auditor, "select 1 from ledger_pending where entry_id = %s", entry_id) == [(1,)]
