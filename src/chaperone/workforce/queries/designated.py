"""Who is designated, and how everybody reaches them (45 CFR 164.308(a)(2), 164.530(a)(1))."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.workforce.models import Official, Person


class Contact(NamedTuple):
    """An official as everybody may know them. ``kind``: ``security`` or ``privacy``."""

    kind: str
    label: str
    name: str
    email: str
    phone: str
    address: str
    since: date


class InOffice(NamedTuple):
    """Who holds an office. ``works_here``: whether they still do, and can sign in."""

    kind: str
    user_id: UUID
    person_id: UUID | None
    works_here: bool
    reachable: bool


class Published(NamedTuple):
    """An organization's name, and its officials."""

    organization: str
    officials: list[Contact]


def officials(actor: Actor) -> list[Contact]:
    """Who is in office in the actor's organization, the security official first. One query."""
    rows = Official.objects.filter(organization_id=actor.organization_id).select_related("user")
    latest = rows.order_by("-kind", "-id").distinct("kind")
    return [
        Contact(
            kind=each.kind,
            label=Official.Kind(each.kind).label,
            name=each.user.name,
            email=each.email,
            phone=each.phone,
            address=each.address,
            since=each.since,
        )
        for each in latest
    ]


def in_office(actor: Actor) -> list[InOffice]:
    """Whether who is in office is still there to be asked. Two queries."""
    rows = Official.objects.filter(organization_id=actor.organization_id).select_related("user")
    latest = list(rows.order_by("-kind", "-id").distinct("kind"))
    people = Person.objects.filter(
        organization_id=actor.organization_id, user_id__in=[each.user_id for each in latest]
    )
    known = {person.user_id: person for person in people}
    return [_in_office(each, known.get(each.user_id)) for each in latest]


def officials_by_slug(slug: str) -> Published | None:
    """The same for anybody, by the organization's short name; None where there is none such."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM workforce_officials(%s)", [slug])
        rows = cursor.fetchall()
    if not rows:
        return None
    found = [Contact(kind, Official.Kind(kind).label, *rest) for _name, kind, *rest in rows if kind]
    return Published(rows[0][0], found)


def _in_office(official: Official, person: Person | None) -> InOffice:
    return InOffice(
        kind=official.kind,
        user_id=official.user_id,
        person_id=person.id if person else None,
        works_here=person is not None and person.ended_on is None and official.user.is_active,
        reachable=bool(official.email and (official.phone or official.address)),
    )
