"""Which pages a person finds on the left: those that their roles may open."""

from typing import NamedTuple

from chaperone.access.actors import Staff


class Entry(NamedTuple):
    """One line of the navigation. `url` is a URL name; `room` marks it as the current one."""

    label: str
    url: str
    icon: str
    room: str
    permission: str


ENTRIES = (
    Entry("Inbox", "conversations:inbox", "inbox", "conversations", "conversations.read"),
    Entry("Members", "members:search", "people", "members", "members.read"),
    Entry("Ledger", "ledger:search", "ledger", "ledger", "ledger.read"),
    Entry("Access", "access:mine", "key", "access", "access.own"),
)


def entries_for(staff: Staff) -> list[Entry]:
    """The entries that `staff` may open, in their order on the page."""
    return [entry for entry in ENTRIES if staff.may(entry.permission)]


def home_of(staff: Staff) -> str:
    """The URL name of the page where their work starts; their sign-in settings if none fits."""
    entries = entries_for(staff)
    return entries[0].url if entries else "mfa_index"
