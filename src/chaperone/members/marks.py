"""Blind indexes by which members compare with who opens their records (``workforce.kinship``)."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from chaperone.members.models import Member
from chaperone.vault.fields import SealedField
from chaperone.vault.keyring import keyring
from chaperone.vault.registry import Anew
from chaperone.workforce.kinship import AREA, HOUSEHOLD, SURNAME, area_of, household_of, surname_of


class MarkIndexes:
    """One column of them, for the vault (``vault.registry.Indexed``): ``of`` is the sealed value
    that ``read`` takes the token from.
    """

    table = "members_member"

    def __init__(self, column: str, of: str, element: str, read: Callable[[str], str]) -> None:
        self.column = column
        self.of = of
        self.element = element
        self.read = read

    def index(self, organization_id: UUID, text: str) -> bytes | None:
        """The index in force of what the sealed value says."""
        token = self.read(text)
        if not token:
            return None
        return keyring.blind_index(organization_id, element=self.element, token=token)

    def count(self, organization_id: UUID, /) -> int:
        """How many members have the value."""
        return self._having(organization_id).count()

    def lacking(self, organization_id: UUID, /) -> bool:
        """Whether there are members from before this index."""
        return self._having(organization_id).filter(**{self.column: None}).exists()

    def renew(
        self, organization_id: UUID, after: UUID | None, limit: int, anew: Anew, /
    ) -> tuple[int, UUID | None, int]:
        """Gives each member the index of the key in force."""
        found = self._having(organization_id).order_by("id")
        if after is not None:
            found = found.filter(id__gt=after)
        members = list(found.only("id", "organization_id", self.of, self.column)[:limit])
        blobs = [getattr(member, self.of).blob for member in members]
        keyring.preload(organization_id, blobs)
        moved = sum(self._renew(organization_id, member, anew) for member in members)
        return len(members), members[-1].id if members else None, moved

    def _having(self, organization_id: UUID) -> QuerySet[Member]:
        return Member.objects.filter(
            organization_id=organization_id, **{f"{self.of}__isnull": False}
        )

    def _renew(self, organization_id: UUID, member: Member, anew: Anew) -> int:
        field = Member._meta.get_field(self.of)
        assert isinstance(field, SealedField)
        token, place = getattr(member, self.of).blob, field.place(organization_id, member.id)
        before = getattr(member, self.column)
        after = next(iter(anew(token, place, self.element, self.read)), None)
        if after == (bytes(before) if before else None):
            return 0
        # Whose data was destroyed meanwhile keeps none.
        held = Member.objects.filter(id=member.id, **{f"{self.of}__isnull": False})
        return held.update(**{self.column: after})


MARKS = (
    MarkIndexes("surname_index", "name", SURNAME, surname_of),
    MarkIndexes("household_index", "address", HOUSEHOLD, household_of),
    MarkIndexes("area_index", "address", AREA, area_of),
)
COLUMNS = tuple(mark.column for mark in MARKS)


def marks_of(organization_id: UUID, *, name: str, address: str) -> dict[str, bytes | None]:
    """The indexes of somebody who is enrolled, by column."""
    said = {"name": name, "address": address}
    return {mark.column: mark.index(organization_id, said[mark.of]) for mark in MARKS}
