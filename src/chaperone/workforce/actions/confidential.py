"""Sanctions and background checks (45 CFR 164.308(a)(1)(ii)(C), (a)(3)(ii)(B), 164.530(e))."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.workforce.errors import AboutOneself, NoSuchRecord
from chaperone.workforce.events import CONFIDENTIAL_ADDED, CONFIDENTIAL_READ, CONFIDENTIAL_RETIRED
from chaperone.workforce.models import Confidential, Person
from chaperone.workforce.queries.confidential import Record, file_of, records_of
from chaperone.workforce.queries.people import person_of


@transaction.atomic
def add_record(
    *, actor: Staff, person_id: UUID, kind: str, what: str, happened_on: date
) -> Confidential:
    """Seals a record about somebody; the ledger says that there is one and nothing of it.

    The caller has checked ``workforce.sanctions``. Raises ``NoSuchPerson`` and ``AboutOneself``.
    """
    person = _other(actor, person_id)
    made = Confidential(
        organization_id=actor.organization_id,
        person=person,
        kind=kind,
        what=what.strip(),
        happened_on=happened_on,
        recorded_by=actor.user_id,
    )
    made.save(force_insert=True)
    record_change(actor=actor, event=CONFIDENTIAL_ADDED, record=file_of(person))
    return made


@transaction.atomic
def read_records(*, actor: Staff, person_id: UUID) -> tuple[Person, list[Record]]:
    """What is on record about somebody, opened; the reading is on record as well.

    The caller has checked ``workforce.sanctions``. Raises ``NoSuchPerson`` and ``AboutOneself``.
    """
    person = _other(actor, person_id)
    found = records_of(actor, person)
    if found:
        record_change(actor=actor, event=CONFIDENTIAL_READ, record=file_of(person))
    return person, found


@transaction.atomic
def retire_record(*, actor: Staff, record_id: UUID) -> UUID:
    """Shows a record no longer; it is kept. Returns whose it was. Raises as ``subject_of``."""
    person = subject_of(actor=actor, record_id=record_id)
    rows = Confidential.objects.filter(id=record_id, retired_at=None)
    if not rows.update(retired_at=timezone.now(), retired_by=actor.user_id):
        raise NoSuchRecord
    record_change(actor=actor, event=CONFIDENTIAL_RETIRED, record=file_of(person))
    return person.id


def subject_of(*, actor: Staff, record_id: UUID) -> Person:
    """Whom a record is about that is shown still. Raises ``NoSuchRecord`` and ``AboutOneself``."""
    rows = Confidential.objects.filter(
        organization_id=actor.organization_id, id=record_id, retired_at=None
    )
    found = rows.select_related("person__user").first()
    if found is None:
        raise NoSuchRecord
    return _other(actor, found.person_id)


def _other(actor: Staff, person_id: UUID) -> Person:
    person = person_of(actor, person_id)
    if person.user_id == actor.user_id:
        raise AboutOneself
    return person
