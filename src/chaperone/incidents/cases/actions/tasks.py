"""Tasks of an incident: added, given to somebody, done or found not needed."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.errors import AlreadyDone, NoSuchTask
from chaperone.incidents.events import TASK_ADDED, TASK_ASSIGNED, TASK_DONE
from chaperone.incidents.models import Task
from chaperone.incidents.queries.incidents import reach_open
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def add_task(
    *,
    actor: Staff,
    incident_id: UUID,
    stage: str,
    what: str,
    due_on: date,
    owner_id: UUID | None = None,
    required: bool = False,
) -> Task:
    """Adds a task of one's own. The caller has checked ``incidents.manage`` and the owner.

    Raises ``NoSuchIncident``, ``IncidentClosed``.
    """
    found = reach_open(actor, incident_id)
    last = Task.objects.filter(incident=found).aggregate(last=Max("position"))["last"] or 0
    task = Task(
        organization_id=found.organization_id,
        incident=found,
        stage=stage,
        position=last + 1,
        what=what.strip(),
        required=required,
        owner_id=owner_id,
        due_on=due_on,
        created_by=actor.user_id,
    )
    task.save(force_insert=True)
    details = {"task": str(task.id), "stage": task.get_stage_display(), "required": required}
    record_change(actor=actor, event=TASK_ADDED, record=found.id, details=details)
    return task


@transaction.atomic
def assign_task(
    *, actor: Staff, incident_id: UUID, task_id: UUID, owner_id: UUID | None, due_on: date
) -> Task:
    """Says whose it is and until when. The caller has checked ``incidents.manage`` and the owner.

    Raises ``NoSuchIncident``, ``IncidentClosed``, ``NoSuchTask``, ``AlreadyDone``.
    """
    task = _open(actor, incident_id, task_id)
    task.owner_id, task.due_on = owner_id, due_on
    task.save(update_fields=["owner_id", "due_on"])
    details = {
        "task": str(task.id),
        "number": task.position,
        "owner": str(owner_id) if owner_id else None,
        "due": due_on.isoformat(),
    }
    record_change(actor=actor, event=TASK_ASSIGNED, record=task.incident_id, details=details)
    return task


@transaction.atomic
def finish_task(
    *, actor: Staff, incident_id: UUID, task_id: UUID, outcome: str, not_needed: bool = False
) -> Task:
    """Says that it is done, or not needed here, and what came of it.

    The caller has checked ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``,
    ``NoSuchTask``, ``AlreadyDone``.
    """
    task = _open(actor, incident_id, task_id)
    task.outcome, task.not_needed = outcome.strip(), not_needed
    task.done_at, task.done_by = timezone.now(), actor.user_id
    task.save(update_fields=["outcome", "not_needed", "done_at", "done_by"])
    details = {
        "task": str(task.id),
        "number": task.position,
        "stage": task.get_stage_display(),
        "not_needed": not_needed,
    }
    record_change(actor=actor, event=TASK_DONE, record=task.incident_id, details=details)
    return task


def _open(actor: Staff, incident_id: UUID, task_id: UUID) -> Task:
    found = reach_open(actor, incident_id)
    task = Task.objects.filter(incident=found, id=task_id).first()
    if task is None:
        raise NoSuchTask
    if task.done_at:
        raise AlreadyDone
    return task
