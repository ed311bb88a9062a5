"""Termination: one verb ends all of a person's access (45 CFR 164.308(a)(3)(ii)(C))."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from chaperone.access.actions.grants import note_end
from chaperone.access.errors import NotReachable, OwnAccess
from chaperone.access.events import ACCESS_ENDED
from chaperone.access.models import Grant, Request
from chaperone.access.queries.entering import home_organization
from chaperone.access.registry import endings
from chaperone.accounts.actions import deactivate, end_sessions
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor


@transaction.atomic
def end_access(*, actor: Actor, user_id: UUID, reason: str) -> None:
    """Ends a person's grants in the actor's organization, all their sessions, and whatever rooms
    above have registered (keys, API tokens). Who works nowhere any more can no longer sign in.

    A request that is running meanwhile opens nothing from the commit on: its witness asks. The
    caller has checked ``access.end`` or ``staff.manage``. Raises ``OwnAccess`` and
    ``NotReachable``, where the person holds and asks for nothing here.
    """
    if user_id == actor.id:
        raise OwnAccess("Nobody ends their own access: ask another officer or administrator.")
    grants = _grants(actor, user_id)
    withdrawn = _withdraw(actor, user_id)
    if not grants and not withdrawn:
        raise NotReachable("This person has no access here.")
    for grant in grants:
        note_end(actor=actor, grant=grant, reason=reason)
    sessions = end_sessions(actor=actor, user_id=user_id, reason=reason)
    others = {
        ending.what: ending.end(actor=actor, user_id=user_id, reason=reason) for ending in endings()
    }
    elsewhere = home_organization(user_id) is not None
    if not elsewhere:
        deactivate(actor=actor, user_id=user_id, reason=reason)
    append(
        event=ACCESS_ENDED,
        actor=actor,
        details={
            "user": str(user_id),
            "grants": [str(grant.id) for grant in grants],
            "requests": withdrawn,
            "sessions": sessions,
            "ended": others,
            "deactivated": not elsewhere,
            "reason": reason,
        },
    )


def _grants(actor: Actor, user_id: UUID) -> list[Grant]:
    # Those that would begin later as well.
    not_ended = Q(ends_at=None) | Q(ends_at__gt=Now())
    grants = Grant.objects.filter(not_ended, organization_id=actor.organization_id)
    return list(grants.select_for_update(of=("self",)).filter(user_id=user_id))


def _withdraw(actor: Actor, user_id: UUID) -> int:
    waiting = Request.objects.filter(user_id=user_id, state=Request.State.WAITING)
    return waiting.filter(organization_id=actor.organization_id).update(
        state=Request.State.WITHDRAWN
    )
