"""Where somebody of the workforce lives, and their own number, so that a look at a relative's or a
neighbour's record is told from others (45 CFR 164.308(a)(1)(ii)(D)).
"""

from django.db import transaction

from chaperone.access.actors import Staff
from chaperone.registers.actions.changes import record_change
from chaperone.workforce.errors import HalfAnAddress, NothingKept
from chaperone.workforce.events import HOME_KEPT, HOME_REMOVED
from chaperone.workforce.homes import INDEXES, indexes_of
from chaperone.workforce.kinship import address_of
from chaperone.workforce.models import Home, Person


@transaction.atomic
def keep_home(
    *, actor: Staff, person: Person, street: str = "", postal_code: str = "", phone: str = ""
) -> Home:
    """Seals what is said, with its blind indexes, in place of what stood there; what is left empty
    stays as it is. An address is said whole: street and postal code.

    ``phone``: E.164. The caller has checked ``workforce.manage``. Recorded without what was said.
    Raises ``HalfAnAddress``.
    """
    if street.strip() and not postal_code.strip():
        raise HalfAnAddress
    home = _home(actor, person) or Home(organization_id=actor.organization_id, person=person)
    address = address_of(street, postal_code)
    said = {name: value for name, value in (("address", address), ("phone", phone)) if value}
    _write(home, said)
    record_change(
        actor=actor,
        event=HOME_KEPT,
        record=person.id,
        details={"user": str(person.user_id), "said": sorted(said)},
    )
    return home


@transaction.atomic
def remove_home(*, actor: Staff, person: Person) -> None:
    """Takes both away, with their indexes. The caller has checked ``workforce.manage``.

    Raises ``NothingKept``.
    """
    home = _home(actor, person)
    if home is None or (home.address is None and home.phone is None):
        raise NothingKept
    _write(home, {"address": "", "phone": ""})
    record_change(
        actor=actor,
        event=HOME_REMOVED,
        record=person.id,
        details={"user": str(person.user_id)},
    )


def _home(actor: Staff, person: Person) -> Home | None:
    rows = Home.objects.filter(organization_id=actor.organization_id, person=person)
    return rows.select_for_update().first()


def _write(home: Home, said: dict[str, str]) -> None:
    changed = list(said)
    indexes = indexes_of(home.organization_id, **{"address": "", "phone": ""} | said)
    for each in INDEXES:
        if each.of in said:
            setattr(home, each.of, said[each.of] or None)
            setattr(home, each.column, indexes[each.column])
            changed.append(each.column)
    if home._state.adding:
        home.save(force_insert=True)
    else:
        home.save(update_fields=changed)
