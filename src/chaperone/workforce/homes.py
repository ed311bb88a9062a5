"""Blind indexes of where people of the workforce live, renewed when their key was replaced."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from chaperone.vault.fields import SecretTextField
from chaperone.vault.keyring import keyring
from chaperone.vault.registry import Anew
from chaperone.workforce.kinship import AREA, HOUSEHOLD, PHONE, area_of, household_of
from chaperone.workforce.models import Home


class HomeIndexes:
    """One column of them (``vault.registry.Indexed``)."""

    table = "workforce_home"

    def __init__(self, column: str, of: str, element: str, read: Callable[[str], str]) -> None:
        self.column = column
        self.of = of
        self.element = element
        self.read = read

    def count(self, organization_id: UUID, /) -> int:
        """Of how many people it is known."""
        return self._having(organization_id).count()

    def lacking(self, _organization_id: UUID, /) -> bool:
        """None: they are as old as the table."""
        return False

    def renew(
        self, organization_id: UUID, after: UUID | None, limit: int, anew: Anew, /
    ) -> tuple[int, UUID | None, int]:
        """Gives each the index of the key in force."""
        found = self._having(organization_id).order_by("id")
        if after is not None:
            found = found.filter(id__gt=after)
        homes = list(found[:limit])
        moved = sum(self._renew(home, anew) for home in homes)
        return len(homes), homes[-1].id if homes else None, moved

    def _having(self, organization_id: UUID) -> QuerySet[Home]:
        return Home.objects.filter(organization_id=organization_id, **{f"{self.of}__isnull": False})

    def _renew(self, home: Home, anew: Anew) -> int:
        field = Home._meta.get_field(self.of)
        assert isinstance(field, SecretTextField)
        stored = home.__dict__[self.of]
        place = field.place(home.organization_id, home.id)
        before = getattr(home, self.column)
        after = next(iter(anew(bytes(stored), place, self.element, self.read)), None)
        if after == (bytes(before) if before else None):
            return 0
        # What was said anew meanwhile has its own index.
        held = Home.objects.filter(id=home.id, **{self.column: before})
        return held.update(**{self.column: after})


INDEXES = (
    HomeIndexes("household_index", "address", HOUSEHOLD, household_of),
    HomeIndexes("area_index", "address", AREA, area_of),
    HomeIndexes("phone_index", "phone", PHONE, str),
)


def indexes_of(organization_id: UUID, *, address: str, phone: str) -> dict[str, bytes | None]:
    """The indexes in force of a home, by column."""
    said = {"address": address, "phone": phone}
    found: dict[str, bytes | None] = {}
    for each in INDEXES:
        token = each.read(said[each.of])
        found[each.column] = (
            keyring.blind_index(organization_id, element=each.element, token=token)
            if token
            else None
        )
    return found
