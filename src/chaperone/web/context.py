"""What every page's frame shows: who I am, where, and where I can go. Reads no table."""

from typing import Any

from django.http import HttpRequest

from chaperone.web.navigation import entries_for
from chaperone.web.words import ROLES


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's context. Signed out, or before access has been settled: an empty frame."""
    actor = getattr(request, "actor", None)
    if actor is None:
        return {"navigation": [], "me": None, "organization": None, "current_room": ""}
    match = request.resolver_match
    return {
        "navigation": entries_for(actor.roles),
        "me": {"name": actor.name, "roles": [ROLES.get(role, role) for role in sorted(actor.roles)]},
        "organization": getattr(request, "organization", None),
        "current_room": match.app_name if match else "",
        "may_search_members": not actor.roles.isdisjoint({"coach", "administrator"}),
    }
