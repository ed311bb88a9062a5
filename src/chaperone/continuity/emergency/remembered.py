"""What an emergency process remembers of what it did: the fold of the notes in its journal. Pure.

The journal is the only thing that is written in emergency mode, so that nothing can be put back to
an earlier state without the chain telling.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

_FREE_TRIES = 5
_FOR_GOOD = 100
_LONGEST = timedelta(hours=1)
_FIRST = timedelta(minutes=1)


class Danger(NamedTuple):
    """A member whose text told of danger while the database was away."""

    organization_id: UUID
    member_id: UUID
    level: str
    at: datetime


class Remembered:
    """Steps of codes that were used, wrong tries, and whom a fixed text was sent to.

    ``began_at``: when the journal began. A code of a step that had begun by then is not taken: it
    may have been used where this process cannot see it.
    """

    def __init__(self, began_at: datetime) -> None:
        self._first_step = int(began_at.timestamp()) // 30 + 1
        self._steps: dict[int, int] = {}
        self._failures: dict[str, int] = {}
        self._closed_until: dict[str, datetime] = {}
        self._texted: set[str] = set()
        self._dangers: list[Danger] = []

    def take(self, note: Mapping[str, Any]) -> None:
        """Adds a note, as it was written."""
        match note["what"]:
            case "step":
                self._steps[note["factor"]] = note["step"]
            case "wrong":
                self._count(note["subjects"], datetime.fromisoformat(note["at"]))
            case "forgiven":
                for subject in note["subjects"]:
                    self._failures.pop(subject, None)
                    self._closed_until.pop(subject, None)
            case "danger":
                self._dangers.append(_danger(note))
            case "texted":
                self._texted.add(note["whom"])

    def is_usable(self, factor: int, step: int) -> bool:
        """Whether a code of this step was not used yet (RFC 6238, section 5.2)."""
        return step >= self._first_step and step > self._steps.get(factor, 0)

    def is_closed(self, subjects: tuple[str, ...], at: datetime) -> bool:
        """Whether too many wrong tries were made against one of them."""
        return any(self._closed_until.get(each, at) > at for each in subjects)

    def was_texted(self, whom: str) -> bool:
        """Whether this fixed text went to this number already."""
        return whom in self._texted

    def dangers(self, organization_id: UUID) -> list[Danger]:
        """Members of an organization whose texts told of danger, the latest first."""
        return [each for each in reversed(self._dangers) if each.organization_id == organization_id]

    def _count(self, subjects: list[str], at: datetime) -> None:
        # As accounts/sql/sign_in.sql: NIST SP 800-63B-4, 3.2.2.
        for subject in subjects:
            failures = self._failures.get(subject, 0) + 1
            self._failures[subject] = failures
            if failures >= _FOR_GOOD:
                self._closed_until[subject] = at + timedelta(days=365)
            elif failures >= _FREE_TRIES:
                longer = _FIRST * 2 ** min(failures - _FREE_TRIES, 10)
                self._closed_until[subject] = at + min(longer, _LONGEST)


def _danger(note: Mapping[str, Any]) -> Danger:
    return Danger(
        UUID(note["organization"]),
        UUID(note["member"]),
        note["level"],
        datetime.fromisoformat(note["at"]),
    )
