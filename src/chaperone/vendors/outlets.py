"""Places outside to which the program sends, as a gate knows them."""

from collections.abc import Collection
from typing import NamedTuple


class Outlet(NamedTuple):
    """By which purpose or host an agreement lets members' data out there, and which data goes.

    ``elements``: element groups of ``access/roles.toml``; none where what goes there is sealed or
    names members by id only, which a business associate agreement must cover all the same.
    """

    purpose: str
    host: str = ""
    elements: Collection[str] = ()


MODEL = "model"
"""Models are known by their host alone: no agreement names this purpose."""
MAIL = "mail"
"""So is the mail server through which members are written to."""
