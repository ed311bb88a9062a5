"""What ``bench.forwarding`` runs: the same entries read sealed, and read, opened and formatted."""

import json
import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any
from uuid import UUID

import django

django.setup()

import psycopg  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from psycopg.conninfo import make_conninfo  # noqa: E402

from bench.working import become  # noqa: E402
from chaperone.database.context import Context, apply  # noqa: E402
from chaperone.database.identifiers import new_id  # noqa: E402
from chaperone.ledger import log_key  # noqa: E402
from chaperone.ledger.actions import append  # noqa: E402
from chaperone.ledger.actors import Actor  # noqa: E402
from chaperone.ledger.connecting import connect  # noqa: E402
from chaperone.ledger.events import event  # noqa: E402
from chaperone.ledger.mirroring import entries_between  # noqa: E402
from chaperone.ledger.opened import Opened  # noqa: E402
from chaperone.ledger.placing import Placer, holds_lock  # noqa: E402
from chaperone.ledger.sinks.cef import format as cef  # noqa: E402
from chaperone.ledger.sinks.forwarding import source  # noqa: E402
from chaperone.ledger.sinks.ocsf import format as ocsf  # noqa: E402
from chaperone.ledger.sinks.reading import Reader  # noqa: E402
from chaperone.ledger.sinks.sending import BATCH  # noqa: E402
from chaperone.ledger.sinks.syslog import format as syslog  # noqa: E402

ENTRIES = 20_000
AT_ONCE = 500
ROUNDS = 5
TARGET = 0.05
HISTORY = 5_000_000
LOOKED = event("bench.record.appended", "Something was looked at, in a benchmark")


def main() -> None:
    """Prints the rows as JSON."""
    with psycopg.connect(_admin()) as admin:
        found = admin.execute("select organization_id, id from members_member limit 1").fetchone()
    assert found is not None
    _write(*found)
    become("sequencer")
    size = _place_and_sign()
    become("auditor")
    print(json.dumps([_row(name, format_, size) for name, format_ in _formats()]))


def _formats() -> list[tuple[str, Callable[..., bytes]]]:
    return [("ocsf", ocsf.formatted), ("syslog", syslog.formatted), ("cef", cef.formatted)]


def _row(name: str, format_: Callable[..., bytes], size: int) -> dict[str, Any]:
    reading, sending = [], []
    with connect() as auditor:
        for _ in range(ROUNDS):
            reading.append(_seconds(lambda: _read(auditor, size)))
            sending.append(_seconds(lambda: _format(auditor, format_, size)))
    ratio = median(reads / sends for reads, sends in zip(reading, sending, strict=True))
    rate = size / median(sending)
    minutes = HISTORY / rate / 60
    return {
        "name": f"ledger: opening and formatting entries as {name}",
        "ratio": round(ratio, 3),
        "target": TARGET,
        "holds": ratio >= TARGET,
        "peer": "reading the same entries as they are kept, sealed",
        "note": f"{rate:,.0f} entries a second; 5,000,000 in {minutes:.0f} minutes, one process",
    }


def _read(auditor: psycopg.Connection, size: int) -> None:
    for _ in entries_between(auditor, 0, size):
        pass


def _format(auditor: psycopg.Connection, format_: Callable[..., bytes], size: int) -> None:
    reader, here = Reader(auditor, settings.CHAPERONE_LOG_KEY), source()
    for first in range(0, size, BATCH):
        for entry in reader.between(first, min(first + BATCH, size)):
            format_(entry, here)


def _seconds(work: Callable[[], None]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _write(organization: UUID, member: UUID) -> None:
    """Entries like those of a coach who reads a thread."""
    actor = Actor("staff", new_id(), organization, address="192.0.2.7", session=new_id())
    opened = [
        Opened("conversations_message", "body", member, 10, tuple(new_id() for _ in range(10)))
    ]
    for _ in range(0, ENTRIES, AT_ONCE):
        with transaction.atomic():
            with connection.cursor() as cursor:
                apply(cursor, Context(organization))
            for _ in range(AT_ONCE):
                append(
                    event=LOOKED,
                    actor=actor,
                    members=[member],
                    opened=opened,
                    purpose="treatment",
                    details={"place": "conversations:thread", "roles": ["coach"]},
                )


def _place_and_sign() -> int:
    log_key.create(settings.CHAPERONE_LOG_KEY, new_id())
    with connect() as sequencer:
        assert holds_lock(sequencer)
        placer = Placer(sequencer, log_key.load(settings.CHAPERONE_LOG_KEY))
        while placer.place():
            pass
        return placer.sign()


def _admin() -> str:
    return make_conninfo(
        os.environ["CHAPERONE_BENCH_ADMIN"], dbname=connection.settings_dict["NAME"]
    )


if __name__ == "__main__":
    main()
