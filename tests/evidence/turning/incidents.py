"""Incidents (45 CFR 164.308(a)(6))."""

from datetime import timedelta

from django.utils import timezone

from chaperone.incidents.actions import open_case
from chaperone.incidents.cases.actions.stages import end_stage
from chaperone.incidents.cases.actions.tasks import finish_task
from chaperone.incidents.models import Stage, Task
from tests.cast import samuel
from tests.evidence.scene import Scene
from tests.evidence.turning import Mend, turns


@turns("164.308(a)(6)(ii)", "164.308(a)(6)(i)")
def an_incident_is_not_contained_in_time(_: Scene) -> Mend:
    with samuel.acting() as officer:
        case = open_case(
            actor=officer,
            title="Somebody signs in from two countries",
            kind="credential_theft",
            severity="critical",
            discovered_at=timezone.now() - timedelta(hours=5),
        )

    def mend() -> None:
        with samuel.acting() as officer:
            for task in Task.objects.filter(incident=case, stage=Stage.CONTAIN):
                finish_task(actor=officer, incident_id=case.id, task_id=task.id, outcome="Done.")
            end_stage(actor=officer, incident_id=case.id, stage=Stage.CONTAIN)

    return mend
