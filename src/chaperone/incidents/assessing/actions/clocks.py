"""Who sees to a deadline, that it was met, and what law enforcement asked for."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.assessing.deadlines import CUSTOMER_CLOCKS, Stated
from chaperone.incidents.assessing.errors import DelayTooLong, EndsWithNotice, NoSuchClock
from chaperone.incidents.assessing.events import CLOCK_GIVEN, CLOCK_MET, DELAY_RECORDED
from chaperone.incidents.assessing.queries.clocks import clocks_of
from chaperone.incidents.models import Clock, Delay, Incident
from chaperone.incidents.queries.incidents import incident, reach_open
from chaperone.registers.actions.changes import record_change


@transaction.atomic
def give_clock(*, actor: Staff, incident_id: UUID, name: str, owner_id: UUID) -> Clock:
    """Names who sees to a deadline. The caller has checked ``incidents.manage``, and that this is
    a colleague. Raises ``NoSuchIncident``, ``NoSuchClock``.
    """
    case = incident(actor, incident_id, lock=True)
    row = _running(actor, case, name)
    row.owner_id = owner_id
    row.save(update_fields=["owner_id"])
    details = {"deadline": name, "owner": str(owner_id)}
    record_change(actor=actor, event=CLOCK_GIVEN, record=case.id, details=details)
    return row


@transaction.atomic
def meet_clock(*, actor: Staff, incident_id: UUID, name: str) -> Clock:
    """Notes that the notice was given. Raises as ``give_clock``, and ``EndsWithNotice`` for what is
    told to a covered entity; in a drill, which sends nothing, that is noted like any other.
    """
    case = incident(actor, incident_id, lock=True)
    if name in CUSTOMER_CLOCKS and not case.drill:
        raise EndsWithNotice
    return _meet(actor, case, name)


def meet_clocks(*, actor: Staff, case: Incident, names: Collection[str]) -> None:
    """The same of all of these that run, of a locked incident, by what has just been recorded."""
    for each in clocks_of(actor, case):
        if each.running.name in names and each.open:
            _meet(actor, case, each.running.name)


def _meet(actor: Staff, case: Incident, name: str) -> Clock:
    row = _running(actor, case, name)
    row.met_at, row.met_by = timezone.now(), actor.user_id
    row.save(update_fields=["met_at", "met_by"])
    details = {"deadline": name}
    record_change(actor=actor, event=CLOCK_MET, record=case.id, details=details)
    return row


@transaction.atomic
def record_delay(
    *,
    actor: Staff,
    incident_id: UUID,
    form: str,
    official: str,
    statement: str,
    stated_on: date,
    until: date,
) -> Delay:
    """Keeps what an official stated: notices wait for as long (45 CFR 164.412).

    ``official``: who it was; the statement is documented as it was made. The caller has checked
    ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``, ``DelayTooLong``.
    """
    case = reach_open(actor, incident_id)
    if until > Stated(form == Delay.Form.ORAL, stated_on, until).last or until < stated_on:
        raise DelayTooLong
    row = Delay(
        organization_id=actor.organization_id,
        incident=case,
        form=form,
        official=official,
        statement=statement,
        stated_on=stated_on,
        until=until,
        recorded_by=actor.user_id,
    )
    row.save(force_insert=True)
    details = {"form": row.get_form_display(), "until": until.isoformat()}
    record_change(actor=actor, event=DELAY_RECORDED, record=case.id, details=details)
    return row


def _running(actor: Staff, case: Incident, name: str) -> Clock:
    """The row of a deadline that runs, locked. The lock on the incident makes it one."""
    found = next((each for each in clocks_of(actor, case) if each.running.name == name), None)
    if found is None or not found.open:
        raise NoSuchClock
    row, _ = Clock.objects.get_or_create(
        organization_id=actor.organization_id, incident=case, name=name
    )
    return row
