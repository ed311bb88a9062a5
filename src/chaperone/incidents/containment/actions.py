"""Stopping something because of an incident, and allowing it again (45 CFR 164.308(a)(6)(ii))."""

from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.access.queries import people_of
from chaperone.access.roles import PERMISSIONS
from chaperone.incidents.containment.ways import WAYS, Way
from chaperone.incidents.errors import (
    AlreadyDone,
    NoSuchContainment,
    NotAllowed,
    NotUndoable,
    WrongPerson,
)
from chaperone.incidents.events import CONTAINED, CONTAINMENT_EXERCISED, CONTAINMENT_UNDONE
from chaperone.incidents.models import Containment, Incident
from chaperone.incidents.queries.incidents import incident, reach_open
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def contain(
    *, actor: Staff, incident_id: UUID, how: str, target_id: UUID | None = None
) -> Containment:
    """Stops something now. In a drill it is recorded as exercised, and nothing is changed.

    ``target_id``: whom, for what is done to a person. The caller has checked
    ``incidents.manage``; what the way itself asks for is checked here. Raises ``NoSuchIncident``,
    ``IncidentClosed``, ``NotAllowed``, ``WrongPerson``, ``AlreadyDone``.
    """
    found = reach_open(actor, incident_id)
    way = WAYS[how]
    refuse_without_permission(actor, way)
    if way.of_a_person != (target_id is not None) or (
        target_id is not None and target_id not in people_of(actor)
    ):
        raise WrongPerson
    before = {} if found.drill else way.does(actor, target_id, _reason(found))
    step = Containment(
        organization_id=found.organization_id,
        incident=found,
        how=how,
        target_id=target_id,
        exercised=found.drill,
        before=before,
        done_by=actor.user_id,
        finished_at=None if way.by_worker and not found.drill else timezone.now(),
    )
    step.save(force_insert=True)
    _record(actor, found, step)
    return step


@transaction.atomic
def undo(*, actor: Staff, incident_id: UUID, containment_id: UUID) -> Containment:
    """Allows again what was stopped, also after the incident was closed.

    The caller has checked ``incidents.manage``. Raises ``NoSuchIncident``, ``NoSuchContainment``,
    ``NotAllowed``, ``AlreadyDone``, ``NotUndoable``.
    """
    found = incident(actor, incident_id, lock=True)
    rows = Containment.objects.filter(incident=found, id=containment_id)
    step = rows.select_for_update(of=("self",)).first()
    if step is None:
        raise NoSuchContainment
    if step.undone_at:
        raise AlreadyDone
    way = WAYS[step.how]
    if way.undo is None:
        raise NotUndoable(way.again)
    refuse_without_permission(actor, way)
    if not step.exercised:
        way.undo(actor, _reason(found))
    step.undone_at, step.undone_by = timezone.now(), actor.user_id
    step.save(update_fields=["undone_at", "undone_by"])
    details = {"what": step.get_how_display(), "drill": step.exercised}
    record_change(actor=actor, event=CONTAINMENT_UNDONE, record=found.id, details=details)
    return step


def refuse_without_permission(actor: Staff, way: Way) -> None:
    """Raises ``NotAllowed``, which says whom to ask."""
    if not actor.may(way.permission):
        raise NotAllowed(
            f"Your role may not do this: ask somebody who may {PERMISSIONS[way.permission]}."
        )


def _reason(found: Incident) -> str:
    return f"Incident {found.number}"


def _record(actor: Staff, found: Incident, step: Containment) -> None:
    details = {
        "what": step.get_how_display(),
        "whom": str(step.target_id) if step.target_id else None,
        "drill": step.exercised,
        **step.before,
    }
    event = CONTAINMENT_EXERCISED if step.exercised else CONTAINED
    record_change(actor=actor, event=event, record=found.id, details=details)
