"""What is asked about the workforce as a whole: who leaves, who lacks what, who is in office."""

from datetime import timedelta

import pytest

from chaperone.access.clearances import end_hold
from chaperone.organizations.days import today_of
from chaperone.workforce.actions.checklists import give_line
from chaperone.workforce.actions.hiring import change_person
from chaperone.workforce.actions.leaving import begin_termination
from chaperone.workforce.models import Line
from chaperone.workforce.queries.designated import in_office
from chaperone.workforce.queries.leaving import leaving_of
from chaperone.workforce.queries.people import own_record
from chaperone.workforce.queries.standing import cleared_of, supervision_of
from tests.cast import daniel, grace, maria, samuel

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def test_who_left_reaches_nothing_and_what_is_late_is_counted():
    with samuel.acting() as officer:
        assert leaving_of(officer) == (0, 0, 0, 0, ())
        person = own_record(officer, daniel.user.id)
        begin_termination(actor=officer, person_id=person.id, reason="Moves away.")
        lines = Line.objects.filter(checklist__person=person, done_at=None)
        lines = lines.exclude(checklist__kind="onboarding")
        yesterday = today_of(officer) - timedelta(days=1)
        give_line(actor=officer, line_id=lines[0].id, owner_id=None, due_on=yesterday)
        found = leaving_of(officer)
    assert (found.left, found.reaching, found.late_lines) == (1, 0, 1)
    assert found.open_lines == len(lines)
    assert found.latest == (person.id,)


def test_positions_supervisors_and_clearances_are_counted_of_who_works_here():
    with samuel.acting() as officer:
        assert supervision_of(officer) == (5, 0, 0)
        person = own_record(officer, maria.user.id)
        change_person(actor=officer, person_id=person.id, position="", started_on=person.started_on)
        assert supervision_of(officer) == (5, 1, 1)
        end_hold(
            actor=officer, user_id=maria.user.id, clearance="training", reason="To be taken anew."
        )
        cleared = cleared_of(officer)
    assert (cleared.people, cleared.holding["Training"], cleared.in_grace) == (5, 4, 0)
    assert cleared.holding["Policies"] == 5


def test_an_official_who_left_is_in_office_and_not_there():
    with grace.acting() as actor:
        before = {each.kind: each for each in in_office(actor)}
        person = own_record(actor, samuel.user.id)
        begin_termination(actor=actor, person_id=person.id, reason="Moves away.")
        after = {each.kind: each for each in in_office(actor)}
    assert before["security"].works_here
    assert before["security"].reachable
    assert before["security"].person_id == person.id
    assert not after["security"].works_here
    assert after["privacy"].works_here
