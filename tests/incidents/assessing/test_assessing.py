"""A breach is presumed, judged by four factors, signed by a second person, and its clocks follow."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from chaperone.incidents.assessing.actions import (
    give_clock,
    meet_clock,
    record_delay,
    return_assessment,
    sign_assessment,
)
from chaperone.incidents.assessing.dues import dues
from chaperone.incidents.assessing.errors import (
    DelayTooLong,
    NoExposure,
    NoSuchClock,
    NotDemonstrated,
    NothingSecured,
    NotWaiting,
    NotYours,
    WaitsAlready,
)
from chaperone.incidents.assessing.queries import assessment_in_force, assessments_of, clocks_of
from chaperone.incidents.assessing.text import as_text
from chaperone.incidents.errors import NoSuchIncident
from chaperone.incidents.models import Assessment
from chaperone.registers.queries.signatures import is_under, signatures_of
from tests.cast import LAKESIDE, inside, samuel, tom
from tests.incidents.exposure.things import a_case, frozen, looked
from tests.incidents.notifying.things import judged, written

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


@pytest.fixture
def case():
    looked()
    found = a_case()
    frozen(found)
    return found


def clocks(case):
    with samuel.acting() as officer:
        return {each.running.name: each for each in clocks_of(officer, case)}


def test_a_breach_is_presumed_from_the_first_exposure_on():
    looked()
    found = a_case()
    assert not clocks(found)
    frozen(found)
    assert {"individuals", "individuals_promise", "annual_log"} == set(clocks(found))


def test_who_wrote_it_does_not_sign_it(case):
    written(case)
    with samuel.acting() as officer:
        with pytest.raises(NotYours):
            sign_assessment(actor=officer, incident_id=case.id, factor="totp")
        with pytest.raises(NotYours):
            return_assessment(actor=officer, incident_id=case.id, note="x")


def test_a_second_person_signs_it_word_for_word(case, second):
    found = judged(case, second)
    with samuel.acting() as officer:
        assert assessment_in_force(officer, case).id == found.id
        (signature,) = signatures_of(officer, found.id)
        assert signature.user_id == second.user.id
        assert is_under(signature, as_text(found))
        assert "Likely" not in as_text(found)
    with second.acting() as officer, pytest.raises(NotWaiting):
        sign_assessment(actor=officer, incident_id=case.id, factor="totp")


def test_one_waits_at_a_time_and_what_is_given_back_is_kept(case, second):
    written(case)
    with pytest.raises(WaitsAlready):
        written(case)
    with second.acting() as officer:
        return_assessment(actor=officer, incident_id=case.id, note="Who was it?")
    judged(case, second, recipient="Somebody else")
    with samuel.acting() as officer:
        assert [each.state for each in assessments_of(officer, case)] == ["signed", "returned"]


def test_no_breach_must_be_demonstrated(case, second):
    with pytest.raises(NotDemonstrated):
        written(case, outcome="low")
    with pytest.raises(NothingSecured):
        written(case, outcome="secured")
    judged(case, second, outcome="low", viewed_risk="low")
    assert not clocks(case)


def test_nothing_is_judged_before_it_is_known():
    with pytest.raises(NoExposure):
        written(a_case())


def test_a_version_changes_what_runs(case, second):
    judged(case, second, acting_as="associate")
    assert set(clocks(case)) == {"customer", "customer_promise"}
    judged(case, second, europe=True, high_risk=True, consequences="Somebody may call them.")
    assert {"authority", "europeans", "individuals"} <= set(clocks(case))


def test_the_database_keeps_what_was_decided(case, second):
    found = judged(case, second)
    with samuel.acting(), connection.cursor() as cursor:
        # Row security shows none that may be changed any more.
        cursor.execute("update incidents_assessment set state = 'returned'")
        assert cursor.rowcount == 0
        for statement in (
            "update incidents_assessment set outcome = 'low'",
            "delete from incidents_assessment",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)
        kept = Assessment.objects.get(id=found.id)
        assert (kept.state, kept.outcome) == ("signed", "breach")


def test_a_deadline_is_given_and_met(case, second):
    with samuel.acting() as officer:
        give_clock(actor=officer, incident_id=case.id, name="individuals", owner_id=second.user.id)
    assert clocks(case)["individuals"].owner_id == second.user.id
    with samuel.acting() as officer:
        meet_clock(actor=officer, incident_id=case.id, name="individuals")
    assert clocks(case)["individuals"].state == "met"
    with samuel.acting() as officer, pytest.raises(NoSuchClock):
        meet_clock(actor=officer, incident_id=case.id, name="media")


def test_law_enforcement_pauses_what_it_may(case):
    today = timezone.now().date()
    said = {"official": "Agent", "statement": "It would impede.", "stated_on": today}
    with samuel.acting() as officer:
        with pytest.raises(DelayTooLong):
            record_delay(
                actor=officer,
                incident_id=case.id,
                form="oral",
                until=today + timedelta(days=31),
                **said,
            )
        record_delay(
            actor=officer,
            incident_id=case.id,
            form="oral",
            until=today + timedelta(days=30),
            **said,
        )
    assert {each.state for each in clocks(case).values()} == {"paused"}


def test_deadlines_are_in_the_calendar_and_those_of_drills_are_not(case):
    looked()
    drill = a_case(drill=True)
    frozen(drill)
    with inside(LAKESIDE):
        found = list(dues(LAKESIDE, date(2100, 1, 1)))
    assert {due.arguments["incident_id"] for due in found} == {str(case.id)}
    law = next(due for due in found if due.key.endswith(":individuals"))
    assert law.citation == "45 CFR 164.404(b)"
    assert law.owner == samuel.user.id


def test_another_organization_judges_nothing_of_it(case):
    with tom.acting() as stranger:
        with pytest.raises(NoSuchIncident):
            sign_assessment(actor=stranger, incident_id=case.id, factor="totp")
        assert not Assessment.objects.filter(incident_id=case.id).exists()
