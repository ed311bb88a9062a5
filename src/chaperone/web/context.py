"""What every page's frame shows: who I am, where, and where I can go. Reads no table."""

from typing import Any

from django.http import HttpRequest

from chaperone.accounts.queries import idle_limit, seconds_left
from chaperone.web.navigation import current, groups_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; an empty frame where nobody has entered an organization."""
    idle = _idle(request)
    actor = getattr(request, "actor", None)
    if actor is None:
        return idle
    match = request.resolver_match
    return idle | {
        "me": actor,
        "organization": getattr(request, "organization", None),
        "navigation": groups_for(actor),
        "current_entry": current(actor, match.view_name) if match else "",
        "may_reconcile": actor.may("continuity.reconcile"),
        "may_search_members": actor.may("members.read"),
        "emergency_ends_at": actor.emergency_ends_at,
        "emergencies_running": {grant.emergency_id for grant in actor.emergencies},
    }


def _idle(request: HttpRequest) -> dict[str, Any]:
    """How long the session lasts, for ``web/idle.js``; nothing where nobody is signed in."""
    session = getattr(request, "sign_in", None)
    if session is None:
        return {}
    limit = idle_limit(session).total_seconds()
    return {"idle": {"left": int(seconds_left(session)), "limit": int(limit)}}
