"""The stages of an incident, one after the other, and its end (45 CFR 164.308(a)(6)(ii))."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.cases.closing import missing_of
from chaperone.incidents.errors import StepsMissing, WrongStage
from chaperone.incidents.events import CASE_ADVANCED, CASE_CLOSED
from chaperone.incidents.models import Incident, Stage, Task
from chaperone.incidents.queries.incidents import reach_open
from chaperone.registers.actions.changes import record_change

_State = Incident.State
_ENDS = {
    Stage.CONTAIN: (_State.OPEN, _State.CONTAINED, "contained_at"),
    Stage.ERADICATE: (_State.CONTAINED, _State.ERADICATED, "eradicated_at"),
    Stage.RECOVER: (_State.ERADICATED, _State.RECOVERED, "recovered_at"),
}


def stage_of(found: Incident) -> Stage:
    """The stage that an incident is in."""
    for stage, (before, _, _) in _ENDS.items():
        if found.state == before or found.state == _State.REPORTED:
            return stage
    return Stage.LESSONS


@transaction.atomic
def end_stage(*, actor: Staff, incident_id: UUID, stage: str) -> Incident:
    """Ends the stage that the incident is in. The caller has checked ``incidents.manage``.

    Raises ``NoSuchIncident``, ``IncidentClosed``, ``WrongStage``; ``StepsMissing`` while required
    tasks of it are open.
    """
    found = reach_open(actor, incident_id)
    if stage not in _ENDS or found.state != _ENDS[Stage(stage)][0]:
        raise WrongStage
    _refuse_open(found, [stage])
    _, found.state, column = _ENDS[Stage(stage)]
    setattr(found, column, timezone.now())
    found.save(update_fields=["state", column])
    details = {"stage": str(Stage(stage).label), "drill": found.drill}
    record_change(actor=actor, event=CASE_ADVANCED, record=found.id, details=details)
    return found


@transaction.atomic
def close_case(*, actor: Staff, incident_id: UUID) -> Incident:
    """Closes it. The caller has checked ``incidents.manage``.

    Raises ``NoSuchIncident``, ``IncidentClosed``, ``WrongStage``; ``StepsMissing`` with what is
    missing.
    """
    found = reach_open(actor, incident_id)
    if found.state != _State.RECOVERED:
        raise WrongStage("Contain it, remove its cause and recover first.")
    _refuse_open(found, Stage.values)
    for sentence in missing_of(actor, found):
        raise StepsMissing(sentence)
    found.state = _State.CLOSED
    found.closed_at, found.closed_by = timezone.now(), actor.user_id
    found.save(update_fields=["state", "closed_at", "closed_by"])
    details = {"number": found.number, "drill": found.drill}
    record_change(actor=actor, event=CASE_CLOSED, record=found.id, details=details)
    return found


def _refuse_open(found: Incident, stages: list[str]) -> None:
    left = Task.objects.filter(incident=found, stage__in=stages, required=True, done_at=None)
    numbers = list(left.order_by("position").values_list("position", flat=True))
    if numbers:
        listed = ", ".join(map(str, numbers))
        raise StepsMissing(f"Required tasks are still open: {listed}. Do them, or say why not.")
