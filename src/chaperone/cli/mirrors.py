"""How far the ledger's mirrors are, for `doctor` and `status`."""

import os

import psycopg

from chaperone.cli.errors import Unhealthy
from chaperone.cli.folder import DataFolder
from chaperone.database import address
from chaperone.ledger.mirrors.naming import named_in
from chaperone.ledger.standing import MirrorState, mirror_states

SECONDS_BEHIND = 60.0
"""A mirror that lacks a checkpoint for longer than this is not keeping up."""


def named(folder: DataFolder) -> list[str]:
    """The mirrors that the settings name; these need Django, which `status` goes without."""
    given = os.environ.get("CHAPERONE_MIRRORS", "")
    return [str(address) for address in named_in(given, folder.root)]


def states(folder: DataFolder) -> list[MirrorState]:
    """As the sequencer last found them. Raises psycopg.Error and DatabaseError."""
    found = address.find(folder.root, os.environ)
    secret = address.password(folder.root, "web", os.environ)
    with psycopg.connect(found.dsn("web", secret)) as connection, connection.cursor() as cursor:
        return mirror_states(cursor, named(folder))


def check(folder: DataFolder) -> str:
    """What `doctor` says of them. Raises Unhealthy."""
    found = {state.name: state for state in states(folder)}
    problems = [_problem(name, found.get(name)) for name in named(folder)]
    if any(problems):
        raise Unhealthy(what=" ".join(filter(None, problems)))
    return "; ".join(f"{state.name}: {state.size} entries, up to date" for state in found.values())


def _problem(name: str, state: MirrorState | None) -> str:
    if state is None:
        return f"The mirror {name} was never written. Is the sequencer running?"
    if state.problem or state.seconds_behind > SECONDS_BEHIND:
        lag = f"{state.entries_behind} entries and {state.seconds_behind:.0f} s behind"
        why = f": {state.problem}" if state.problem else "."
        return f"The mirror {name} is {lag}{why} It catches up by itself once it can be written."
    return ""
