"""What every page's frame shows: who I am, where, and where I can go. Reads no table."""

from typing import Any

from django.http import HttpRequest

from chaperone.web.navigation import current, groups_for


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; an empty frame where nobody has entered an organization."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {}
    match = request.resolver_match
    return {
        "me": actor,
        "organization": getattr(request, "organization", None),
        "navigation": groups_for(actor),
        "current_entry": current(actor, match.view_name) if match else "",
        "may_search_members": actor.may("members.read"),
    }
