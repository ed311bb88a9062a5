"""What can be said in a notice: a fixed sentence and a link, declared by the room that says it.

A notice leaves the house, so it holds no PHI (45 CFR 164.502(b), 164.312(e)(1)): a sentence here
has no place into which anything could be put.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

Severity = Literal["critical", "error", "warning", "info"]
_declared: dict[str, "Kind"] = {}


@dataclass(frozen=True, slots=True)
class About:
    """For whom a notice is, and about what: ids, from which its link is made."""

    organization_id: UUID
    subject: UUID
    recipient_id: UUID | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A notice that can be sent. ``link`` gives the path that opens what it is about; ``reply``
    what a text may be answered with, or nothing. ``severity``: for services that call people by it;
    ``ends``: it says that what the subject was told of before is over.
    """

    name: str
    subject: str
    sentence: str
    link: Callable[[About], str]
    reply: Callable[[About], str] = lambda _about: ""
    severity: Severity = "error"
    ends: bool = False


def declare(kind: Kind) -> Kind:
    """Registers a kind. Raises ``ValueError`` where its name is taken or its sentence not fixed."""
    if kind.name in _declared:
        raise ValueError(f"Notice {kind.name} is declared twice.")
    if set("{}%") & set(kind.subject + kind.sentence):
        raise ValueError(f"Notice {kind.name} must be a fixed sentence.")
    _declared[kind.name] = kind
    return kind


def kinds() -> tuple[Kind, ...]:
    """Every kind that is declared."""
    return tuple(_declared.values())


def kind_named(name: str) -> Kind:
    """The kind with this name. Raises ``KeyError``."""
    return _declared[name]
