"""Working with another of the database's logins, for what the auditor may not."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections

from chaperone.database.address import password
from chaperone.database.logins import role


@contextmanager
def acting_as(login: str) -> Iterator[None]:
    """In the block, Django and ``ledger.connecting`` connect as this login."""
    secret = password(settings.CHAPERONE_DATA, login, os.environ)
    before = {alias: dict(connections[alias].settings_dict) for alias in connections}
    connections.close_all()
    for alias in connections:
        connections[alias].settings_dict |= {"USER": role(login), "PASSWORD": secret}
    try:
        yield
    finally:
        connections.close_all()
        for alias in connections:
            connections[alias].settings_dict |= before[alias]
