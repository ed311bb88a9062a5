"""Findings as the real logins meet them: nothing is deleted, what was decided stays."""

import pytest
from django.db import DatabaseError, connection, transaction

from chaperone.risks.findings.actions.exceptions import ask_exception, decide_exception
from tests.cast import HARBOR, LAKESIDE, grace, inside, samuel
from tests.risks.findings.scene import finding

pytestmark = pytest.mark.usefixtures("committed")


def refuses(statement: str, why: str) -> None:
    refused = pytest.raises(DatabaseError, match=why)
    with connection.cursor() as cursor, refused, transaction.atomic():
        cursor.execute(statement)


def test_nothing_is_deleted_moved_or_decided_by_oneself(as_login) -> None:
    one = finding(samuel)
    with samuel.acting() as actor:
        asked = ask_exception(
            actor=actor, finding_id=one.id, reason="x", safeguards="y", until=one.due_on
        )
    with inside(LAKESIDE):
        refuses("DELETE FROM risks_finding", "permission denied")
        refuses(f"UPDATE risks_finding SET organization_id = '{HARBOR}'", "permission denied")
        refuses("UPDATE risks_finding SET source = 'other'", "permission denied")
        refuses("UPDATE risks_findingexception SET until = '2099-01-01'", "permission denied")
        alone = "UPDATE risks_findingexception SET state = 'approved', decided_by = asked_by"
        alone = f"{alone} WHERE id = '{asked.id}'"
        refuses(alone, "risks_exception_by_somebody_else")
    with grace.acting() as actor:
        decide_exception(actor=actor, exception_id=asked.id, approve=False, note="No.")
    with inside(LAKESIDE):
        change = f"UPDATE risks_findingexception SET note = 'Yes.' WHERE id = '{asked.id}'"
        refuses(change, "What was decided")
    with as_login("worker"), inside(LAKESIDE):
        refuses("UPDATE risks_finding SET state = 'closed'", "permission denied")
    with inside(HARBOR), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM risks_finding")
        assert cursor.fetchone() == (0,)
