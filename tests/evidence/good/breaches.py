"""What Lakeside does so that a breach would find it ready (45 CFR 164.404-414)."""

from chaperone.incidents.actions import open_case
from chaperone.incidents.assessing.settings import TOLL_FREE
from chaperone.incidents.cases.actions.stages import close_case, end_stage
from chaperone.incidents.cases.actions.tasks import finish_task
from chaperone.incidents.cases.actions.working import acknowledge_case
from chaperone.incidents.models import Stage, Task
from chaperone.organizations.actions import change_setting
from tests.cast import samuel
from tests.evidence.good import makes_good
from tests.evidence.scene import Scene


@makes_good
def people_know_whom_to_ask(_: Scene) -> None:
    with samuel.acting() as officer:
        change_setting(
            actor=officer, setting=TOLL_FREE, value="1-800-555-0100", reason="For questions."
        )


@makes_good
def a_breach_is_drilled(_: Scene) -> None:
    with samuel.acting() as officer:
        case = open_case(actor=officer, title="A lost laptop", kind="lost_device", drill=True)
        acknowledge_case(actor=officer, incident_id=case.id)
        for task in Task.objects.filter(incident=case, done_at=None):
            finish_task(actor=officer, incident_id=case.id, task_id=task.id, outcome="Done.")
        for stage in (Stage.CONTAIN, Stage.ERADICATE, Stage.RECOVER):
            end_stage(actor=officer, incident_id=case.id, stage=stage)
        close_case(actor=officer, incident_id=case.id)
