"""What falls due in an organization, as one list of all sources; and what of it one person sees."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple
from uuid import UUID

from chaperone.duties.registry import Due, sources
from chaperone.duties.timing import days_left, is_overdue
from chaperone.organizations.queries import looked_up_once

_SOON = 7


class Listed(NamedTuple):
    """A due as somebody sees it. ``mine``: they own it, or it is everybody's who may do it."""

    due: Due
    left: int
    mine: bool

    @property
    def overdue_by(self) -> int:
        """How many days it is overdue; 0 where it is not."""
        return max(-self.left, 0)

    @property
    def state(self) -> str:
        """``overdue``, ``today``, ``soon`` or ``later``, for people."""
        if self.left < 0:
            return "overdue"
        if self.left == 0:
            return "today"
        return "soon" if self.left <= _SOON else "later"


def dues_of(organization_id: UUID, until: date) -> list[Due]:
    """What falls due up to that day and what is overdue, by day. In the organization's context."""
    with looked_up_once():
        found = [due for source in sources() for due in source(organization_id, until)]
    return sorted(
        (due for due in found if due.due_on <= until), key=lambda due: (due.due_on, due.what)
    )


def seen_by(
    dues: Iterable[Due], *, user_id: UUID, may: Callable[[str], bool], today: date
) -> list[Listed]:
    """Those of the dues that a person sees: their own, and those that they may do or watch over."""
    seen = []
    for due in dues:
        permitted = bool(due.permission) and may(due.permission)
        own = due.owner == user_id
        if own or permitted:
            mine = own or (due.owner is None and permitted)
            seen.append(Listed(due, days_left(due.due_on, today), mine))
    return seen


def overdue(listed: Iterable[Listed], today: date) -> list[Listed]:
    """What of it is the person's own, and over."""
    return [each for each in listed if each.mine and is_overdue(each.due.due_on, today)]
