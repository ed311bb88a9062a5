"""From an ended membership to a certificate of destruction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

from django.db import connection

from chaperone.members.actions import end_member
from chaperone.retention.actions import approve, ask, carry_out
from chaperone.retention.models import Certificate
from tests.cast import LAKESIDE, Texter, grace, inside, samuel

AsLogin = Callable[[str], AbstractContextManager[None]]


def ended(texter: Texter) -> UUID:
    """Ends the membership; the member's id."""
    with grace.acting() as actor:
        member = texter.member
        end_member(actor=actor, member=member, reason="Moved away.")
        return member.id


def asked(member_id: UUID) -> UUID:
    """Grace asks; the id of what she asked for."""
    with grace.acting() as actor:
        return ask(actor=actor, member_id=member_id, basis="member", file_number="2026/17").id


def approved(member_id: UUID) -> UUID:
    """Grace asks and Samuel approves."""
    destruction_id = asked(member_id)
    with samuel.acting() as actor:
        approve(actor=actor, destruction_id=destruction_id)
    return destruction_id


def destroyed(texter: Texter, as_login: AsLogin) -> UUID:
    """All of it, in a database that commits; the member's id."""
    member_id = ended(texter)
    approved(member_id)
    with as_login("worker"):
        assert carry_out(organization_id=LAKESIDE) == 1
    return member_id


def without_ledger(as_login: AsLogin, login: str) -> None:
    """From now on the ledger takes no entry of this login."""
    with as_login("owner"), connection.cursor() as cursor:
        cursor.execute("SELECT oid::regprocedure FROM pg_proc WHERE proname = 'ledger_append'")
        for (function,) in cursor.fetchall():
            cursor.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC, chaperone_{login}")


def certificate_of(member_id: UUID) -> Certificate:
    with inside(LAKESIDE):
        return Certificate.objects.select_related("destruction").get(member_id=member_id)
