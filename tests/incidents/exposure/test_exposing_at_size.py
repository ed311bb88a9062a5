"""An exposure over CHAPERONE_ENTRIES entries (5,000,000 in make prove): by account, address, session and
time, in less than 10 seconds each."""

import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chaperone.database.identifiers import new_id
from chaperone.incidents.exposure.queries import expose
from chaperone.ledger.actors import Actor
from chaperone.ledger.origins import as_noted
from tests.cast import LAKESIDE, inside
from tests.ledger.filled import fill, named

pytestmark = pytest.mark.xdist_group("sequencer")
ENTRIES = int(os.environ.get("CHAPERONE_ENTRIES", "20000"))
FULL = 1_000_000
LIMIT_SECONDS = 10.0
ADDRESS, SESSION = "203.0.113.9", UUID(int=77)
_ORIGINS = """
    update ledger_subject set
        address = case when actor = md5('coach 145')::uuid then %(address)s else null end,
        session = case when actor = md5('coach 145')::uuid then %(session)s::uuid else null end
    where organization_id = %(organization)s
"""


def test_an_exposure_takes_seconds(committed):
    fill(committed, count=ENTRIES, organization=LAKESIDE, other=new_id(), member=named("one"))
    with inside(LAKESIDE):
        (address, *_) = as_noted(LAKESIDE, ADDRESS)
    note_origins(committed, address)
    now = datetime.now(UTC)
    whole = {"since": now - timedelta(days=740), "until": now + timedelta(minutes=1)}
    coach = named("coach 145")
    asked = {
        "account": {"account": coach},
        "address": {"address": ADDRESS},
        "session": {"session": SESSION},
        "time": {},
    }
    found = {}
    with inside(LAKESIDE):
        actor = Actor("worker", None, LAKESIDE)
        for name, trace in asked.items():
            found[name] = expose(actor, **whole, **trace)
            print(name, found[name].members, found[name].entries, round(found[name].seconds, 2))
    assert found["account"].seen == found["address"].seen == found["session"].seen
    assert len(found["account"].seen) > 0
    assert len(found["time"].seen) > len(found["account"].seen)
    if ENTRIES >= FULL:
        assert all(each.seconds < LIMIT_SECONDS for each in found.values())


def note_origins(database, address):
    """As the program notes them: that coach's sign-in and address, and none of the programs'."""
    dsn = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=database)
    values = {"address": address, "session": SESSION, "organization": LAKESIDE}
    with psycopg.connect(dsn, autocommit=True) as admin:
        admin.execute("set session_replication_role = replica")
        admin.execute(_ORIGINS, values)
        admin.execute("vacuum analyze ledger_subject")
