"""What somebody does to the database beside the program turns the standard that it breaks."""

import os

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from chaperone.evidence.collecting import Status
from tests.evidence.scene import result


@pytest.fixture
def attack(committed):
    """A superuser's connection to the test's own database."""
    admin = make_conninfo(os.environ["CHAPERONE_TEST_ADMIN"], dbname=committed)
    with psycopg.connect(admin, autocommit=True) as connection:
        yield connection


def test_each_guard_that_is_taken_down_shows(attack):
    assert result("164.312(a)(1)").status == Status.MET
    attack.execute("alter table vendors_vendor no force row level security")
    found = result("164.312(a)(1)")
    assert (found.status, found.sentence) == (
        Status.NOT_MET,
        "Row security is not forced on 1 table.",
    )
    attack.execute("alter table vendors_vendor force row level security")

    assert result("164.312(a)(2)(iv)").status == Status.MET
    attack.execute("set session_replication_role = replica")
    attack.execute("update facilities_copyrequest set reason = convert_to('Because.', 'UTF8')")
    found = result("164.312(a)(2)(iv)")
    assert found.status == Status.NOT_MET
    assert "1 value of 1 column stored without a seal" in found.sentence
    # A seal under a key that is not there is none.
    attack.execute(
        "update facilities_copyrequest set reason = '\\x01'::bytea"
        " || decode(repeat('ab', 16), 'hex') || decode(repeat('00', 40), 'hex')"
    )
    assert result("164.312(a)(2)(iv)").status == Status.NOT_MET

    assert result("164.310(d)(2)(iv)").status == Status.MET
    attack.execute(
        "alter table facilities_movement drop constraint facilities_movement_copied_before"
    )
    attack.execute("update facilities_movement set copy_proof = '' where held_ephi")
    assert result("164.310(d)(2)(iv)").status == Status.NOT_MET
