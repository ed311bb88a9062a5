"""What the trials on a server of their own have in common: who works on it, and as whom."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import psycopg
from django.conf import settings
from django.db import connection, connections, transaction
from psycopg.conninfo import make_conninfo

from chaperone.database.address import password
from chaperone.database.context import Context, apply

_SEQUENCER = """
import threading, django
django.setup()
from chaperone.ledger.sequencer import run
run(threading.Event())
"""
_UNSIGNED = """
    select (select count(*) from ledger_pending)
        + (select size from ledger_tree) - coalesce((select max(size) from ledger_checkpoint), 0)
"""


@contextmanager
def acting_for(organization: UUID) -> Iterator[None]:
    """A transaction in the organization's context."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            apply(cursor, Context(organization))
        yield


def administrator() -> psycopg.Connection:
    """The server's own administrator, who may look past everything."""
    database = connection.settings_dict["NAME"]
    dsn = make_conninfo(os.environ["CHAPERONE_BENCH_ADMIN"], dbname=database)
    return psycopg.connect(dsn, autocommit=True)


def become(login: str) -> None:
    """This process goes on as another login, such as the auditor's."""
    connections.close_all()
    secret = password(Path(settings.CHAPERONE_DATA), login, os.environ)
    connection.settings_dict |= {"USER": f"chaperone_{login}", "PASSWORD": secret}


@contextmanager
def sequencing() -> Iterator[None]:
    """A sequencer in a process of its own."""
    environment = os.environ | {"CHAPERONE_LOGIN": "sequencer"}
    process = subprocess.Popen([sys.executable, "-c", _SEQUENCER], env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def wait_until_signed(admin: psycopg.Connection) -> None:
    """Returns when a checkpoint covers every entry."""
    while (admin.execute(_UNSIGNED).fetchone() or [1])[0]:
        time.sleep(0.2)
