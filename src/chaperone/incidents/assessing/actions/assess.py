"""Judging an incident, and a second person signing it (45 CFR 164.402(2), 164.414(b))."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.incidents.assessing.errors import (
    NoExposure,
    NotDemonstrated,
    NothingSecured,
    NotWaiting,
    NotYours,
    WaitsAlready,
)
from chaperone.incidents.assessing.events import (
    ASSESSMENT_RETURNED,
    ASSESSMENT_SIGNED,
    ASSESSMENT_WRITTEN,
)
from chaperone.incidents.assessing.queries.assessments import assessments_of, waiting_assessment
from chaperone.incidents.assessing.text import as_text
from chaperone.incidents.exposure.queries.frozen import latest_exposure
from chaperone.incidents.models import Assessment
from chaperone.incidents.queries.incidents import reach_open
from chaperone.ledger.events import Event
from chaperone.registers.actions.changes import record_change
from chaperone.registers.actions.signing import sign

MEANING = "I judged the risk by the four factors of 45 CFR 164.402(2) and agree with the outcome"
_FACTORS = ("nature_risk", "recipient_risk", "viewed_risk", "mitigation_risk")


@transaction.atomic
def write_assessment(*, actor: Staff, incident_id: UUID, **said: Any) -> Assessment:
    """Writes the next version, on the latest exposure; a second person is to sign it.

    A breach is presumed: that it is none is refused where a factor speaks of a high risk, where
    what was exposed could be read, and where nothing was computed. The caller has checked
    ``incidents.manage``. Raises ``NoSuchIncident``, ``IncidentClosed``, ``WaitsAlready``,
    ``NoExposure``, ``NotDemonstrated``, ``NothingSecured``.
    """
    case = reach_open(actor, incident_id)
    earlier = assessments_of(actor, case)
    if any(each.state == Assessment.State.WAITING for each in earlier):
        raise WaitsAlready
    exposure = latest_exposure(actor, case)
    if exposure is None:
        raise NoExposure
    found = Assessment(
        organization_id=actor.organization_id,
        incident=case,
        number=earlier[0].number + 1 if earlier else 1,
        exposure=exposure,
        written_by=actor.user_id,
        **said,
    )
    high = any(getattr(found, name) == Assessment.Risk.HIGH for name in _FACTORS)
    if found.outcome == Assessment.Outcome.LOW and high:
        raise NotDemonstrated
    if found.outcome == Assessment.Outcome.SECURED and exposure.unsealed:
        raise NothingSecured
    found.save(force_insert=True)
    _record(actor, ASSESSMENT_WRITTEN, found)
    return found


@transaction.atomic
def sign_assessment(*, actor: Staff, incident_id: UUID, factor: str) -> Assessment:
    """A second person signs what waits, word for word: it is in force then.

    ``factor``: as ``registers.actions.signing.fresh_factor`` gave it. Raises ``NoSuchIncident``,
    ``IncidentClosed``, ``NotWaiting``, ``NotYours``, ``NoFreshFactor``.
    """
    found = _decided(actor, incident_id, Assessment.State.SIGNED)
    sign(actor=actor, record=found.id, text=as_text(found), meaning=MEANING, factor=factor)
    _record(actor, ASSESSMENT_SIGNED, found)
    return found


@transaction.atomic
def return_assessment(*, actor: Staff, incident_id: UUID, note: str) -> Assessment:
    """A second person gives it back, with why. Raises as ``sign_assessment``."""
    found = _decided(actor, incident_id, Assessment.State.RETURNED, note)
    _record(actor, ASSESSMENT_RETURNED, found)
    return found


def _decided(
    actor: Staff, incident_id: UUID, state: Assessment.State, note: str | None = None
) -> Assessment:
    case = reach_open(actor, incident_id)
    found = waiting_assessment(actor, case, lock=True)
    if found is None:
        raise NotWaiting
    if found.written_by == actor.user_id:
        raise NotYours
    found.state, found.note = state, note
    found.decided_by, found.decided_at = actor.user_id, timezone.now()
    found.save(update_fields=["state", "note", "decided_by", "decided_at"])
    return found


def _record(actor: Staff, event: Event, found: Assessment) -> None:
    details = {
        "assessment": str(found.id),
        "version": found.number,
        "outcome": found.get_outcome_display(),
    }
    record_change(actor=actor, event=event, record=found.incident_id, details=details)
