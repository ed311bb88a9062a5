from django.db import IntegrityError, transaction

from chaperone.carriers.errors import NumberTaken
from chaperone.carriers.events import NUMBER_ASSIGNED
from chaperone.carriers.models import Carrier, Number
from chaperone.ledger.actions import append
from chaperone.ledger.actors import Actor
from chaperone.sms.numbers import normalise


@transaction.atomic
def assign_number(*, actor: Actor, number: str, carrier: str) -> Number:
    """Gives the actor's organization the number at which it is texted, in place of any before.

    ``number`` is E.164 or a short code, ``carrier`` ``handset`` or ``aws``. Raises ``NotE164``,
    ``NumberTaken``, and ``ValueError`` for a carrier that does not exist.
    """
    assigned = Number(
        number=normalise(number, short_code=True),
        organization_id=actor.organization_id,
        carrier=Carrier(carrier),
    )
    try:
        with transaction.atomic():
            _put(assigned)
    except IntegrityError as problem:
        raise NumberTaken from problem
    append(
        event=NUMBER_ASSIGNED,
        actor=actor,
        details={"number": assigned.number, "carrier": assigned.carrier},
    )
    return assigned


def _put(assigned: Number) -> None:
    replaced = Number.objects.filter(organization_id=assigned.organization_id).update(
        number=assigned.number, carrier=assigned.carrier
    )
    if not replaced:
        assigned.save(force_insert=True)
