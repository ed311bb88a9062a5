"""One of each thing that addresses of the incidents room name, of the officer at Lakeside."""

from typing import Any

from chaperone.database.identifiers import new_id
from chaperone.incidents.containment.actions import contain
from chaperone.incidents.models import Duty
from tests.cast import LAKESIDE, inside, samuel
from tests.incidents.scene import filed, opened, tasks


def incident_things() -> dict[str, Any]:
    """An incident with its first task, who leads it and a step; a report. Alerts are made by
    workers only: who opens an incident of one is in tests/incidents.
    """
    found = opened()
    drill = opened(drill=True)
    with samuel.acting() as officer:
        step = contain(actor=officer, incident_id=drill.id, how="carrier")
    with inside(LAKESIDE):
        duty = Duty.objects.get(incident=found)
    return {
        "incident_id": found.id,
        "task_id": tasks(found.id)[0].id,
        "duty_id": duty.id,
        "containment_id": step.id,
        "report_id": filed().report.id,
        "alert_id": new_id(),
        "how": "sessions",
    }
