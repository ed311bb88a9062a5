"""Ways to the database beside Django's usual one, for what needs COPY, a session of its own, or a
statement that is prepared once.
"""

from collections.abc import Sequence
from typing import Any, Self
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

_DJANGOS_OWN = ("cursor_factory", "context", "prepare_threshold")
# psycopg's own default. Django's is None, with which nothing is prepared, whoever asks for it; its
# own cursors write values into their statements and prepare none with any threshold.
_PREPARE_THRESHOLD = 5


def parameters() -> dict[str, Any]:
    """What psycopg needs to connect as this process's login. Holds its password."""
    found = connections[DEFAULT_DB_ALIAS].get_connection_params()
    return {name: value for name, value in found.items() if name not in _DJANGOS_OWN}


def connect(**also: Any) -> psycopg.Connection:
    """A new connection that commits each statement, unless in a transaction block."""
    return psycopg.connect(**parameters() | also, autocommit=True)


class _PreparingCursor(psycopg.Cursor[Any]):
    prepares = True

    def execute(  # type: ignore[override]  # called by Django with these two
        self, query: Any, params: Sequence[Any] | None = None
    ) -> Self:
        return super().execute(query, params, prepare=self.prepares)


_preparing: WeakKeyDictionary[BaseDatabaseWrapper, _PreparingCursor] = WeakKeyDictionary()


def preparing_cursor(alias: str) -> CursorWrapper:
    """A cursor in the current transaction that has the server bind values and keep the plan.

    One for each connection, not to be closed: it knows by then how to write each kind of value.
    Django writes them into the statement instead, which costs an append twice as much.
    """
    connection = connections[alias]
    cursor = _preparing.get(connection)
    if cursor is None or cursor.connection is not connection.connection:
        connection.connection.prepare_threshold = _PREPARE_THRESHOLD
        cursor = _preparing[connection] = _PreparingCursor(connection.connection)
    # Django's log of statements learns nothing of one that is prepared.
    cursor.prepares = not connection.queries_logged
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(cursor)  # type: ignore[arg-type]  # the stub disagrees with Django
