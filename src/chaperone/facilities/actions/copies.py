"""Asking to copy ePHI, and deciding on it with four eyes (45 CFR 164.310(c), 164.310(d)(1))."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from chaperone.access.actors import Staff
from chaperone.facilities.errors import AlreadyDecided, NotFound, OwnCopy, TimeOver
from chaperone.facilities.events import COPY_APPROVED, COPY_ASKED, COPY_REFUSED, COPY_WITHDRAWN
from chaperone.facilities.models import CopyRequest
from chaperone.ledger.actors import Actor
from chaperone.ledger.events import Event
from chaperone.registers.actions.changes import record_change

State = CopyRequest.State


@transaction.atomic
def ask_for_copy(
    *,
    actor: Staff,
    elements: Collection[str],
    reason: str,
    destination: str,
    ends_at: datetime,
    member_id: UUID | None = None,
    by_command: bool = False,
    single_use: bool = True,
) -> CopyRequest:
    """Asks to copy or download ePHI.

    ``elements``: groups of ``access/roles.toml``, or ``record``. ``ends_at`` aware. The caller has
    checked ``copies.request``. Raises ``TimeOver``.
    """
    if ends_at <= timezone.now():
        raise TimeOver
    request = CopyRequest(
        organization_id=actor.organization_id,
        asked_by=actor.user_id,
        elements=sorted(elements),
        member_id=member_id,
        by_command=by_command,
        reason=reason.strip(),
        destination=destination.strip(),
        ends_at=ends_at,
        single_use=single_use,
    )
    request.save(force_insert=True)
    _record(COPY_ASKED, actor, request)
    return request


@transaction.atomic
def decide_on_copy(*, actor: Staff, copy_id: UUID, approve: bool, note: str) -> None:
    """Approves or refuses a copy that somebody else asked for.

    The caller has checked ``copies.approve``. Raises ``NotFound``, ``AlreadyDecided``, ``OwnCopy``,
    ``TimeOver``.
    """
    request = _held(actor, copy_id)
    if request.state != State.WAITING:
        raise AlreadyDecided
    if request.asked_by == actor.user_id:
        raise OwnCopy
    if approve and request.ends_at <= timezone.now():
        raise TimeOver
    _note(actor, request, State.APPROVED if approve else State.REFUSED, note)
    _record(COPY_APPROVED if approve else COPY_REFUSED, actor, request)


@transaction.atomic
def withdraw_copy(*, actor: Staff, copy_id: UUID) -> None:
    """Takes a request or its approval back: nothing leaves under it from the commit on.

    For whoever asked, and for who may approve. Raises ``NotFound``, ``AlreadyDecided``.
    """
    request = _held(actor, copy_id)
    if request.asked_by != actor.user_id and not actor.may("copies.approve"):
        raise NotFound
    if request.state not in (State.WAITING, State.APPROVED):
        raise AlreadyDecided
    _note(actor, request, State.WITHDRAWN, None)
    _record(COPY_WITHDRAWN, actor, request)


def withdraw_all(*, actor: Actor, user_id: UUID, reason: str) -> int:  # noqa: ARG001
    """Takes back all that a person asked for, as their access ends; says how many."""
    found = _open(actor).filter(asked_by=user_id).select_for_update()
    for request in found:
        _note(actor, request, State.WITHDRAWN, None)
        _record(COPY_WITHDRAWN, actor, request)
    return len(found)


def _open(actor: Actor) -> QuerySet[CopyRequest]:
    rows = CopyRequest.objects.filter(organization_id=actor.organization_id)
    return rows.filter(state__in=[State.WAITING, State.APPROVED])


def _held(actor: Actor, copy_id: UUID) -> CopyRequest:
    rows = CopyRequest.objects.filter(organization_id=actor.organization_id, id=copy_id)
    found = rows.select_for_update().first()
    if found is None:
        raise NotFound
    return found


def _note(actor: Actor, request: CopyRequest, state: str, note: str | None) -> None:
    fields = ["state", "decided_by", "decided_at"]
    request.state, request.decided_by, request.decided_at = state, actor.id, timezone.now()
    if note is not None:
        request.note = note.strip()
        fields.append("note")
    request.save(update_fields=fields)


def _record(event: Event, actor: Actor, request: CopyRequest) -> None:
    record_change(
        actor=actor,
        event=event,
        record=request.id,
        members=[request.member_id] if request.member_id else [],
        details={
            "copy": str(request.id),
            "asked_by": str(request.asked_by),
            "elements": request.elements,
            "by_command": request.by_command,
            "single_use": request.single_use,
            "ends_at": request.ends_at.isoformat(),
        },
    )
