"""Blind indexes of members' numbers, renewed when their key was replaced; STOP stays in force."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from chaperone.members.models import PHONE_ELEMENT, Member, Suppression
from chaperone.vault.fields import SealedField
from chaperone.vault.keyring import keyring
from chaperone.vault.registry import Anew

_RENEW = "SELECT members_renew_index(%s, %s, %s)"
_HOLD = "SELECT members_hold_index(%s)"


class PhoneIndexes:
    """What the vault asks (``vault.registry.Indexed``)."""

    table = "members_member"
    column = "phone_index"

    def count(self, organization_id: UUID, /) -> int:
        """How many members there are."""
        return _with_number(organization_id).count()

    def lacking(self, _organization_id: UUID, /) -> bool:
        """None: they are as old as the table."""
        return False

    def renew(
        self, organization_id: UUID, after: UUID | None, limit: int, anew: Anew, /
    ) -> tuple[int, UUID | None, int]:
        """Gives each member, and the STOP of their number, the index of the key in force."""
        found = _with_number(organization_id).order_by("id")
        if after is not None:
            found = found.filter(id__gt=after)
        members = list(found.only("id", "organization_id", "phone", "phone_index")[:limit])
        keyring.preload(organization_id, [member.phone.blob for member in members])
        moved = sum(_renew(organization_id, member, anew) for member in members)
        return len(members), members[-1].id if members else None, moved


def hold_index(member: Member) -> None:
    """Lets nobody renew the member's index before this transaction ends, and reads it as it is."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [member.id])
    member.refresh_from_db(fields=["phone_index"])


def member_with(index: bytes) -> UUID | None:
    """The id of the member with this index of a number, whether the context reaches them or not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_by_number(%s)", [index])
        (found,) = cursor.fetchone()
    return found if isinstance(found, UUID) else None


def take_up_stops(organization_id: UUID, numbers: Iterable[list[bytes]]) -> None:
    """A number that said STOP under an earlier key has said it still (47 CFR 64.1200(a)(10)).

    ``numbers``: of each number the index under every version, the one in force first.
    """
    anew = {earlier: indexes[0] for indexes in numbers for earlier in indexes[1:]}
    if not anew:
        return
    found = Suppression.objects.filter(organization_id=organization_id, phone_index__in=anew)
    for row in found:
        Suppression.objects.get_or_create(
            organization_id=organization_id,
            phone_index=anew[bytes(row.phone_index)],
            defaults={"since": row.since},
        )
        row.delete()


def _with_number(organization_id: UUID) -> QuerySet[Member]:
    return Member.objects.filter(organization_id=organization_id, phone_index__isnull=False)


def _renew(organization_id: UUID, member: Member, anew: Anew) -> int:
    field = Member._meta.get_field("phone")
    assert isinstance(field, SealedField)
    place = field.place(organization_id, member.id)
    before = bytes(member.phone_index or b"")
    after = anew(member.phone.blob, place, PHONE_ELEMENT)[0]
    if before == after:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [member.id, before, after])
        return int(cursor.fetchone()[0])
