"""Where members live and how they are written to: recorded, sealed, seen with the member only."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from chaperone.access.context import in_whole_organization
from chaperone.access.witness import witnessed
from chaperone.database.identifiers import new_id
from chaperone.ledger.queries import search
from chaperone.members.actions import enrol_member
from chaperone.members.contacting import record_contact
from chaperone.members.errors import NoEmail
from chaperone.members.models import Contact, Member
from chaperone.members.particulars import Particulars
from chaperone.members.queries import FEW, contact_of, states_of
from chaperone.vault.errors import NotPermitted
from tests.cast import LAKESIDE, daniel, grace, inside, maria, samuel, ursula

pytestmark = pytest.mark.django_db(databases=["default", "apart"])

KNOWN = Particulars("ME", "es", "ana@mail.example", True)


def recorded(particulars=KNOWN) -> Member:
    with grace.acting() as actor:
        member = ursula.member
        record_contact(actor=actor, member=member, particulars=particulars)
        return member


def opened(person, member, purpose="operations"):
    with person.acting() as actor, witnessed(actor, purpose=purpose, place="test"):
        contact = contact_of(actor, member)
        return (contact.language.open(), contact.email.open(), contact.electronic)


def test_the_newest_counts_and_the_state_is_known_to_who_opens_nothing():
    recorded(Particulars("MA", "en", "old@mail.example", False))
    member = recorded()
    assert opened(grace, member) == KNOWN[1:]
    with samuel.acting() as officer, in_whole_organization(officer):
        assert states_of(officer, [member.id]) == {member.id: "ME"}
        others = [new_id() for _ in range(FEW)]
        with CaptureQueriesContext(connection) as asked:
            assert states_of(officer, [member.id, *others]) == {member.id: "ME"}
            assert states_of(officer, others) == {}
    many, few = (" IN (" in each["sql"] for each in asked)
    assert (many, few) == (False, True)
    with grace.acting() as actor:
        row = search(actor, event="members.contact.recorded", limit=1).rows[0]
    assert row.members == (member.id,)
    assert row.details["electronic_notice"] is True
    assert "ana@" not in str(row.details)


def test_what_is_kept_of_it_is_sealed():
    member = recorded()
    with inside(LAKESIDE), connection.cursor() as cursor:
        cursor.execute(
            "SELECT language, email FROM members_contact WHERE member_id = %s", [member.id]
        )
        (row,) = cursor.fetchall()
    assert b"ana" not in bytes(row[1])
    assert bytes(row[0]) != b"es"


def test_a_coach_of_another_team_sees_none_of_it():
    member = recorded()
    with daniel.acting():
        assert not Contact.objects.filter(member_id=member.id).exists()


def test_an_agreement_without_an_address_is_none():
    with pytest.raises(NoEmail):
        recorded(Particulars(electronic=True))
    with inside(LAKESIDE), pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.create(
            organization_id=LAKESIDE, member_id=ursula.member.id, electronic=True
        )


def test_nobody_rewrites_what_was_recorded():
    """Workers empty a row when the member's data is destroyed; nobody removes one."""
    with connection.cursor() as cursor:
        for login, verb, may in (
            ("web", "UPDATE", False),
            ("web", "DELETE", False),
            ("worker", "DELETE", False),
            ("worker", "INSERT", False),
            ("auditor", "SELECT", False),
        ):
            cursor.execute(
                "SELECT has_any_column_privilege(%s, 'members_contact', %s)"
                if verb != "DELETE"
                else "SELECT has_table_privilege(%s, 'members_contact', %s)",
                [f"chaperone_{login}", verb],
            )
            assert cursor.fetchone() == (may,), (login, verb)


def test_somebody_enrolled_with_all_of_it_or_nothing():
    with inside(LAKESIDE):
        team = ursula.member.care_team_id
    with grace.acting() as actor:
        more = {"actor": actor, "care_team_id": team}
        known = enrol_member(name="Ana Ruiz", phone="+16175550171", particulars=KNOWN, **more)
        unknown = enrol_member(name="Bo Ek", phone="+16175550172", **more)
        assert unknown.state == ""
        assert contact_of(actor, unknown) is None
        assert known.state == "ME"
    assert opened(grace, known) == KNOWN[1:]
    # A coach is told the language and has no use for the address.
    with maria.acting() as coach, witnessed(coach, purpose="treatment", place="test"):
        assert contact_of(coach, known).language.open() == "es"
        with pytest.raises(NotPermitted):
            contact_of(coach, known).email.open()
