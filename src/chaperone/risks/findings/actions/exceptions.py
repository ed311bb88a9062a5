"""More time for a finding: asked for by one, given by another, always with an end."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.risks.findings.errors import (
    AlreadyAsked,
    AlreadyClosed,
    AlreadyDecided,
    NoSuchException,
    OwnRequest,
)
from chaperone.risks.findings.events import (
    EXCEPTION_APPROVED,
    EXCEPTION_ASKED,
    EXCEPTION_REFUSED,
    EXCEPTION_WITHDRAWN,
)
from chaperone.risks.findings.queries.findings import finding_to_change
from chaperone.risks.models import FindingException

LONGEST_DAYS = 365


@transaction.atomic
def ask_exception(
    *, actor: Staff, finding_id: UUID, reason: str, safeguards: str, until: date
) -> FindingException:
    """Asks to mend a finding later. ``safeguards``: what protects until then; ``until``: the last
    day. The caller has checked ``risks.manage`` and the day. Raises ``NoSuchFinding``,
    ``AlreadyClosed``, ``AlreadyAsked``.
    """
    finding = finding_to_change(actor, finding_id)
    if finding.is_closed:
        raise AlreadyClosed
    asked = FindingException(
        organization_id=actor.organization_id,
        finding=finding,
        reason=reason.strip(),
        safeguards=safeguards.strip(),
        until=until,
        asked_by=actor.user_id,
    )
    try:
        with transaction.atomic():
            asked.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyAsked from problem
    _record(actor, EXCEPTION_ASKED, asked, reason=asked.reason, safeguards=asked.safeguards)
    return asked


@transaction.atomic
def decide_exception(
    *, actor: Staff, exception_id: UUID, approve: bool, note: str
) -> FindingException:
    """Gives or refuses it. Never who asked for it. The caller has checked ``risks.accept``.

    Raises ``NoSuchException``, ``AlreadyDecided``, ``OwnRequest``.
    """
    asked = _waiting(actor, exception_id)
    if asked.asked_by == actor.user_id:
        raise OwnRequest
    state = FindingException.State.APPROVED if approve else FindingException.State.REFUSED
    _decide(actor, asked, state, note)
    event = EXCEPTION_APPROVED if approve else EXCEPTION_REFUSED
    _record(actor, event, asked, note=asked.note)
    return asked


@transaction.atomic
def withdraw_exception(*, actor: Staff, exception_id: UUID) -> FindingException:
    """Takes one's own request back. Raises ``NoSuchException``, ``AlreadyDecided``."""
    asked = _waiting(actor, exception_id)
    if asked.asked_by != actor.user_id:
        raise NoSuchException
    _decide(actor, asked, FindingException.State.WITHDRAWN, "")
    _record(actor, EXCEPTION_WITHDRAWN, asked)
    return asked


def _waiting(actor: Staff, exception_id: UUID) -> FindingException:
    rows = FindingException.objects.filter(organization_id=actor.organization_id, id=exception_id)
    asked = rows.select_for_update().first()
    if asked is None:
        raise NoSuchException
    if asked.state != FindingException.State.WAITING:
        raise AlreadyDecided
    return asked


def _decide(actor: Staff, asked: FindingException, state: str, note: str) -> None:
    asked.state, asked.note = state, note.strip()
    asked.decided_by, asked.decided_at = actor.user_id, timezone.now()
    asked.save(update_fields=["state", "note", "decided_by", "decided_at"])


def _record(actor: Staff, event: Any, asked: FindingException, **details: Any) -> None:
    about = {"exception": str(asked.id), "until": asked.until.isoformat(), **details}
    record_change(actor=actor, event=event, record=asked.finding_id, details=about)
