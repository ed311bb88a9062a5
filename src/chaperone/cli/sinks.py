"""How far behind those are who the record is sent to."""

import os

import psycopg

from chaperone.cli.folder import DataFolder
from chaperone.database import address
from chaperone.ledger.sinks.configuration import read_sinks
from chaperone.ledger.sinks.lag import Lag, lags


def behind(folder: DataFolder) -> list[Lag]:
    """One for each sink of config.json; asks the database only where there are any.

    Raises ``SinkRefused``, ``DatabaseError`` and ``psycopg.Error``.
    """
    names = [sink.name for sink in read_sinks(folder.config_file)]
    if not names:
        return []
    found = address.find(folder.root, os.environ)
    password = address.password(folder.root, "auditor", os.environ)
    with psycopg.connect(found.dsn("auditor", password)) as connection:
        return lags(connection, names)


def sentence(lag: Lag) -> str:
    """How it is with a sink, for a person."""
    entries = "1 entry" if lag.entries == 1 else f"{lag.entries} entries"
    where = f"{lag.sink} is {entries} ({lag.seconds:.0f} s) behind."
    return f"{where} {lag.error}".strip()
