"""Asking for access, and deciding on it with four eyes (45 CFR 164.308(a)(4)(ii)(B))."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from chaperone.access.actions.grants import give_as_approved
from chaperone.access.actors import Staff
from chaperone.access.context import also_in
from chaperone.access.errors import (
    AlreadyDecided,
    HomeFirst,
    NotARole,
    NotReachable,
    OwnRequest,
    Unsuitable,
)
from chaperone.access.events import (
    ASK_APPROVED,
    ASK_DECLINED,
    ASK_ENDORSED,
    ASK_WITHDRAWN,
    ASKED,
)
from chaperone.access.models import Grant, Request, Scope
from chaperone.access.queries.own_roles import own_roles_of
from chaperone.access.queries.people import is_active
from chaperone.access.roles import ELEMENTS, ROLES, Role
from chaperone.ledger.actions import append
from chaperone.ledger.events import Event


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: a role or an element group, and where it shall hold."""

    role: str = ""
    element: str = ""
    scope: str = Scope.ORGANIZATION
    care_team_id: UUID | None = None
    member_id: UUID | None = None


@transaction.atomic
def ask_for_access(
    *,
    actor: Staff,
    user_id: UUID,
    wish: Wish,
    reason: str,
    until: datetime | None,
    organization_id: UUID | None = None,
) -> Request:
    """Asks for access for a person, who may be the actor.

    ``until`` aware and in the future; None for access without an end, which nobody gets across
    organizations. ``organization_id``: whose members are asked for, where it is not the actor's
    own: the platform's staff only, and for themselves. Raises ``NotARole`` and ``Unsuitable``.
    """
    target = organization_id or actor.organization_id
    with also_in(actor, target) as there:
        _check_wish(there, wish)
    if target != actor.organization_id:
        _check_crossing(actor, user_id, until)
    if until is not None and until <= timezone.now():
        raise Unsuitable("The end of the access must be in the future.")
    request = Request(
        organization_id=target,
        home_id=actor.organization_id,
        user_id=user_id,
        requested_by=actor.user_id,
        role=wish.role,
        element=wish.element,
        scope=wish.scope,
        care_team_id=wish.care_team_id,
        member_id=wish.member_id,
        reason=reason.strip(),
        until=until,
    )
    request.save(force_insert=True)
    _record(ASKED, actor, request, reason)
    return request


@transaction.atomic
def approve(*, actor: Staff, request_id: UUID, note: str) -> Grant | None:
    """Approves a request; returns the grant, or None where the customer has yet to decide.

    The caller has checked ``access.approve``. Raises ``NotReachable``, ``AlreadyDecided``,
    ``OwnRequest``, ``HomeFirst``, ``Unsuitable``.
    """
    request = _waiting(actor, request_id)
    if actor.organization_id == request.home_id and request.awaits_home:
        request.home_officer_id, request.home_decided_at = actor.id, timezone.now()
        request.home_note = note.strip()
        request.save(update_fields=["home_officer_id", "home_decided_at", "home_note"])
        _record(ASK_ENDORSED, actor, request, note)
        return None
    _check_here(actor, request)
    if request.until is not None and request.until <= timezone.now():
        raise Unsuitable("The time that was asked for is over: refuse it.")
    if not is_active(request.user_id):
        raise Unsuitable("This person can no longer sign in.")
    _note(actor, request, Request.State.APPROVED, note)
    grant = give_as_approved(actor=actor, request=request)
    _record(ASK_APPROVED, actor, request, note)
    return grant


@transaction.atomic
def decline(*, actor: Staff, request_id: UUID, note: str) -> None:
    """Refuses a request, on either side. Raises as ``approve`` does."""
    request = _waiting(actor, request_id)
    if actor.organization_id == request.home_id and request.awaits_home:
        request.home_officer_id, request.home_decided_at = actor.id, timezone.now()
        request.home_note, request.state = note.strip(), Request.State.REFUSED
        request.save(update_fields=["home_officer_id", "home_decided_at", "home_note", "state"])
    else:
        _check_here(actor, request)
        _note(actor, request, Request.State.REFUSED, note)
    _record(ASK_DECLINED, actor, request, note)


@transaction.atomic
def withdraw(*, actor: Staff, request_id: UUID) -> None:
    """Takes back a request that the actor made. Raises ``NotReachable``, ``AlreadyDecided``."""
    request = _locked(request_id)
    if actor.id not in (request.requested_by, request.user_id):
        raise NotReachable("There is no such request of yours.")
    request.state = Request.State.WITHDRAWN
    request.save(update_fields=["state"])
    _record(ASK_WITHDRAWN, actor, request, "")


def _check_wish(actor: Staff, wish: Wish) -> None:
    if wish.element:
        if wish.element not in ELEMENTS:
            raise Unsuitable("There are no such data to ask for.")
        return
    role: Role | None = ROLES.get(wish.role) or own_roles_of(actor).get(wish.role)
    if role is None or not role.requestable or (role.platform and not actor.on_platform):
        raise NotARole("There is no such role to ask for.")
    if wish.scope != Scope.ORGANIZATION and not role.reaches_members:
        raise Unsuitable(f"“{role.label}” is a role for the whole organization.")


def _check_crossing(actor: Staff, user_id: UUID, until: datetime | None) -> None:
    if not actor.on_platform or not actor.may("access.support"):
        raise Unsuitable("Only support staff of the platform ask another organization.")
    if user_id != actor.id:
        raise Unsuitable("Another organization is asked for oneself only.")
    if until is None:
        raise Unsuitable("Access to another organization needs an end.")


def _waiting(actor: Staff, request_id: UUID) -> Request:
    """A request that somebody else than the actor asked for, locked."""
    request = _locked(request_id)
    if actor.id in (request.requested_by, request.user_id):
        raise OwnRequest("Nobody decides on their own access: another security officer must.")
    return request


def _locked(request_id: UUID) -> Request:
    if not Request.objects.filter(id=request_id).exists():
        raise NotReachable("There is no such request here.")
    # A second decision waits here for the first; what is decided cannot be locked any more.
    request = Request.objects.select_for_update().filter(id=request_id).first()
    if request is None or request.state != Request.State.WAITING:
        raise AlreadyDecided("This request has been decided already.")
    return request


def _check_here(actor: Staff, request: Request) -> None:
    if actor.organization_id != request.organization_id:
        raise AlreadyDecided("This is for the customer to decide now.")
    if request.awaits_home:
        raise HomeFirst("The security officer where this person works decides first.")
    if actor.id == request.home_officer_id:
        raise OwnRequest("You decided on the other side: somebody else must decide here.")


def _note(actor: Staff, request: Request, state: str, note: str) -> None:
    request.state, request.officer_id = state, actor.id
    request.decided_at, request.note = timezone.now(), note.strip()
    request.save(update_fields=["state", "officer_id", "decided_at", "note"])


def _record(event: Event, actor: Staff, request: Request, reason: str) -> None:
    """In the ledger of each organization that it concerns."""
    details: dict[str, Any] = {
        "request": str(request.id),
        "user": str(request.user_id),
        "role": request.role,
        "element": request.element,
        "scope": request.scope,
        "care_team": str(request.care_team_id) if request.care_team_id else None,
        "until": request.until.isoformat() if request.until else None,
        "organization": str(request.organization_id),
        "home": str(request.home_id),
        "reason": reason,
    }
    members = [request.member_id] if request.member_id else []
    for organization_id in dict.fromkeys((request.organization_id, request.home_id)):
        about = members if organization_id == request.organization_id else []
        with also_in(actor, organization_id) as there:
            append(event=event, actor=there, members=about, details=details)
