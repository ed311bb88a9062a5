"""Who did it (45 CFR 164.312(b): activity is recorded with who acted)."""

from dataclasses import dataclass
from typing import Literal, get_args
from uuid import UUID

from chaperone.ledger.errors import UnknownActorKind

Kind = Literal["staff", "member", "assistant", "worker", "carrier", "operator", "anonymous"]
KINDS: frozenset[str] = frozenset(get_args(Kind))


@dataclass(frozen=True)
class Actor:
    """A person or program, and the organization for which it acts.

    ``id`` is None for programs and for people whom we do not know. What belongs to no
    organization (a refused sign-in) acts for ``PLATFORM``. Of people, every entry also says from
    which network ``address``, in which ``session`` and under which grants they acted.
    """

    kind: Kind
    id: UUID | None
    organization_id: UUID
    address: str = ""
    session: UUID | None = None
    grant_ids: tuple[UUID, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise UnknownActorKind(str(self.kind))
