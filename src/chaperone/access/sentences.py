"""Access records in plain words, for members, coaches and officers alike."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from chaperone.access.roles import ROLES
from chaperone.ledger.opened import Opened

_ELEMENTS: dict[tuple[str, str], tuple[str, str]] = {
    ("members_member", "name"): ("name", "names"),
    ("members_member", "phone"): ("phone number", "phone numbers"),
    ("members_member", "birth_date"): ("birth date", "birth dates"),
    ("conversations_message", "body"): ("message", "messages"),
    ("conversations_message", "sources"): ("source of an answer", "sources of answers"),
    ("conversations_draft", "body"): ("proposed answer", "proposed answers"),
    ("conversations_draft", "sources"): (
        "source of a proposed answer",
        "sources of proposed answers",
    ),
    ("conversations_turn", "category"): ("triage finding", "triage findings"),
    ("members_reading", "value"): ("reading", "readings"),
    ("members_member", "address"): ("full address", "full addresses"),
    ("members_contact", "email"): ("e-mail address", "e-mail addresses"),
    ("members_contact", "language"): ("language", "languages"),
    ("members_member", "ssn"): ("Social Security number", "Social Security numbers"),
    ("members_member", "insurance"): ("insurance", "insurances"),
    ("members_upload", "content"): ("file to import", "files to import"),
    ("members_upload", "content_type"): ("kind of a file to import", "kinds of files to import"),
    ("members_upload", "name"): ("name of a file to import", "names of files to import"),
    ("members_uploadpiece", "content"): ("file to import", "files to import"),
    ("carriers_handsetphone", "name"): ("name on the demo phone", "names on the demo phones"),
    ("carriers_handsetphone", "number"): ("number of a demo phone", "numbers of demo phones"),
    ("carriers_unknowntext", "sender"): ("unknown sender's number", "unknown senders' numbers"),
    ("carriers_unknowntext", "body"): ("text of an unknown sender", "texts of unknown senders"),
    ("incidents_mailingpiece", "content"): ("letter about a breach", "letters about a breach"),
    ("carriers_handsettext", "body"): ("text on the demo phone", "texts on the demo phone"),
}
_PURPOSES = {
    "treatment": "Treatment",
    "operations": "Running the service",
    "delivery": "Delivering a text",
    "access": "The member's own access",
    "restore": "Checking a restore",
    "notification": "Telling people of a breach",
    "return": "Returning data to a customer",
}
_KINDS = {
    "member": "Member",
    "assistant": "Assistant",
    "worker": "Chaperone",
    "carrier": "Text-message carrier",
    "operator": "Operator",
    "anonymous": "Somebody unknown",
}

PROGRAMS = {kind: words for kind, words in _KINDS.items() if kind != "member"}
"""Actors of which there is no person to name, as a search offers them."""
ELEMENTS = {".".join(name): one[0].upper() + one[1:] for name, (one, _) in _ELEMENTS.items()}
"""What can be opened, by "table.element"."""

LEFT = "Somebody who has left"
"""Stands for a name that is not known any more."""


class Who(NamedTuple):
    """An actor for people: a name and a role."""

    name: str
    role: str


def who(kind: str, name: str | None, roles: Iterable[str] = ()) -> Who:
    """How an actor is called on a page. ``name``: of staff, None where it is not known."""
    if kind != "staff":
        return Who(_KINDS.get(kind, kind), "Program" if kind in ("assistant", "worker") else "")
    labels = ", ".join(ROLES[role].label for role in roles if role in ROLES)
    return Who(name or LEFT, labels)


def opened(items: Iterable[Opened], member_id: UUID | None = None) -> str:
    """What was opened, such as "name, 12 messages"; of one member where ``member_id`` is given."""
    counts: dict[tuple[str, str], int] = {}
    for item in items:
        if member_id is None or item.member == member_id:
            element = (item.table, item.element)
            counts[element] = counts.get(element, 0) + len(item.rows)
    return ", ".join(_counted(element, count) for element, count in counts.items())


def element_words(name: str) -> str:
    """An element that entries call "table.element", as people do."""
    return ELEMENTS.get(name, name)


def why(purpose: str, reason: str = "") -> str:
    """The purpose in words; for a refusal, why it was refused."""
    return _PURPOSES.get(purpose, purpose) or reason


def _counted(element: tuple[str, str], count: int) -> str:
    one, many = _ELEMENTS.get(element, (".".join(element), ".".join(element)))
    return one if count == 1 else f"{count} {many}"
