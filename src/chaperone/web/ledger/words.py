"""What rooms, outcomes and filters are called on the ledger's pages."""

from chaperone.web.words import Word

OUTCOMES = {"success": "It happened", "failure": "It did not work", "refused": "It was refused"}
OUTCOME_WORDS = {
    "success": Word("Happened", "check"),
    "failure": Word("Failed", "bad", "warning"),
    "refused": Word("Refused", "refused", "danger"),
}
_ROOMS = {
    "access": "Access",
    "accounts": "Signing in",
    "assistant": "Assistant",
    "carriers": "Text-message networks",
    "conversations": "Conversations",
    "ledger": "Ledger",
    "members": "Members",
    "organizations": "Organization",
    "requestlog": "Request log",
    "retention": "Retention",
    "vault": "Keys",
}


def room_name(room: str) -> str:
    """A room as people call what happens in it."""
    return _ROOMS.get(room, room.capitalize())
