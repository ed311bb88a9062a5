"""Incidents are opened, numbered, and seen by whom they may be."""

import pytest
from django.db import connection

from chaperone.database.identifiers import new_id
from chaperone.incidents.actions import open_case
from chaperone.incidents.errors import AlreadyOpened, NoSuchIncident
from chaperone.incidents.models import Incident
from chaperone.incidents.queries import incident, incidents_of
from chaperone.registers.queries.history import history_of
from tests.cast import HARBOR, grace, ines, inside, samuel, tom

pytestmark = pytest.mark.django_db(databases=["default", "apart"])


def opened(**changes) -> Incident:
    values = {"title": "A laptop is gone", "kind": "lost_device"} | changes
    with samuel.acting() as officer:
        return open_case(actor=officer, **values)


def test_an_incident_has_a_number_a_lead_and_the_severity_of_its_kind():
    first, second = opened(), opened(kind="complaint")
    assert (first.number, second.number) == (1, 2)
    assert (first.severity, second.severity) == ("high", "low")
    assert (first.state, first.lead_id) == ("open", samuel.user.id)
    with samuel.acting() as officer:
        assert incident(officer, first.id).title.reveal() == "A laptop is gone"
        assert [each.number for each in incidents_of(officer)] == [2, 1]
        assert history_of(officer, first.id)[0].sentence == "A security incident was opened."


def test_its_title_is_sealed():
    found = opened()
    with inside(found.organization_id), connection.cursor() as cursor:
        cursor.execute("SELECT title FROM incidents_incident WHERE id = %s", [found.id])
        assert b"laptop" not in bytes(cursor.fetchone()[0])


def test_a_drill_waits_to_be_acknowledged():
    found = opened(drill=True)
    assert (found.state, found.lead_id, found.acknowledged_at) == ("reported", None, None)


def test_another_organization_sees_none_of_it():
    found = opened()
    with tom.acting() as stranger:
        assert list(incidents_of(stranger)) == []
        with pytest.raises(NoSuchIncident):
            incident(stranger, found.id)
    with inside(HARBOR):
        assert Incident.objects.count() == 0


def test_an_auditor_sees_it_unless_it_is_confidential():
    seen, hidden = opened(), opened(about_id=grace.user.id)
    with ines.acting() as auditor:
        assert [each.id for each in incidents_of(auditor)] == [seen.id]
        with pytest.raises(NoSuchIncident):
            incident(auditor, hidden.id)


def test_whom_it_is_about_does_not_see_it_even_past_the_queries():
    found = opened(about_id=grace.user.id)
    with grace.acting():
        assert not Incident.objects.filter(id=found.id).exists()
    with samuel.acting():
        assert Incident.objects.filter(id=found.id).exists()


def test_one_alert_has_one_incident():
    alert = new_id()
    opened(alert_id=alert)
    with pytest.raises(AlreadyOpened):
        opened(alert_id=alert)
