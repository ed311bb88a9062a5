"""Which pages each role finds on the left."""

from collections.abc import Collection
from typing import NamedTuple


class Entry(NamedTuple):
    """One line of the navigation. `url` is a URL name; `room` marks it as the current one."""

    label: str
    url: str
    icon: str
    room: str
    roles: frozenset[str]


ENTRIES = (
    Entry("Inbox", "conversations:inbox", "inbox", "conversations", frozenset({"coach"})),
    Entry(
        "Members", "members:search", "people", "members", frozenset({"coach", "administrator"})
    ),
    Entry(
        "Ledger", "ledger:search", "ledger", "ledger", frozenset({"security_officer", "auditor"})
    ),
)


def entries_for(roles: Collection[str]) -> list[Entry]:
    """The entries that one of `roles` may open, in their order on the page."""
    return [entry for entry in ENTRIES if not entry.roles.isdisjoint(roles)]


def home_of(roles: Collection[str]) -> str:
    """The URL name of the page where a person with `roles` starts; their account if none fits."""
    entries = entries_for(roles)
    return entries[0].url if entries else "mfa_index"
