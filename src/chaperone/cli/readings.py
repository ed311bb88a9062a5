"""How the installation stands, as a worker last read it, for `doctor` and `status`."""

import os

import psycopg

from chaperone.cli.errors import Unhealthy
from chaperone.cli.folder import DataFolder
from chaperone.database import address
from chaperone.notices.readings import State
from chaperone.notices.standing import StandingReading, standing_readings

_WRONG = (State.ALARM, State.UNKNOWN)


def standing(folder: DataFolder) -> list[StandingReading]:
    """All of them, by name. Raises psycopg.Error and DatabaseError."""
    found = address.find(folder.root, os.environ)
    secret = address.password(folder.root, "web", os.environ)
    with psycopg.connect(found.dsn("web", secret)) as connection, connection.cursor() as cursor:
        return standing_readings(cursor)


def check(folder: DataFolder) -> str:
    """What `doctor` says of them. Raises Unhealthy."""
    found = standing(folder)
    if not found:
        return "No worker has read anything yet. One does within a minute of a start."
    wrong = [reading for reading in found if reading.state in _WRONG]
    if wrong:
        raise Unhealthy(what=" ".join(map(sentence, wrong)))
    return " ".join(sentence(each) for each in found if each.state == State.ATTENTION)


def sentence(reading: StandingReading) -> str:
    """How it stands and what to do, for a person."""
    remedy = "" if reading.state == State.OK else reading.remedy
    return f"{reading.label}: {reading.sentence} {remedy}".strip()
