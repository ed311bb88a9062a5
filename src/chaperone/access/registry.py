"""What access must know of members and care teams, which are a room above it. Filled by ``members``
in ``AppConfig.ready``; what must end with a person's access, and what begins with it, filled by
any room above.
"""

from collections.abc import Callable
from typing import NamedTuple, Protocol
from uuid import UUID

from chaperone.ledger.actors import Actor


class Members(Protocol):
    """Answers in the context of the caller's transaction."""

    def by_number(self, *, organization_id: UUID, number: str) -> UUID | None:
        """The member with this telephone number, whether the actor reaches them or not.

        Raises ``SmsError`` where it is none.
        """
        ...

    def care_team_of(self, member_id: UUID) -> UUID | None:
        """The care team of a member whom the actor can reach."""
        ...

    def care_teams(self, actor: Actor) -> dict[UUID, str]:
        """The care teams of the actor's organization: names by id, in order."""
        ...


class Ending(NamedTuple):
    """Something that ends with a person's access: its name, and the verb that ends it.

    The verb takes keywords ``actor``, ``user_id`` and ``reason`` and says how many it ended.
    """

    what: str
    end: Callable[..., int]


class Hired(Protocol):
    """Something that begins when somebody is let near members' data: training, time to do it in.

    Called in the transaction of the grant, each time one is given: it must be safe to repeat.
    """

    def __call__(self, *, actor: Actor, user_id: UUID) -> None: ...


_shut_out: str = "false"
_members: Members | None = None
_endings: list[Ending] = []
_hired: list[Hired] = []


def shut_out_where(condition: str) -> None:
    """Names the SQL condition under which a person may open nothing of the organization in context
    though their access stands (registered by ``vendors``); ``%s`` in it is the person's id. It is
    asked with what is asked at each opening, so it must cost little.
    """
    global _shut_out
    _shut_out = condition


def shut_out() -> str:
    """The condition; false where no room has one."""
    return _shut_out


def know_members_by(members: Members) -> None:
    """Names who answers for members (registered by ``members``)."""
    global _members
    _members = members


def members() -> Members:
    """Who answers for members. Raises ``RuntimeError`` where nobody has been registered."""
    if _members is None:
        raise RuntimeError("No room answers for members: access cannot find one.")
    return _members


def end_with_access(ending: Ending) -> None:
    """Has something, such as API tokens, ended by ``end_access`` in its transaction."""
    _endings.append(ending)


def endings() -> tuple[Ending, ...]:
    """What rooms above have registered."""
    return tuple(_endings)


def when_hired(hired: Hired) -> None:
    """Has something begin where a grant that can open members' data is given to somebody."""
    _hired.append(hired)


def hirings() -> tuple[Hired, ...]:
    """What rooms above have registered."""
    return tuple(_hired)
