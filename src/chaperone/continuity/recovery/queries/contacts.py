"""Whom to call at an outage: officials, vendors, and the organization's own list."""

import json
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from chaperone.continuity.models import CallContact, PutAway
from chaperone.continuity.recovery.errors import NoSuchContact
from chaperone.ledger.actors import Actor
from chaperone.vendors.models import Vendor
from chaperone.vendors.queries.register import vendors_of
from chaperone.workforce.queries import officials


class Entry(NamedTuple):
    """Somebody to call. ``source``: ``official``, ``vendor`` or ``own``, which says where it is
    changed; ``id``: of an own entry.
    """

    source: str
    name: str
    reason: str
    phone: str
    other: str
    hours: str
    note: str
    id: UUID | None = None

    @property
    def reachable(self) -> bool:
        """Whether the list says how to reach them at all."""
        return bool(self.phone or self.other)


def contacts_of(actor: Actor) -> QuerySet[CallContact]:
    """The own entries that count, in the order of calls."""
    rows = CallContact.objects.filter(organization_id=actor.organization_id, retired_at=None)
    return rows.order_by("place", "name", "id")


def contact_of(actor: Actor, contact_id: UUID, *, lock: bool = False) -> CallContact:
    """One of them, a retired one too. Raises ``NoSuchContact``."""
    rows = CallContact.objects.filter(organization_id=actor.organization_id, id=contact_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NoSuchContact
    return found


def whom_to_call(actor: Actor) -> list[Entry]:
    """Officials first, then the own entries in their order, then vendors, those on whom care
    depends first. Three queries.
    """
    own = [
        Entry("own", row.name, row.reason, row.phone, row.other, row.hours, row.note, row.id)
        for row in contacts_of(actor)
    ]
    return [*_officials(actor), *own, *_vendors(actor)]


def digest_of(called: list[Entry]) -> str:
    """The SHA-256 of what the list says, in hex: tells whether a print of it is still right."""
    said = [each._replace(id=None) for each in called]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def latest_put_away(actor: Actor) -> PutAway | None:
    """The print that was put away last."""
    return PutAway.objects.filter(organization_id=actor.organization_id).order_by("-id").first()


def _officials(actor: Actor) -> list[Entry]:
    return [
        Entry("official", each.name, each.label, each.phone, each.email, "", "")
        for each in officials(actor)
    ]


def _vendors(actor: Actor) -> list[Entry]:
    order = {name: place for place, name in enumerate(Vendor.Criticality.values)}
    rows = vendors_of(actor).filter(retired_at=None).exclude(contact="")
    found = sorted(rows, key=lambda row: (order[row.criticality], row.name))
    return [Entry("vendor", row.name, row.service, "", row.contact, "", "") for row in found]
