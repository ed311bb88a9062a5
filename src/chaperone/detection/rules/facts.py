"""What rules judge, and what they find. Plain values: nothing here reads anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from chaperone.accounts.browsers import describe
from chaperone.accounts.requests import Origin


@dataclass(frozen=True)
class Act:
    """An entry whose inside a rule needs: who did what, from where, with which details.

    ``nobodys``: the installation recorded it of no organization.
    """

    entry_id: UUID
    at: datetime
    event: str
    actor_kind: str = "staff"
    actor_id: UUID | None = None
    members: tuple[UUID, ...] = ()
    address: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    nobodys: bool = False

    @cached_property
    def network(self) -> str:
        """Where they are, as far as an address tells: the provider's network."""
        return Origin(self.address, "").network if self.address else ""

    @cached_property
    def source(self) -> str:
        """One machine, or one link: whose tries are counted together."""
        return Origin(self.address, "").source if self.address else ""

    @property
    def requests(self) -> int:
        """How many requests it sums up, of an entry about the request log."""
        return int(self.details["requests"])

    @cached_property
    def browser(self) -> str:
        """Such as "Firefox on Windows": versions come and go."""
        return describe(str(self.details.get("user_agent", "")))


class Access(NamedTuple):
    """Somebody opened one member's record, by the columns for search. ``care``: more than who the
    member is. The ids are the 16 bytes of them, since millions are compared.
    """

    entry: bytes
    person: bytes
    member: bytes
    care: bool


class Subject(NamedTuple):
    """Who or what an alert is about; ``window_start``: when the day began in the organization."""

    actor_kind: str
    actor_id: UUID | None
    member_id: UUID | None
    subject_id: UUID | None
    window_start: datetime


@dataclass(frozen=True)
class Found:
    """What a rule found in a day, before it is an alert.

    ``entries``: ids, oldest first, of what it stands on. ``features``: what else holds of it, such
    as ``after_hours``. ``explained_by``: the name of a care reason, or empty.
    """

    rule: str
    subject: Subject
    entries: tuple[UUID, ...]
    figures: Mapping[str, int]
    features: tuple[str, ...] = ()
    explained_by: str = ""

    @property
    def key(self) -> tuple[str, Subject]:
        """There is one alert of each."""
        return self.rule, self.subject
