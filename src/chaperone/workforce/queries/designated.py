"""Who is designated, and how everybody reaches them (45 CFR 164.308(a)(2), 164.530(a)(1))."""

from datetime import date
from typing import NamedTuple

from django.db import connection

from chaperone.ledger.actors import Actor
from chaperone.workforce.models import Official


class Contact(NamedTuple):
    """An official as everybody may know them. ``kind``: ``security`` or ``privacy``."""

    kind: str
    label: str
    name: str
    email: str
    phone: str
    address: str
    since: date


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


def officials_by_slug(slug: str) -> Published | None:
    """The same for anybody, by the organization's short name; None where there is none such."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM workforce_officials(%s)", [slug])
        rows = cursor.fetchall()
    if not rows:
        return None
    found = [Contact(kind, Official.Kind(kind).label, *rest) for _name, kind, *rest in rows if kind]
    return Published(rows[0][0], found)
