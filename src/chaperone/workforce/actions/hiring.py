"""People begin, and change their position (45 CFR 164.308(a)(3)(ii)(A))."""

from datetime import date
from uuid import UUID

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.accounts.queries import find_user
from chaperone.ledger.actors import Actor
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change
from chaperone.workforce.actions.checklists import begin_checklist
from chaperone.workforce.errors import NoSuchPerson
from chaperone.workforce.events import PERSON_ADDED, PERSON_CHANGED
from chaperone.workforce.models import Checklist, Person
from chaperone.workforce.queries.people import own_record, person_of


@transaction.atomic
def hire(*, actor: Actor, user_id: UUID) -> None:
    """Puts somebody who was given access on the register, with the checklist of who begins.

    Whoever had left and comes back begins anew. (Registered with ``access.registry.when_hired``.)
    """
    person = own_record(actor, user_id)
    if person and person.ended_on is None:
        return
    today = today_of(actor)
    if person is None:
        person = Person(
            organization_id=actor.organization_id,
            user_id=user_id,
            started_on=today,
            recorded_by=actor.id,
        )
        person.save(force_insert=True)
    else:
        person.started_on, person.ended_on = today, None
        person.save(update_fields=["started_on", "ended_on"])
    begin_checklist(actor=actor, person=person, kind=Checklist.Kind.ONBOARDING, today=today)
    record_change(actor=actor, event=PERSON_ADDED, record=person.id, details={"user": str(user_id)})


@transaction.atomic
def change_person(
    *,
    actor: Staff,
    person_id: UUID,
    position: str,
    started_on: date,
    supervisor_id: UUID | None = None,
) -> Person:
    """Notes as what somebody works. The caller has checked ``workforce.manage``.

    Raises ``NoSuchPerson``, also for a supervisor who does not work here.
    """
    person = person_of(actor, person_id)
    if supervisor_id is not None and own_record(actor, supervisor_id) is None:
        raise NoSuchPerson("The supervisor is nobody who works here.")
    before = person.position
    person.position, person.started_on = position.strip(), started_on
    person.supervisor_id = supervisor_id
    if person.ended_on is not None:
        person.started_on = min(started_on, person.ended_on)
    person.save(update_fields=["position", "started_on", "supervisor_id"])
    record_change(
        actor=actor,
        event=PERSON_CHANGED,
        record=person.id,
        details={
            "position": {"from": before, "to": person.position},
            "started_on": person.started_on.isoformat(),
            "supervisor": str(supervisor_id) if supervisor_id else None,
        },
    )
    return person


@transaction.atomic
def import_person(*, actor: Staff, email: str, position: str, started_on: date | None) -> Person:
    """A line of a file: the position of somebody who has access here. Raises ``NoSuchPerson``."""
    user = find_user(email)
    person = own_record(actor, user.id) if user else None
    if person is None:
        raise NoSuchPerson(
            "Nobody with this e-mail address works here: invite them under Staff first."
        )
    return change_person(
        actor=actor,
        person_id=person.id,
        position=position,
        started_on=started_on or person.started_on,
        supervisor_id=person.supervisor_id,
    )
