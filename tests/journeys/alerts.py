"""How long an alert takes: the database tells of each refusal and each alert as it is written."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg

WAIT_SECONDS = 120.0
# An entry bears the clock's time when it is written, a moment before its transaction ends; an alert
# is heard of once it has committed. So the time between is never shorter than people would see.
_TELLING = """
    create function journey_tell() returns trigger language plpgsql as $$
    begin
        perform pg_notify('journey', jsonb_build_object(
            'actor', new.actor_id, 'entries', to_jsonb(new) -> 'entries', 'at', clock_timestamp())::text);
        return null;
    end
    $$;
    create trigger journey_tells after insert on ledger_entry
        for each row when (new.event = 'access.request.refused') execute function journey_tell();
    create trigger journey_tells after insert on detection_alert
        for each row execute function journey_tell();
    listen journey;
"""
_QUIET = """
    unlisten journey;
    drop trigger journey_tells on ledger_entry;
    drop trigger journey_tells on detection_alert;
    drop function journey_tell();
"""


class Listener:
    """Hears of refusals and alerts on a session of the database's superuser."""

    def __init__(self, database: psycopg.Connection[Any]) -> None:
        self._database = database

    def __enter__(self) -> "Listener":
        self._database.execute(_TELLING)
        return self

    def __exit__(self, *_: object) -> None:
        self._database.execute(_QUIET)

    def took(self, person: UUID) -> timedelta:
        """From the refusal that was one too many to the alert about the person, once it is there.

        They were not refused before this began to listen.
        """
        refused: list[datetime] = []
        for notice in self._database.notifies(timeout=WAIT_SECONDS):
            said = json.loads(notice.payload)
            if said["actor"] != str(person):
                continue
            if said["entries"] is not None:
                return datetime.now(UTC) - refused[said["entries"] - 1]
            refused.append(datetime.fromisoformat(said["at"]))
        raise AssertionError(f"{len(refused)} refusals, and no alert for {WAIT_SECONDS:.0f} s")
