"""Connections beside Django's, for what needs COPY or a session of its own."""

from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

_DJANGOS_OWN = ("cursor_factory", "context", "prepare_threshold")


def parameters() -> dict[str, Any]:
    """What psycopg needs to connect as this process's login. Holds its password."""
    found = connections[DEFAULT_DB_ALIAS].get_connection_params()
    return {name: value for name, value in found.items() if name not in _DJANGOS_OWN}


def connect(**also: Any) -> psycopg.Connection:
    """A new connection that commits each statement, unless in a transaction block."""
    return psycopg.connect(**parameters() | also, autocommit=True)
