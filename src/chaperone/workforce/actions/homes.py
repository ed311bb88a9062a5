"""Where somebody of the workforce lives, and their own number, so that a look at a relative's or a
neighbour's record is told from others (45 CFR 164.308(a)(1)(ii)(D)).
"""

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.ledger.actions import append
from chaperone.workforce.events import HOME_KEPT
from chaperone.workforce.homes import indexes_of
from chaperone.workforce.kinship import address_of
from chaperone.workforce.models import Home, Person


@transaction.atomic
def keep_home(*, actor: Staff, person: Person, street: str, postal_code: str, phone: str) -> Home:
    """Seals both, with their blind indexes; what is left empty is taken away.

    ``phone``: E.164. The caller has checked ``workforce.manage``. Recorded without what was said.
    """
    home = Home.objects.filter(organization_id=actor.organization_id, person=person).first()
    if home is None:
        home = Home(organization_id=actor.organization_id, person=person)
    address = address_of(street, postal_code)
    home.address, home.phone = address or None, phone or None
    indexes = indexes_of(actor.organization_id, address=address, phone=phone)
    for column, index in indexes.items():
        setattr(home, column, index)
    home.save()
    append(
        event=HOME_KEPT,
        actor=actor,
        details={"user": str(person.user_id), "address": bool(address), "phone": bool(phone)},
    )
    return home
