"""What access must know of members and care teams, which are a room above it. Filled by ``members``
in ``AppConfig.ready``; what must end with a person's access, and what begins with it, filled by
any room above.
"""

from collections.abc import Callable, Collection
from typing import NamedTuple, Protocol
from uuid import UUID

from chaperone.access.errors import CopyNotApproved
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
    """Something that begins when somebody is given access: training, time to do it in.

    Called in the transaction of each grant that is not for an hour and not for another
    organization's staff, whether it opens members' data or not: everybody in the workforce is
    trained (45 CFR 164.308(a)(5)(i)). It must be safe to repeat.
    """

    def __call__(self, *, actor: Actor, user_id: UUID) -> None: ...


class Copy(NamedTuple):
    """What an export is about to give away.

    ``export``: the place, such as ``ledger:account``. ``elements``: groups of ``roles.toml``, or
    ``record``. ``member``: the only one whom it is about; None for anybody of the organization.
    """

    export: str
    elements: frozenset[str]
    member: UUID | None


class Copies(Protocol):
    """Holds an approval in the caller's transaction, and records that it is used.

    Raises ``CopyNotApproved`` where it does not allow exactly this copy to exactly this actor.
    """

    def __call__(self, *, actor: Actor, copy: Copy, approval: UUID) -> UUID: ...


_copies: Copies | None = None
_shut_out: str = "false"
_held: str = "false"
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


def held_where(condition: str) -> None:
    """Names the SQL condition under which texts of an organization are held since a restore
    (registered by ``conversations``); ``e.organization_id`` in it is the organization. Asked when
    somebody enters, for the banner of every page.
    """
    global _held
    _held = condition


def held() -> str:
    """The condition; false where no room has one."""
    return _held


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
    """Has something begin where somebody is given access."""
    _hired.append(hired)


def hirings() -> tuple[Hired, ...]:
    """What rooms above have registered."""
    return tuple(_hired)


class Text(NamedTuple):
    """A text that people sign: its title, and its body as CommonMark."""

    title: str
    body: str


_confidentiality: list[Callable[[Actor], Text | None]] = []


def know_confidentiality_by(find: Callable[[Actor], Text | None]) -> None:
    """Names who answers for an organization's own confidentiality agreement in force.

    Its published policy of this kind; None where it has none: then the starter text is signed.
    """
    _confidentiality[:] = [find]


def confidentiality_of(actor: Actor) -> Text | None:
    """The organization's own confidentiality agreement; None where it has none."""
    return _confidentiality[0](actor) if _confidentiality else None


_devices: list[Callable[[Actor, Collection[UUID]], Collection[UUID]]] = []


def know_devices_by(holders: Callable[[Actor, Collection[UUID]], Collection[UUID]]) -> None:
    """Names who knows which of these people have a device that is on record (``facilities``)."""
    _devices[:] = [holders]


def with_devices(actor: Actor, user_ids: Collection[UUID]) -> frozenset[UUID] | None:
    """Who of these people has a device on record; None where no room knows."""
    return frozenset(_devices[0](actor, user_ids)) if _devices else None


def copies_need(copies: Copies) -> None:
    """Names who approves copies of ePHI (registered by ``facilities``)."""
    global _copies
    _copies = copies


def copies() -> Copies:
    """Who approves copies. Raises ``CopyNotApproved`` where nobody does: then nothing leaves."""
    if _copies is None:
        raise CopyNotApproved
    return _copies
