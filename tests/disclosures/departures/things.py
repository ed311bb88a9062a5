"""A customer who asked to leave, which tests need."""

from uuid import UUID

from chaperone.disclosures.models import Departure
from tests.cast import LAKESIDE, grace, inside


def a_departure() -> UUID:
    """Asked for and not agreed to, so that nothing is packed yet."""
    with inside(LAKESIDE):
        row = Departure.objects.create(
            organization_id=LAKESIDE, recipient="age1", asked_by=grace.user.id
        )
    return row.id
