"""What a new organization shall be: its name and place in time, and its first three people."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from zoneinfo import ZoneInfo

from chaperone.cli.errors import NotSuitable, SamePerson

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?")
_ADDRESS = re.compile(r"[^@\s<>]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is invited. `role` as roles are named."""

    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Plan:
    """An organization to be made. `people`: two security officers and an administrator."""

    name: str
    slug: str
    time_zone: str
    people: tuple[Person, ...]


def make_plan(
    *, name: str, slug: str, time_zone: str, officers: Sequence[str], administrator: str
) -> Plan:
    """People as `Name <name@clinic.example>`. Raises NotSuitable and SamePerson."""
    people = [_person(text, "security_officer") for text in officers]
    people.append(_person(administrator, "administrator"))
    seen: set[str] = set()
    for person in people:
        if person.email in seen:
            raise SamePerson(email=person.email)
        seen.add(person.email)
    return Plan(_name(name), _slug(slug), _zone(time_zone), tuple(people))


def _name(name: str) -> str:
    if not 0 < len(name.strip()) <= _LONGEST_NAME or not name.isprintable():
        raise NotSuitable(what="The name", value=name[:40], why="write 1 to 200 characters.")
    return name.strip()


def _slug(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        why = "use small letters, digits and hyphens, 50 at most, such as lakeside-care."
        raise NotSuitable(what="The short name", value=slug[:60], why=why)
    return slug


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        why = "name one such as America/New_York."
        raise NotSuitable(what="The time zone", value=name[:60], why=why) from None
    return name


def _person(text: str, role: str) -> Person:
    name, address = parseaddr(text)
    if not name.strip() or not name.isprintable() or len(name) > _LONGEST_NAME:
        why = "write name and address, such as “Ada Park <ada.park@lakeside.example>”."
        raise NotSuitable(what="The person", value=text[:80], why=why)
    if not _ADDRESS.fullmatch(address):
        why = "the e-mail address is not one."
        raise NotSuitable(what="The person", value=text[:80], why=why)
    return Person(name.strip(), address.lower(), role)
