"""Writing what people are told, approving it, and posting the page that stands in for letters."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.models import Notice
from chaperone.incidents.notifying.elements import missing
from chaperone.incidents.notifying.errors import (
    AskedAlready,
    Incomplete,
    NoNotice,
    NotBySameHand,
    OnlyADrill,
    Waits,
)
from chaperone.incidents.notifying.events import NOTICE_APPROVED, NOTICE_POSTED, NOTICE_WRITTEN
from chaperone.incidents.notifying.queries import (
    latest_notice,
    notice_in_force,
    require_breach,
    waits_for_law,
)
from chaperone.incidents.queries.incidents import reach_open
from chaperone.ledger.events import Event
from chaperone.organizations.days import today_of
from chaperone.registers.actions.changes import record_change

POSTED_DAYS = 90
"""45 CFR 164.404(d)(2)(ii)(A)."""


@transaction.atomic
def write_notice(*, actor: Staff, incident_id: UUID, **said: Any) -> Notice:
    """Writes the draft, or the next version where one was approved.

    The caller has checked ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``,
    ``NoBreach``.
    """
    case = reach_open(actor, incident_id)
    assessment = require_breach(actor, case)
    latest = latest_notice(actor, case)
    if latest is not None and latest.state == Notice.State.DRAFT:
        found, adding = latest, False
    else:
        number = latest.number + 1 if latest else 1
        found, adding = Notice(incident=case, assessment=assessment, number=number), True
        found.organization_id = actor.organization_id
    for name, value in said.items():
        setattr(found, name, value)
    found.written_by = actor.user_id
    found.save(force_insert=adding, update_fields=None if adding else [*said, "written_by"])
    _record(actor, NOTICE_WRITTEN, found)
    return found


@transaction.atomic
def approve_notice(*, actor: Staff, incident_id: UUID) -> Notice:
    """A second person approves the draft; it replaces the version before.

    Refused where any element of 164.404(c) is missing in any language. Raises ``NoSuchIncident``,
    ``IncidentClosed``, ``NoBreach``, ``NoNotice``, ``NotBySameHand``, ``Incomplete``.
    """
    case = reach_open(actor, incident_id)
    require_breach(actor, case)
    found = latest_notice(actor, case)
    if found is None or found.state != Notice.State.DRAFT:
        raise NoNotice
    if found.written_by == actor.user_id:
        raise NotBySameHand
    if lacking := missing(found):
        raise Incomplete(f"The notice lacks: {'; '.join(lacking)}.")
    earlier = Notice.objects.filter(incident=case, state=Notice.State.APPROVED)
    earlier.update(state=Notice.State.REPLACED)
    found.state = Notice.State.APPROVED
    found.approved_by, found.approved_at = actor.user_id, timezone.now()
    found.save(update_fields=["state", "approved_by", "approved_at"])
    _record(actor, NOTICE_APPROVED, found)
    return found


@transaction.atomic
def post_notice(*, actor: Staff, incident_id: UUID) -> Notice:
    """Posts the page for anybody, for 90 days (45 CFR 164.404(d)(2)(ii)).

    Raises ``NoSuchIncident``, ``IncidentClosed``, ``NoNotice``, ``OnlyADrill``, ``Waits``,
    ``AskedAlready``.
    """
    found = reach_sendable(actor, incident_id)
    if found.posted_on is not None:
        raise AskedAlready
    found.posted_on = today_of(actor)
    found.posted_until = found.posted_on + timedelta(days=POSTED_DAYS - 1)
    found.save(update_fields=["posted_on", "posted_until"])
    _record(actor, NOTICE_POSTED, found)
    return found


def reach_sendable(actor: Staff, incident_id: UUID) -> Notice:
    """The approved notice of an incident, where it may go out now. Raises ``NoSuchIncident``,
    ``IncidentClosed``, ``NoBreach``, ``NoNotice``, ``OnlyADrill``, ``Waits``.
    """
    case = reach_open(actor, incident_id)
    require_breach(actor, case)
    found = notice_in_force(actor, case)
    if case.drill:
        raise OnlyADrill
    if waits_for_law(actor, case):
        raise Waits
    return found


def _record(actor: Staff, event: Event, found: Notice) -> None:
    details = {"notice": str(found.id), "version": found.number}
    record_change(actor=actor, event=event, record=found.incident_id, details=details)
