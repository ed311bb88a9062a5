"""What the demo's phones show."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from chaperone.access.actors import carrier
from chaperone.access.context import acting_for
from chaperone.access.witness import witnessed
from chaperone.carriers.errors import NotOurNumber
from chaperone.carriers.models import HandsetPhone, HandsetText
from chaperone.vault.keyring import keyring

STRANGER = "+16175550199"
"""A phone that belongs to no member."""
TEXTS_SHOWN = 100
_ELEMENT = "carriers.handset.number"


class Line(NamedTuple):
    """An organization that phones of the demo can text, and its number."""

    number: str
    organization_id: UUID


class Phone(NamedTuple):
    """A phone that one can be on the page."""

    number: str
    name: str


class Text(NamedTuple):
    """A text on a phone's screen."""

    mine: bool
    body: str
    at: datetime
    state: str


def index_of(organization_id: UUID, number: str) -> bytes:
    """The blind index by which a phone's texts are found."""
    return keyring.blind_index(organization_id, element=_ELEMENT, token=number)


def indexes_of(organization_id: UUID, number: str) -> list[bytes]:
    """The same under each version of the key: to look for."""
    return keyring.blind_indexes(organization_id, element=_ELEMENT, token=number)


def lines() -> list[Line]:
    """The organizations that have a number for the demo's phones; the first is the default."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, organization_id FROM carriers_handset_numbers()")
        return [Line(*row) for row in cursor.fetchall()]


def line_of(sender: str) -> Line:
    """The line that a phone texts: its own organization's or the first. Raises ``NotOurNumber``."""
    found = lines()
    for line in found:
        if _belongs(sender, line.organization_id):
            return line
    if not found:
        raise NotOurNumber("No organization has a number for the demo's phones.")
    return found[0]


def phones() -> list[Phone]:
    """Every phone of the demo and a stranger's, opened before a witness."""
    return [
        *(phone for line in lines() for phone in _phones_of(line.organization_id)),
        Phone(STRANGER, "Somebody who is no member"),
    ]


def texts(*, sender: str, line: Line) -> list[Text]:
    """The last texts on a phone, oldest first, opened before a witness."""
    with _looking(line.organization_id):
        newest = _texts(sender, line).order_by("-id")[:TEXTS_SHOWN]
        return [
            Text(
                mine=text.direction == HandsetText.Direction.SENT,
                body=text.body.open(),
                at=text.at,
                state="",
            )
            for text in reversed(newest)
        ]


def version(*, sender: str, line: Line) -> str:
    """Moves when the phone's texts change. Opens nothing."""
    with acting_for(carrier(line.organization_id)):
        last = _texts(sender, line).order_by("-id").values_list("id", flat=True).first()
    return str(last or "")


def _belongs(number: str, organization_id: UUID) -> bool:
    with acting_for(carrier(organization_id)):
        return HandsetPhone.objects.filter(
            organization_id=organization_id,
            number_index__in=indexes_of(organization_id, number),
        ).exists()


def _phones_of(organization_id: UUID) -> list[Phone]:
    with _looking(organization_id):
        found = HandsetPhone.objects.filter(organization_id=organization_id).order_by("id")
        return [Phone(phone.number.open(), phone.name.open()) for phone in found]


def _texts(sender: str, line: Line) -> QuerySet[HandsetText]:
    return HandsetText.objects.filter(
        organization_id=line.organization_id,
        number_index__in=indexes_of(line.organization_id, sender),
    )


@contextmanager
def _looking(organization_id: UUID) -> Iterator[None]:
    actor = carrier(organization_id)
    with acting_for(actor), witnessed(actor, purpose="treatment", place="carriers.handset"):
        yield
