"""Whether the keys of the backups are apart. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

EVERY = timedelta(days=365)
"""People leave and envelopes get lost: a year, as for keys (NIST SP 800-57 part 1, 5.3.6)."""


class Held(NamedTuple):
    """A ceremony in force: when it was held and last checked, and what it gives back."""

    held_at: datetime
    checked_at: datetime | None
    recipient: str
    root_key_id: str

    @property
    def last_at(self) -> datetime:
        """When somebody last knew that it gives the keys back."""
        return max(self.held_at, self.checked_at or self.held_at)


def shortcoming(
    held: Sequence[Held], *, recipients: Collection[str], root_key_id: str, now: datetime
) -> str:
    """What is wrong, and how to mend it; empty when all is well.

    ``recipients``: whom backups are encrypted to; one that a ceremony covers is enough.
    ``root_key_id``: the root key where it is in a file, else empty. ``held``: ceremonies in force.
    """
    again = "Hold one: chaperone keys backup split (docs/operate/key-ceremony.md)."
    covering = [each for each in held if each.recipient in recipients]
    if not held:
        return f"No ceremony was held yet: the keys of the backups are in one place. {again}"
    if not covering:
        return f"The shares do not open what backups are encrypted to now. {again}"
    if root_key_id and all(each.root_key_id != root_key_id for each in covering):
        return f"The root key was changed, and the shares hold another one. {again}"
    if max(each.last_at for each in covering) + EVERY < now:
        return "Nobody has tried the shares for a year. Try two: chaperone keys backup check."
    return ""
