"""Giving and ending grants (45 CFR 164.308(a)(4)(ii)(B)-(C))."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now

from chaperone.access.errors import NotACoach, NotARole, NotReachable, OwnAccess
from chaperone.access.events import GRANT_ENDED, GRANT_GIVEN
from chaperone.access.models import Emergency, Grant, Request, Scope
from chaperone.access.queries.grants import grant_in_force
from chaperone.access.registry import hirings
from chaperone.access.roles import ROLES
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor


@transaction.atomic
def give_grant(
    *,
    actor: Actor,
    user_id: UUID,
    role: str,
    care_team_id: UUID | None = None,
    ends_at: datetime | None = None,
    reason: str,
) -> Grant:
    """Gives a person a role in the actor's organization, or in one of its care teams.

    For the operator's commands, which set an organization up: the web server's login cannot, it
    gives only what was asked for and approved. Raises ``NotARole``.
    """
    if role not in ROLES:
        raise NotARole(f"“{role}” is not a role. Roles are: {', '.join(ROLES)}.")
    scope = Scope.CARE_TEAM if care_team_id else Scope.ORGANIZATION
    grant = Grant(user_id=user_id, role=role, scope=scope, care_team_id=care_team_id)
    grant.ends_at = ends_at
    return _give(actor, grant, reason)


@transaction.atomic
def assign_coach(*, actor: Actor, user_id: UUID, care_team_id: UUID, reason: str) -> Grant:
    """Puts somebody who is a coach here already into one more care team.

    The first time somebody becomes a coach takes a request and an approval; the caller has checked
    ``careteams.manage``. Raises ``OwnAccess`` and ``NotACoach``.
    """
    if user_id == actor.id:
        raise OwnAccess("Nobody puts themselves into a care team: ask another administrator.")
    if not _holds(user_id, "coach"):
        raise NotACoach("Ask for access for this person first: they are not a coach here yet.")
    grant = Grant(
        user_id=user_id,
        role="coach",
        scope=Scope.CARE_TEAM,
        care_team_id=care_team_id,
        given_by=actor.id,
    )
    return _give(actor, grant, reason)


def give_as_approved(*, actor: Actor, request: Request) -> Grant:
    """Gives what a request asked for, in the transaction that approves it."""
    grant = Grant(
        user_id=request.user_id,
        role=request.role,
        element=request.element,
        scope=request.scope,
        care_team_id=request.care_team_id,
        member_id=request.member_id,
        ends_at=request.until,
        request=request,
        given_by=actor.id,
    )
    return _give(actor, grant, "Asked for and approved.")


def give_for_emergency(*, actor: Actor, emergency: Emergency, member_id: UUID) -> Grant:
    """Gives a clinician one member for the rest of the hour."""
    grant = Grant(
        user_id=emergency.user_id,
        role="emergency",
        scope=Scope.MEMBER,
        member_id=member_id,
        ends_at=emergency.ends_at,
        emergency=emergency,
        given_by=actor.id,
    )
    return _give(actor, grant, "Emergency access.")


@transaction.atomic
def end_grant(*, actor: Actor, grant_id: UUID, reason: str) -> Grant:
    """Ends one grant this moment. Raises ``NotReachable`` where none such is in force."""
    grant = grant_in_force(actor, grant_id)
    if grant is None:
        raise NotReachable("There is no such grant in force here.")
    note_end(actor=actor, grant=grant, reason=reason)
    return grant


def note_end(*, actor: Actor, grant: Grant, reason: str) -> None:
    """Writes that a grant ends now, and who ended it and why."""
    Grant.objects.filter(id=grant.id).update(
        ends_at=Now(), ended_by=actor.id, end_reason=reason.strip()
    )
    append(event=GRANT_ENDED, actor=actor, members=_members(grant), details=_told(grant, reason))


def _give(actor: Actor, grant: Grant, reason: str) -> Grant:
    grant.organization_id = actor.organization_id
    grant.reason = reason.strip()
    grant.save(force_insert=True)
    append(event=GRANT_GIVEN, actor=actor, members=_members(grant), details=_told(grant, reason))
    if _hires(grant):
        for begin in hirings():
            begin(actor=actor, user_id=grant.user_id)
    return grant


def _hires(grant: Grant) -> bool:
    """Whether the grant is given to somebody of this organization, and not for an hour."""
    return not grant.emergency_id and not (grant.request and grant.request.crosses)


def _holds(user_id: UUID, role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_holds(%s, %s)", [user_id, role])
        return bool(cursor.fetchone()[0])


def _members(grant: Grant) -> list[UUID]:
    return [grant.member_id] if grant.member_id else []


def _told(grant: Grant, reason: str) -> dict[str, Any]:
    return {
        "grant": str(grant.id),
        "user": str(grant.user_id),
        "role": grant.role,
        "element": grant.element,
        "scope": grant.scope,
        "care_team": str(grant.care_team_id) if grant.care_team_id else None,
        "until": grant.ends_at.isoformat() if grant.ends_at else None,
        "request": str(grant.request_id) if grant.request_id else None,
        "emergency": str(grant.emergency_id) if grant.emergency_id else None,
        "reason": reason,
    }
