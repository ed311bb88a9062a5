"""What is more than one entry holds, as several: a page with hundreds of members, a long thread."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from chaperone.ledger.opened import Opened

ROOM = 40_000
"""Bytes for members and what was opened; an entry has room for the rest beside it
(``entries.LONGEST``)."""
_OF_A_MEMBER = 40
_OF_AN_ELEMENT, _OF_A_ROW = 200, 22
_ROWS = 1_000


class Portion(NamedTuple):
    """What one entry says of whom the act concerned and what was opened."""

    members: Sequence[UUID]
    opened: Sequence[Opened]


def portions(members: Iterable[UUID], opened: Iterable[Opened]) -> list[Portion]:
    """One portion where one entry holds all of it. Else as many as it takes: all that was opened of
    a member in one if it fits, nobody left out and no value counted twice.
    """
    whole = Portion(list(members), list(opened))
    if _size(whole) <= ROOM:
        return [whole]
    found: list[Portion] = []
    for portion in _pieces(whole):
        joined = _joined(found[-1], portion) if found else portion
        if found and _size(joined) <= ROOM:
            found[-1] = joined
        else:
            found.append(portion)
    return found


def _pieces(whole: Portion) -> Iterable[Portion]:
    """A member each, or less where somebody's rows alone are too many; then those of no member."""
    told = sorted(whole.opened, key=lambda each: (each.member is not None, str(each.member)))
    for member, group in groupby(told, key=lambda each: each.member):
        about = [member] if member else []
        of_member = Portion(about, list(group))
        if _size(of_member) <= ROOM:
            yield of_member
        else:
            yield from (
                Portion(about, [part]) for each in of_member.opened for part in _parts(each)
            )
    rest = set(whole.members) - {each.member for each in whole.opened}
    yield from (Portion([member], []) for member in sorted(rest))


def _parts(each: Opened) -> Iterable[Opened]:
    """Of so few rows that an entry holds one. What was opened repeatedly counts in the first."""
    again = each.count - len(each.rows)
    for start in range(0, max(1, len(each.rows)), _ROWS):
        rows = each.rows[start : start + _ROWS]
        yield replace(each, rows=rows, count=len(rows) + (again if start == 0 else 0))


def _joined(one: Portion, other: Portion) -> Portion:
    return Portion([*one.members, *other.members], [*one.opened, *other.opened])


def _size(portion: Portion) -> int:
    """Bytes, a little more than it takes."""
    of_opened = sum(_OF_AN_ELEMENT + _OF_A_ROW * len(each.rows) for each in portion.opened)
    return _OF_A_MEMBER * len(portion.members) + of_opened
