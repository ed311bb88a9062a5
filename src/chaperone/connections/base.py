"""Django's PostgreSQL engine, which also tells what became of a connection that broke.

A broken connection is never used again: the next statement of its thread opens a new one. A commit
without an answer is an error of its own (``OutcomeUnknown``), because what was to be kept may have
been: whoever repeats it must be safe to repeat (invariant 5).
"""

from typing import Any

from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg import Connection
from psycopg.errors import Diagnostic

from chaperone.connections.errors import OutcomeUnknown

_WAIT_FOR_A_SECOND_NODE = "SyncRepWaitForLSN"


class DatabaseWrapper(base.DatabaseWrapper):
    """One connection of one thread. What happened since ``begin_watch``:

    ``broke``: it was lost in use. ``outcome_unknown``: while a commit waited for its answer.
    ``committed``: a transaction ended well.
    """

    broke = False
    outcome_unknown = False
    committed = False
    _not_replicated = False

    def begin_watch(self) -> None:
        """Forget what happened so far."""
        self._drop_if_broken()
        self.broke = self.outcome_unknown = self.committed = False

    @property
    def is_broken(self) -> bool:
        """Whether it broke and was not closed yet."""
        return self.connection is not None and bool(self.connection.broken)

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        connection: Connection = super().get_new_connection(conn_params)
        connection.add_notice_handler(self._hear)
        return connection

    def close_if_health_check_failed(self) -> None:
        """Also what is known to be broken, without asking the server and in any thread."""
        self._drop_if_broken()
        before = self.broke
        super().close_if_health_check_failed()
        # What died while it lay idle was replaced unnoticed.
        self.broke = before

    def close(self) -> None:
        self.broke = self.broke or self.is_broken
        super().close()

    def _drop_if_broken(self) -> None:
        if self.is_broken and not self.in_atomic_block:
            self.close()

    def commit(self) -> None:
        self._not_replicated = False
        try:
            super().commit()
        except OperationalError as problem:
            if not self.is_broken:
                raise
            self.broke = self.outcome_unknown = True
            raise OutcomeUnknown from problem
        if self._not_replicated:
            self.outcome_unknown = True
            raise OutcomeUnknown
        self.committed = True

    def _hear(self, said: Diagnostic) -> None:
        """Somebody ended the wait for a second node: committed here, and maybe nowhere else. The
        server only warns of it and acknowledges.
        """
        if said.source_function == _WAIT_FOR_A_SECOND_NODE:
            self._not_replicated = True
