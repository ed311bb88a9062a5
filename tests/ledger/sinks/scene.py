"""Sinks to try things on, and what they have received."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from chaperone.ledger.sinks.configuration import Sink, Stream
from tests.fakes.syslog_receiver import SyslogReceiver
from tests.ledger.sinks.reading import parse_syslog


def to_files(folder: Path, name: str = "files") -> Sink:
    """OCSF into a folder."""
    return Sink(name, "ocsf", "own", folder)


def to(receiver: SyslogReceiver, tls: Path, name: str = "siem") -> Sink:
    """Syslog to a receiver."""
    return Sink(name, "syslog", "own", Stream("localhost", receiver.port, tls / "ca.crt"))


def events_in(folder: Path) -> list[dict[str, Any]]:
    """The events of a folder, oldest first."""
    lines = [line for path in sorted(folder.iterdir()) for line in path.read_bytes().splitlines()]
    return [json.loads(line) for line in lines]


def places_in(folder: Path) -> list[int]:
    """The places in the tree of the events of a folder."""
    return [event["metadata"]["sequence"] for event in events_in(folder)]


def places_at(receiver: SyslogReceiver) -> list[int]:
    """The places in the tree of what a receiver has got."""
    said = [parse_syslog(message)["data"]["chaperone@32473"] for message in receiver.messages]
    return [int(one["place"]) for one in said]


def is_at_least_once_in_order(places: list[int], first: int, size: int) -> bool:
    """All of them, and each run of them in order: a run begins anew where one was broken off."""
    steps = pairwise(places)
    return set(places) == set(range(first, size)) and all(
        after == before + 1 or after <= before for before, after in steps
    )
