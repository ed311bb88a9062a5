"""The programme of the demo organization: what makes its registers worth looking at.

Each room has a file of its own here with ``seed(scene)``; they run in the order of their names.
"""

from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import NamedTuple
from uuid import UUID

from chaperone.access.actors import Staff
from chaperone.access.queries import enter
from chaperone.accounts.models import User


class Scene(NamedTuple):
    """Where the demo happens, and when."""

    organization_id: UUID
    today: date

    def actor(self, email: str) -> Staff:
        """Somebody of the demo; from here on this transaction is in their context."""
        entered = enter(
            User.objects.get(email=email), address="", organization=self.organization_id
        )
        assert entered is not None
        return entered.staff


def seed(scene: Scene) -> None:
    """Fills every register, in the caller's transaction."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}").seed(scene)
