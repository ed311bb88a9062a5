"""What goes with a member of this room when their data is destroyed (registered in retention)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from django.db.models.functions import Now

from chaperone.ledger.actors import Actor
from chaperone.members.marks import COLUMNS
from chaperone.members.models import Contact, Member
from chaperone.retention.errors import NotToBeDestroyed
from chaperone.retention.registry import Purged


def check(actor: Actor, member_id: UUID) -> None:
    """Only whose membership has ended. Raises ``NotToBeDestroyed``."""
    member = Member.objects.filter(organization_id=actor.organization_id, id=member_id).first()
    if member is None:
        raise NotToBeDestroyed("There is no such member among those you can reach.")
    if member.destroyed_at:
        raise NotToBeDestroyed("This member's data was destroyed already.")
    if member.status != Member.Status.ENDED:
        raise NotToBeDestroyed("The membership has not ended. End it first.")


def purge(actor: Actor, member_id: UUID) -> Sequence[Purged]:
    """Removes who the member is, and the blind indexes.

    What keeps STOP in force stays: it is keyed by the number, not by the member.
    """
    rows = Member.objects.filter(organization_id=actor.organization_id, id=member_id)
    changed = rows.update(
        name=None,
        phone=None,
        birth_date=None,
        address=None,
        state="",
        vip=False,
        phone_index=None,
        **dict.fromkeys(COLUMNS),
        destroyed_at=Now(),
    )
    contacts = Contact.objects.filter(organization_id=actor.organization_id, member_id=member_id)
    forgotten = contacts.update(language=None, email=None, electronic=False)
    table = Member._meta.db_table
    return [
        Purged(table, "name, phone number, birth date, address and state", changed),
        Purged(table, "blind index of the phone number", changed),
        Purged(table, "blind indexes of surname, household and neighbourhood", changed),
        Purged(Contact._meta.db_table, "language and e-mail address", forgotten),
    ]


def write_anew() -> None:
    """Rewrites the files of members and of uploads without what was removed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_write_anew()")
