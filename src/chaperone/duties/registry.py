"""Whatever falls due: each room adds a source. And who may do what, which ``access`` knows."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID


class Due(NamedTuple):
    """Something that falls due.

    ``key``: the same for as long as it is the same duty, such as ``vendors.agreement:<id>``; done
    and due again means another key or another day. ``what``: a sentence that may stand in a
    calendar outside the house: no PHI, nor who is under sanction (45 CFR 164.502(b)). ``due_on``:
    the last day on which it is in time. ``route`` with ``arguments``: the page where it is done.
    ``owner``: whose it is; without one it is everybody's who holds ``permission``, and they see it
    either way. ``remind``: at how many days before; none where nobody is told.
    """

    key: str
    what: str
    due_on: date
    route: str
    arguments: Mapping[str, Any] = MappingProxyType({})
    citation: str = ""
    owner: UUID | None = None
    permission: str = ""
    remind: tuple[int, ...] = (60, 30, 7, 0)

    @property
    def room(self) -> str:
        """The room whose page it is."""
        return self.route.partition(":")[0]


Source = Callable[[UUID, date], Iterable[Due]]
People = Callable[[UUID, str], Collection[UUID]]
_sources: list[Source] = []
_find_people: People = lambda _organization_id, _permission: ()  # noqa: E731


def due_from(source: Source) -> None:
    """Adds a source: ``source(organization_id, until)`` yields what falls due up to that day, and
    what is overdue, in the organization's context.

    It adds up: "12 people have not acknowledged …" is one due, not twelve. Called in
    ``AppConfig.ready``.
    """
    _sources.append(source)


def sources() -> tuple[Source, ...]:
    """What rooms have added."""
    return tuple(_sources)


def find_people_with(find: People) -> None:
    """Names who knows the people of an organization who hold a permission now (``access``); with
    an empty one, everybody who holds anything. Called in the organization's context.
    """
    global _find_people
    _find_people = find


def people_with(organization_id: UUID, permission: str) -> Collection[UUID]:
    """Who holds the permission now."""
    return _find_people(organization_id, permission)
