"""Reports and incidents as tests make them: by the room's own verbs."""

from uuid import UUID

from chaperone.incidents.actions import open_case
from chaperone.incidents.cases.actions.stages import end_stage
from chaperone.incidents.cases.actions.tasks import finish_task
from chaperone.incidents.models import Incident, Report, Task
from chaperone.incidents.reports.actions.filing import Filed, file_report
from tests.cast import LAKESIDE, Person, inside, maria, samuel

CONCERN = "I saw a laptop on the bus"


def filed(person: Person = maria, text: str = CONCERN, **changes) -> Filed:
    with person.acting() as actor:
        return file_report(actor=actor, way=Report.Way.STAFF, text=text, **changes)


def opened(**changes) -> Incident:
    values = {"title": "A laptop is gone", "kind": "lost_device"} | changes
    with samuel.acting() as officer:
        return open_case(actor=officer, **values)


def tasks(incident_id: UUID, *, required: bool | None = None) -> list[Task]:
    with inside(LAKESIDE):
        rows = Task.objects.filter(incident_id=incident_id).order_by("position")
        return [each for each in rows if required is None or each.required == required]


def do_required(incident_id: UUID) -> None:
    with samuel.acting() as officer:
        for task in tasks(incident_id, required=True):
            finish_task(actor=officer, incident_id=incident_id, task_id=task.id, outcome="Done.")


def end_stages(incident_id: UUID) -> None:
    with samuel.acting() as officer:
        for stage in ("contain", "eradicate", "recover"):
            end_stage(actor=officer, incident_id=incident_id, stage=stage)
