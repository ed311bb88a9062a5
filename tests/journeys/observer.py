"""What an installation holds, seen from outside as the database's superuser: ids and states only."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg

from tests.cast import LAKESIDE
from tests.journeys.stack import Stack


@contextmanager
def observing(stack: Stack) -> Iterator["Observer"]:
    with stack.connect() as connection:
        yield Observer(connection)


class Observer:
    """Questions about the state of the conversations and the ledger."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def rows(self, query: str, *arguments: Any) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, arguments).fetchall()

    def number(self, query: str, *arguments: Any) -> int:
        return int(self.rows(query, *arguments)[0][0])

    def use_aws(self) -> None:
        """The texts of Lakeside come and go by AWS from now on."""
        self._connection.execute(
            "UPDATE carriers_number SET carrier = 'aws' WHERE organization_id = %s", (LAKESIDE,)
        )

    def settled(self) -> bool:
        """Nothing waits: no text unhandled, no reply on its way."""
        return not self.number(
            "SELECT (SELECT count(*) FROM conversations_turn WHERE state = 'waiting')"
            " + (SELECT count(*) FROM conversations_delivery"
            "    WHERE state IN ('pending', 'sending', 'sent'))"
            " + (SELECT count(*) FROM conversations_unknownturn"
            "    WHERE triage = '' OR reply IN ('pending', 'sending'))"
        )

    def unconfirmed(self) -> dict[str, bool]:
        """Replies of which nobody knows whether they were sent, and whether a coach was called."""
        return dict(
            self.rows(
                "SELECT d.id::text, c.waiting_since IS NOT NULL FROM conversations_delivery d"
                " JOIN conversations_conversation c ON c.member_id = d.member_id"
                " WHERE d.state = 'unconfirmed'"
            )
        )

    def turns(self) -> dict[UUID, str]:
        """State by inbound message."""
        return dict(self.rows("SELECT id, state FROM conversations_turn"))

    def replies(self) -> list[UUID]:
        """The inbound message that each reply to one answers, once per reply."""
        return [
            answered
            for (answered,) in self.rows(
                "SELECT answers FROM conversations_delivery WHERE answers IS NOT NULL"
            )
        ]

    def messages_of(self, member_id: UUID) -> set[UUID]:
        return {
            message_id
            for (message_id,) in self.rows(
                "SELECT id FROM conversations_message WHERE member_id = %s", member_id
            )
        }

    def events(self, name: str) -> int:
        return self.number("SELECT count(*) FROM ledger_entry WHERE event = %s", name)
