"""What every page of emergency mode shows: who I am, since when, and how old what I see is."""

from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from chaperone.continuity.emergency.desk import desk
from chaperone.continuity.emergency.queries import as_of


class Entry(NamedTuple):
    """A page in the navigation."""

    label: str
    url: str
    icon: str
    permission: str


_ENTRIES = (
    Entry("Inbox", "conversations:inbox", "inbox", "conversations.read"),
    Entry("On call", "on_call:rota", "calendar", "pages.answer"),
    Entry("Whom to call", "emergency:contacts", "phone", "access.own"),
)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame's context; that of the banner alone where nobody has entered an organization."""
    banner = {
        "emergency_since": desk().began_at,
        "as_of": as_of(),
        "contacts_url": reverse("emergency:contacts"),
    }
    actor = getattr(request, "actor", None)
    if actor is None:
        return banner
    match = request.resolver_match
    return banner | {
        "me": actor,
        "organization": getattr(request, "organization", None),
        "entries": [entry for entry in _ENTRIES if actor.may(entry.permission)],
        "current_entry": match.view_name if match else "",
    }
