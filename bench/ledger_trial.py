"""What ``bench.ledger`` runs against its server: writing, lag, and the full check."""

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import get_context
from statistics import median
from typing import Any
from uuid import UUID

import django

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, connections  # noqa: E402

from bench.working import (  # noqa: E402
    acting_for,
    administrator,
    become,
    sequencing,
    wait_until_signed,
)
from chaperone.conversations.models import Message  # noqa: E402
from chaperone.database.identifiers import new_id  # noqa: E402
from chaperone.ledger.actions import append  # noqa: E402
from chaperone.ledger.actors import Actor  # noqa: E402
from chaperone.ledger.events import event  # noqa: E402
from chaperone.ledger.signed import verifier_key  # noqa: E402
from chaperone.ledger.verification import verify  # noqa: E402

CLIENTS = 16
ROUNDS = 5
SECONDS = 4.0
ENTRIES = 1_000_000
ENTRY_SIZE = 400
TEXT = "I took my blood pressure twice this morning, 132 over 84 and 128 over 82. Is that fine?"
RECEIVED = event("bench.message.received", "A message was received, in a benchmark")
LOOKED = event("bench.record.appended", "Something was looked at, in a benchmark")
_PLACED = """
    select extract(epoch from
        pg_xact_commit_timestamp(leaf.xmin) - pg_xact_commit_timestamp(entry.xmin))::float
    from ledger_entry as entry join ledger_leaf as leaf on leaf.entry_id = entry.id
    where entry.event = %s order by 1
"""
_SIGNED = """
    select extract(epoch from (
        select pg_xact_commit_timestamp(xmin) from ledger_checkpoint as checkpoint
        where checkpoint.size > leaf.leaf_index order by size limit 1
    ) - pg_xact_commit_timestamp(entry.xmin))::float
    from ledger_entry as entry join ledger_leaf as leaf on leaf.entry_id = entry.id
    where entry.event = %s order by 1
"""
_DRAIN = "copy (select id, sealed from ledger_entry) to stdout (format binary)"
Rows = list[dict[str, Any]]


def main() -> None:
    """Prints the rows as JSON."""
    with administrator() as admin:
        found = admin.execute("select organization_id, id from members_member limit 1").fetchone()
    assert found is not None
    organization, member = found
    with sequencing(), administrator() as admin:
        wait_until_signed(admin)
        rows = _writing(organization, member)
        wait_until_signed(admin)
        rows += _lags(admin)
        rows += _checking(admin, organization, member)
    print(json.dumps(rows))


# Writing


def _writing(organization: UUID, member: UUID) -> Rows:
    alone, both = [], []
    _rate(_message_only, organization, member)
    for _ in range(ROUNDS):
        alone.append(_rate(_message_only, organization, member))
        both.append(_rate(_message_and_entry, organization, member))
    ratio = median(one / other for one, other in zip(both, alone, strict=True))
    note = f"{median(both):,.0f} against {median(alone):,.0f} commits a second, sequencer running"
    return [
        _row(
            "ledger: message and entry, 16 clients",
            ratio,
            0.75,
            "the same message without an entry",
            note,
        )
    ]


def _rate(act: Callable[[UUID, UUID], None], organization: UUID, member: UUID) -> float:
    connections.close_all()
    fork = get_context("fork")
    start, counts = fork.Barrier(CLIENTS), fork.SimpleQueue()
    arguments = (act, organization, member, start, counts)
    clients = [fork.Process(target=_client, args=arguments) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
        assert client.exitcode == 0, "a client failed"
    return sum(counts.get() for _ in clients)


def _client(act: Any, organization: UUID, member: UUID, start: Any, counts: Any) -> None:
    for _ in range(20):
        act(organization, member)
    start.wait(60)
    began, count = time.monotonic(), 0
    while time.monotonic() - began < SECONDS:
        act(organization, member)
        count += 1
    counts.put(count / (time.monotonic() - began))


def _message_only(organization: UUID, member: UUID) -> None:
    with acting_for(organization):
        _message(organization, member)


def _message_and_entry(organization: UUID, member: UUID) -> None:
    with acting_for(organization):
        message_id = _message(organization, member)
        append(
            event=RECEIVED,
            actor=Actor("member", member, organization),
            members=[member],
            details={"message": str(message_id), "carrier": "handset"},
        )


def _message(organization: UUID, member: UUID) -> UUID:
    message = Message.objects.create(
        organization_id=organization,
        member_id=member,
        direction="inbound",
        author="member",
        body=TEXT,
    )
    return message.id


# Lag


def _lags(admin: psycopg.Connection) -> Rows:
    placed = [lag for (lag,) in admin.execute(_PLACED, [RECEIVED.name]).fetchall()]
    signed = [lag for (lag,) in admin.execute(_SIGNED, [RECEIVED.name]).fetchall()]
    query = "select count(*) from ledger_entry where event = %s"
    written = (admin.execute(query, [RECEIVED.name]).fetchone() or [0])[0]
    missed = written - len(placed)
    peer = "commit times of the server, 16 clients writing as fast as they can"
    return [
        _at_most("ledger: lag from commit to a place, p95 in s", _p95(placed), 0.1, peer, placed),
        _at_most(
            "ledger: lag from commit to a checkpoint, p95 in s", _p95(signed), 1.0, peer, signed
        ),
        _at_most("ledger: entries missed", float(missed), 0.0, f"of {written:,} entries", placed),
    ]


def _p95(lags: list[float]) -> float:
    return lags[int(len(lags) * 0.95)]


def _at_most(
    name: str, value: float, target: float, peer: str, lags: list[float]
) -> dict[str, Any]:
    note = f"at most; median {median(lags):.3f} s, longest {lags[-1]:.3f} s, {len(lags):,} entries"
    return {
        "name": name,
        "ratio": round(value, 4),
        "target": target,
        "holds": value <= target,
        "peer": peer,
        "note": note,
    }


# The full check


def _checking(admin: psycopg.Connection, organization: UUID, member: UUID) -> Rows:
    become("auditor")
    key = verifier_key(settings.CHAPERONE_LOG_KEY)
    opened = verify(key=key, mirrors=[])
    _fill(admin, organization, member)
    wait_until_signed(admin)
    admin.execute("vacuum analyze ledger_entry")
    admin.execute("vacuum analyze ledger_leaf")
    drains, checks, size = [], [], 0
    for _ in range(3):
        drains.append(_drain())
        report = verify(key=key, mirrors=[], columns=False)
        checks.append(report.tree_seconds)
        size = report.size
    ratio = min(drains) / min(checks)
    each = opened.columns_seconds / (opened.opened or 1) * 1e6
    note = (
        f"{size:,} entries in {min(checks):.1f} s against {min(drains):.1f} s, best of 3 in turns;"
        f" with the keys, opening an entry and comparing its columns takes {each:.0f} us more"
    )
    return [
        _row("ledger: full check of 1,000,000 entries", ratio, 0.5, "COPY of the same rows", note)
    ]


def _fill(admin: psycopg.Connection, organization: UUID, member: UUID) -> None:
    """Entries as long as real ones. What is in them makes no difference to hashing or draining."""
    columns = "id, organization_id, event, actor_kind, actor_id, recorded_at, sealed"
    now = datetime.now(UTC)
    with admin.cursor().copy(f"copy ledger_entry ({columns}) from stdin (format binary)") as copy:
        copy.set_types(["uuid", "uuid", "text", "text", "uuid", "timestamptz", "bytea"])
        for _ in range(ENTRIES):
            sealed = os.urandom(ENTRY_SIZE)
            copy.write_row((new_id(), organization, LOOKED.name, "staff", member, now, sealed))


def _drain() -> float:
    began = time.monotonic()
    with connection.cursor() as cursor, cursor.cursor.copy(_DRAIN) as copy:
        for _ in copy:
            pass
    return time.monotonic() - began


# What they share


def _row(name: str, ratio: float, target: float, peer: str, note: str) -> dict[str, Any]:
    holds = ratio >= target
    found = {"name": name, "ratio": round(ratio, 3), "target": target, "holds": holds}
    return found | {"peer": peer, "note": note}


if __name__ == "__main__":
    main()
