"""The notice to a covered entity with each individual by name, made by a worker (164.410(c)(1))."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from chaperone.access.witness import witnessed
from chaperone.documents.rendering import render
from chaperone.incidents.models import Mailing
from chaperone.incidents.notifying.customer import Breach, Individual, as_document, as_json
from chaperone.incidents.notifying.queries.customers import customer_breach
from chaperone.ledger.actors import Actor
from chaperone.members.models import Member
from chaperone.vault.keyring import keyring

PURPOSE = "notification"
"""What a worker opens names for: the notices of 45 CFR 164.404 and 164.410."""


def made_for_customer(actor: Actor, mailing: Mailing) -> tuple[bytes, int]:
    """The file that was asked for, and how many are in it by name."""
    assert mailing.incident is not None
    breach = customer_breach(actor, mailing.incident)
    known = _identified(actor, breach)
    people = [known.get(each.member, each) for each in breach.individuals]
    whole = breach._replace(individuals=people)
    if mailing.kind == Mailing.Kind.CUSTOMER_JSON:
        return json.dumps(as_json(whole), ensure_ascii=False, indent=1).encode(), len(known)
    return render(as_document(whole, made_at=timezone.now())), len(known)


def _identified(actor: Actor, breach: Breach) -> Mapping[UUID, Individual]:
    """Name, number and address of each of whom they are still here, opened before a witness."""
    by_member = {each.member: each for each in breach.individuals}
    rows = Member.objects.filter(
        organization_id=actor.organization_id, id__in=list(by_member), destroyed_at=None
    )
    members = list(rows.order_by("id"))
    keyring.preload(actor.organization_id, [each.name.blob for each in members])
    with witnessed(actor, purpose=PURPOSE, place="incidents:customer"):
        return {
            each.id: by_member[each.id]._replace(
                name=each.name.open(),
                phone=each.phone.open(),
                address=each.address.open() if each.address is not None else "",
            )
            for each in members
        }
